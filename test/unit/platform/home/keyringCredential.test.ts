import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyringCredential } from '../../../../src/platform/home/keyringCredential.ts';
import type { Keyring } from '../../../../src/platform/home/nativeKeyring.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { loadLocks } from '../../../support/codexLocks.ts';

interface MemoryKeyring extends Keyring {
  readonly items: Map<string, string>;
}

function createKeyring(): MemoryKeyring {
  const items = new Map<string, string>();
  const name = (service: string, account: string): string => `${service}/${account}`;
  return {
    items,
    get: (service, account) => Promise.resolve(items.get(name(service, account))),
    set: (service, account, value) => {
      items.set(name(service, account), value);
      return Promise.resolve();
    },
    delete: (service, account) => {
      items.delete(name(service, account));
      return Promise.resolve();
    },
  };
}

function itemOf(home: string): string {
  return `Codex Auth/cli|${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
}

function createHarness() {
  const home = join(realpathSync(createTemporaryFolder()), 'codex');
  mkdirSync(home);
  const keyring = createKeyring();
  return { home, keyring, credential: new KeyringCredential(home, keyring, loadLocks) };
}

const document = JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: null }, undefined, 2);
const compact = '{"auth_mode":"apikey","OPENAI_API_KEY":null}';

describe('the credential in the keyring', () => {
  it('is the CLI’s own item, as compact JSON', async () => {
    const { home, keyring, credential } = createHarness();
    expect(await credential.read()).toEqual({ kind: 'absent', folderExists: true });
    expect(await credential.replace(new Secret(document), undefined)).toBe('done');
    expect([...keyring.items]).toEqual([[itemOf(home), compact]]);
    const state = await credential.read();
    expect(state).toMatchObject({ kind: 'file' });
    expect(state.kind === 'file' && state.document.reveal()).toBe(compact);
  });

  it('has nothing in its way where it is there, or can be written, which leaves no trace', async () => {
    const { keyring, credential } = createHarness();
    expect([await credential.findObstacle(), [...keyring.items]]).toEqual([undefined, []]);
    await credential.replace(new Secret(document), undefined);
    keyring.set = () => Promise.reject(new TypeError('Nothing is to be written.'));
    expect(await credential.findObstacle()).toBeUndefined();
  });

  it('has nothing in its way where what was written to try cannot be taken away', async () => {
    const { keyring, credential } = createHarness();
    keyring.delete = () => Promise.reject(new TypeError('no'));
    expect(await credential.findObstacle()).toBeUndefined();
  });

  it('is locked out where nothing is found and nothing can be written', async () => {
    const { keyring, credential } = createHarness();
    keyring.set = () => Promise.reject(new TypeError('locked'));
    expect(await credential.read()).toEqual({ kind: 'absent', folderExists: true });
    expect(await credential.findObstacle()).toBe('keyringUnavailable');
  });

  it('is named after the Home’s canonical path', async () => {
    const { home, keyring } = createHarness();
    const link = join(realpathSync(createTemporaryFolder()), 'link');
    symlinkSync(home, link);
    await new KeyringCredential(link, keyring, loadLocks).replace(new Secret(document), undefined);
    expect([...keyring.items.keys()]).toEqual([itemOf(home)]);
  });

  it('is named after the path as given where there is no Home, which a save makes for its owner only', async () => {
    const { home, keyring } = createHarness();
    const absent = join(home, 'not', 'there');
    const credential = new KeyringCredential(absent, keyring, loadLocks);
    keyring.items.set(itemOf(absent), compact);
    const state = await credential.read();
    expect(state.kind === 'file' && state.document.reveal()).toBe(compact);
    keyring.items.clear();
    await credential.replace(new Secret(document), undefined);
    expect(statSync(absent).mode & 0o777).toBe(0o700);
  });

  it('is changed only while it is what was read', async () => {
    const { home, keyring, credential } = createHarness();
    await credential.replace(new Secret(document), undefined);
    const state = await credential.read();
    const fingerprint = state.kind === 'file' ? state.fingerprint : '';
    keyring.items.set(itemOf(home), '{"auth_mode":"chatgpt"}');
    expect(await credential.replace(new Secret(document), fingerprint)).toBe('conflict');
    expect(await credential.replace(new Secret(document), undefined)).toBe('conflict');
    expect(await credential.remove(fingerprint)).toBe('conflict');
    keyring.items.set(itemOf(home), compact);
    expect(await credential.remove(fingerprint)).toBe('done');
    expect(keyring.items.size).toBe(0);
  });

  it(
    'is changed under the CLI’s two locks, and puts nothing else into the Home',
    unless(obstacles.notLinux ?? obstacles.noFlock),
    async () => {
      const { home, credential } = createHarness();
      await credential.replace(new Secret(document), undefined);
      expect(readdirSync(home).sort()).toEqual(['auth.json.lock', 'auth.lock']);
    },
  );

  it('says that this build has no keyring', async () => {
    const credential = new KeyringCredential(createTemporaryFolder(), undefined, loadLocks);
    expect(await credential.read()).toEqual({ kind: 'problem', problem: 'keyringMissing' });
    const refusal = { code: 'fixFile', sentence: { messageId: 'home.keyringMissing', args: { path: 'Codex Auth' } } };
    await expect(credential.replace(new Secret(document), undefined)).rejects.toMatchObject(refusal);
    await expect(credential.remove('x')).rejects.toMatchObject(refusal);
  });

  it.each(['get', 'set', 'delete'] as const)(
    'says that the keyring is unavailable when it fails at %s, without its words',
    async (method) => {
      const { keyring, credential } = createHarness();
      await credential.replace(new Secret(document), undefined);
      const state = await credential.read();
      const fingerprint = state.kind === 'file' ? state.fingerprint : '';
      Object.assign(keyring, { [method]: () => Promise.reject(new Error('Platform failure: prompt dismissed')) });
      const change =
        method === 'delete' ? credential.remove(fingerprint) : credential.replace(new Secret('{"a":1}'), fingerprint);
      const failure: unknown = await change.catch((reason: unknown) => reason);
      expect(failure).toMatchObject({ code: 'fixFile', sentence: { messageId: 'home.keyringUnavailable' } });
      expect(String(failure)).not.toContain('prompt');
      if (method === 'get') {
        expect(await credential.read()).toEqual({ kind: 'problem', problem: 'keyringUnavailable' });
      }
    },
  );

  it('notices a keyring that forgets what it took', async () => {
    const { keyring, credential } = createHarness();
    keyring.set = () => Promise.resolve();
    await expect(credential.replace(new Secret(document), undefined)).rejects.toMatchObject({
      sentence: { messageId: 'home.keyringUnavailable' },
    });
  });

  it('says what is wrong with a Home that can not be made', async () => {
    const { keyring } = createHarness();
    const credential = new KeyringCredential('/dev/null/codex', keyring, loadLocks);
    await expect(credential.replace(new Secret(document), undefined)).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'home.isFolder' },
    });
  });
});
