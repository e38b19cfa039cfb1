/**
 * Our side of a keyring test: a process of its own, because a keyring belongs to the session bus that a process was
 * started with. One command per line in, one answer per line out, both JSON. Secrets stay inside: their hashes go out.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { StoreService, type ConfigFileChange } from '../../src/home/store/storeService.ts';
import type { HomeCredential } from '../../src/home/credential/credentialDocument.ts';
import { credentialStores } from '../../src/home/store/credentialStore.ts';
import { Home } from '../../src/home/home.ts';
import { StoredCredential } from '../../src/home/store/storedCredential.ts';
import { ConfigFiles } from '../../src/platform/home/configFiles.ts';
import { openUserConfig } from '../../src/platform/home/homeTextFile.ts';
import { KeyringCredential } from '../../src/platform/home/keyringCredential.ts';
import { findNativeKeyring } from '../../src/platform/home/nativeKeyring.ts';
import { NodeCredentialFile } from '../../src/platform/home/nodeCredentialFile.ts';
import { AuthError } from '../../src/errors/authError.ts';
import { Secret } from '../../src/base/secret.ts';
import { mintTokens } from '../support/tokens.ts';
import type { KeyringAnswer } from './keyringAnswer.ts';
import { loadLocks } from '../support/codexLocks.ts';
import { notEnded } from '../support/fakeClock.ts';

const commandSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('read') }),
  z.object({ do: z.literal('findObstacle') }),
  z.object({ do: z.literal('write'), kind: z.enum(['apiKey', 'chatgpt']) }),
  z.object({ do: z.literal('remove') }),
  z.object({ do: z.literal('choose'), store: z.enum(credentialStores) }),
  z.object({ do: z.literal('undo') }),
  z.object({ do: z.literal('removeLeftover') }),
]);

type Command = z.infer<typeof commandSchema>;

const [folder = '', systemFolder = '', binary = ''] = process.argv.slice(2);
const config = new ConfigFiles(folder, systemFolder);
const keyring = new KeyringCredential(folder, findNativeKeyring(binary, notEnded), loadLocks);
const credential = new StoredCredential({
  config,
  file: new NodeCredentialFile(folder, { loadLocks }),
  keyring,
  platform: process.platform,
});
const home = new Home(folder, credential, () => Promise.resolve());
const mark = { isSet: false };
const shelf: { change: ConfigFileChange | undefined } = { change: undefined };
const service = new StoreService({
  credential,
  config: openUserConfig(config, new AbortController().signal),
  keyring,
  leftover: {
    isSet: () => Promise.resolve(mark.isSet),
    set: () => {
      mark.isSet = true;
      return Promise.resolve();
    },
    clear: () => {
      mark.isSet = false;
      return Promise.resolve();
    },
  },
  emptyKeyring: async () => {
    const state = await keyring.read();
    await keyring.remove(state.kind === 'file' ? state.fingerprint : '');
  },
  setAside: () => Promise.resolve(),
  withCredential: (work) => work(),
  undo: {
    put: (change) => {
      shelf.change = change;
      return Promise.resolve();
    },
    find: () => Promise.resolve(shelf.change),
    clear: () => {
      shelf.change = undefined;
      return Promise.resolve();
    },
  },
});

function hashSecret(found: HomeCredential): string {
  const secret =
    found.kind === 'chatgpt' ? found.tokens.refreshToken : found.kind === 'apiKey' ? found.key : new Secret('');
  return createHash('sha256').update(secret.reveal()).digest('hex');
}

function mint(kind: 'apiKey' | 'chatgpt'): HomeCredential {
  return kind === 'apiKey'
    ? { kind, key: new Secret(`sk-${randomBytes(24).toString('hex')}`) }
    : { kind, tokens: mintTokens() };
}

async function obey(command: Command): Promise<KeyringAnswer> {
  switch (command.do) {
    case 'read': {
      const state = await home.read();
      return state.kind === 'signedIn'
        ? { kind: state.kind, hash: hashSecret(state.credential) }
        : { kind: state.kind, ...(state.kind === 'problem' ? { problem: state.problem } : {}) };
    }
    case 'findObstacle': {
      const problem = await keyring.findObstacle();
      return problem === undefined ? { kind: 'free' } : { kind: 'problem', problem };
    }
    case 'write': {
      const state = await home.read();
      const minted = mint(command.kind);
      const result = await home.put(
        minted,
        'seen' in state ? state.seen : { document: undefined, fingerprint: undefined },
      );
      return { kind: result, hash: hashSecret(minted) };
    }
    case 'remove': {
      const state = await home.read();
      return { kind: 'seen' in state ? await home.clear(state.seen) : state.kind };
    }
    case 'choose':
      return { kind: (await service.choose(command.store)) ?? 'done' };
    case 'removeLeftover':
      if (!(await service.findLeftover())) {
        return { kind: 'nothing' };
      }
      await service.removeLeftover();
      return { kind: 'done' };
    case 'undo':
      return { kind: (await service.undo()) === undefined ? 'nothing' : 'done' };
  }
}

async function answer(line: string): Promise<KeyringAnswer> {
  try {
    return await obey(commandSchema.parse(JSON.parse(line)));
  } catch (failure) {
    return failure instanceof AuthError
      ? { kind: 'refused', code: failure.code, sentence: failure.sentence.messageId }
      : { kind: 'broken', sentence: failure instanceof Error ? failure.name : 'unknown' };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
