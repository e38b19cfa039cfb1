import { describe, expect, it } from 'vitest';
import type { OwnSignInOutcome } from '../../../../src/accounts/signIn/ownSignIn.ts';
import { AuthError, isCancelled } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { buildLease, buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import type { FoundPlace, Sending, SentCopy } from '../../../../src/hosts/copy/copyService.ts';
import type { DestinationState } from '../../../../src/hosts/copy/destination.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { copySignInToHost, type CopySignInFlow } from '../../../../src/ui/copy/copySignInToHost.ts';
import type { CommandName } from '../../../../src/ui/shell/registerCommands.ts';
import { createFakeClock } from '../../../support/fakeClock.ts';
import { createFakeBrowser } from '../../../support/fakePorts.ts';
import { createAccount, createCredential, unknownIdentity } from '../../../support/records.ts';
import { ScriptedPrompts, type Answer } from '../../../support/scriptedPrompts.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { createRemoteScene } from '../../hosts/remote/remoteHostScene.ts';

interface Scene {
  readonly accounts?: readonly Account[];
  readonly home?: Partial<DestinationState>;
  readonly mustKeep?: boolean;
  readonly result?: Partial<SentCopy>;
  readonly answers: readonly Answer[];
}

const work = createAccount({ label: 'Work' });
const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });
const box: Answer = { row: 'gpu-box' };

/** One SSH host, gpu-box, and a person who answers by script. */
async function createScene({ accounts = [work], home = {}, mustKeep = false, result = {}, answers }: Scene) {
  const prompts = new ScriptedPrompts(...answers);
  const { records } = await createRemoteScene();
  const done = {
    commands: [] as CommandName[],
    sent: [] as Sending[],
    discards: 0,
    failsWith: undefined as 'copy' | 'copyUncertain' | undefined,
  };
  const found: FoundPlace = {
    target: { kind: 'ssh', name: 'gpu-box' },
    place: 'ada@gpu-box:22',
    by: undefined,
    mustKeep,
    home: { user: 'ada', path: '/home/ada/.codex/auth.json', holds: 'none', stamp: 'none', ...home },
  };
  const copy = {
    listSshNames: () => Promise.resolve(['gpu-box']),
    hasDocker: () => Promise.resolve(false),
    listContainers: () => Promise.resolve([]),
    findFolder: (path: string) => Promise.resolve({ kind: 'folder', path } as const),
    find: async (_target: unknown, signal: AbortSignal): Promise<FoundPlace> => {
      await Promise.resolve();
      signal.throwIfAborted();
      return found;
    },
    send: (_found: unknown, sending: Sending): Promise<SentCopy> => {
      if (done.failsWith !== undefined) {
        const sentence = buildSentence('copy.cut', { place: 'gpu-box' });
        return Promise.reject(new AuthError('tryAgain', sentence, { reason: done.failsWith }));
      }
      done.sent.push(sending);
      const path = '/home/ada/.codex/auth.json';
      return Promise.resolve({ path, keptPath: undefined, cli: undefined, isNoted: true, ...result });
    },
  };
  const made: OwnSignInOutcome = {
    kind: 'ready',
    credential: buildOwn(mintTokens()),
    identity: { ...unknownIdentity, email: 'eve@example.com' },
    discard: () => {
      done.discards += 1;
      return Promise.resolve();
    },
  };
  const flow: CopySignInFlow = {
    prompts,
    clock: createFakeClock(),
    log: { info: () => undefined, unawaited: () => undefined },
    clipboard: { writeText: () => Promise.resolve() },
    showPage: () => Promise.resolve(),
    browser: createFakeBrowser(),
    places: { homePlace: { kind: 'file', path: '/home/ada/.codex/auth.json' } },
    directory: { list: () => Promise.resolve(accounts.map((account) => ({ kind: 'ready', account }) as const)) },
    current: { state: { kind: 'signedIn', account: work, home: { kind: 'none' }, health: undefined } },
    run: (name) => {
      done.commands.push(name);
      return Promise.resolve();
    },
    loadCopy: () => Promise.resolve(copy),
    loadHosts: () =>
      Promise.resolve({
        records,
        leases: { make: () => buildLease(mintTokens()) },
        remote: undefined,
        companionPackage: { fsPath: '/none.vsix' },
        loadOwnSignIn: () => Promise.resolve({ run: () => Promise.resolve(made) }),
      }),
  };
  return { flow, prompts, done };
}

describe('copying a sign-in to a host', () => {
  it('leads somebody without an account to the documented ways', async () => {
    const { flow, prompts, done } = await createScene({
      accounts: [],
      answers: [{ click: 'Ways to Sign In on Another Host' }],
    });
    await copySignInToHost(flow);
    expect([prompts.shown.map(({ kind }) => kind), done.commands]).toEqual([['offer'], ['showOtherHostWays']]);
  });

  it('has the account in use first', async () => {
    const { flow, prompts } = await createScene({ accounts: [key, work], answers: ['dismiss'] });
    await copySignInToHost(flow);
    expect(prompts.shown[0]?.rows).toEqual(['Work', 'Key']);
  });

  it.each<[string, readonly Answer[]]>([
    ['the account', ['dismiss']],
    ['the host', [{ row: 'Work' }, 'dismiss']],
    ['what it gets', [{ row: 'Work' }, box, 'dismiss']],
    ['the last question', [{ row: 'Work' }, box, { row: 'Lease of Work' }, 'dismiss']],
  ])('sends nothing when the person leaves at %s', async (_step, answers) => {
    const { flow, done, prompts } = await createScene({ answers });
    await copySignInToHost(flow);
    expect([done.sent, prompts.unused]).toEqual([[], []]);
  });

  it('says before the bytes what goes where and who stands there, and after them what stands there now', async () => {
    const { flow, prompts, done } = await createScene({
      answers: [{ row: 'Work' }, box, { row: 'Lease of Work' }, { click: 'Copy' }],
    });
    await copySignInToHost(flow);
    const question = prompts.shown.find(({ kind }) => kind === 'confirm');
    expect(question).toMatchObject({ severity: 'warning', text: 'Copy Work to ada@gpu-box:22?', buttons: ['Copy'] });
    expect(question?.detail?.split('\n')).toEqual([
      'Host: ada@gpu-box:22',
      'User there: ada',
      'File: /home/ada/.codex/auth.json',
      '',
      expect.stringContaining('It gets a lease'),
      '',
      'Nobody is signed in there.',
    ]);
    expect(done.sent.map(({ credential, belonging }) => [credential.binding, belonging.label])).toEqual([
      ['lease', 'Work'],
    ]);
    expect(prompts.shown.at(-1)).toMatchObject({
      kind: 'tell',
      severity: 'information',
      text: expect.stringContaining('Work stands in /home/ada/.codex/auth.json on ada@gpu-box:22 now.') as string,
    });
  });

  it.each([
    ['lease', 'A lease stands there now. It is replaced'],
    ['chatgpt', 'A ChatGPT sign-in stands there now. It is not lost'],
    ['apiKey', 'An API key stands there now. It is not lost'],
    ['accessToken', 'An access token stands there now. It is not lost'],
    ['unknown', 'a file that is none, stands there now. It is not lost'],
  ] as const)('says what becomes of who stands there: %s', async (holds, words) => {
    const { flow, prompts } = await createScene({
      accounts: [key],
      home: { holds },
      mustKeep: holds !== 'lease',
      answers: [{ row: 'Key' }, box, 'dismiss'],
    });
    await copySignInToHost(flow);
    const question = prompts.shown.at(-1);
    expect(question?.detail).toContain(words);
    expect(question?.buttons).toEqual([holds === 'lease' ? 'Copy' : 'Keep the Old One Beside and Copy']);
  });

  it('copies a key as it is, without asking how', async () => {
    const { flow, done } = await createScene({ accounts: [key], answers: [{ row: 'Key' }, box, { click: 'Copy' }] });
    await copySignInToHost(flow);
    expect(done.sent.map(({ belonging }) => belonging.label)).toEqual(['Key']);
  });

  it('warns when the Codex there does not agree', async () => {
    const { flow, prompts } = await createScene({
      accounts: [key],
      result: { cli: { isSignedIn: false, says: 'Not logged in' } },
      answers: [{ row: 'Key' }, box, { click: 'Copy' }],
    });
    await copySignInToHost(flow);
    expect(prompts.shown.at(-1)).toMatchObject({ kind: 'tell', severity: 'warning' });
  });

  it('hands over a sign-in that is made for that host', async () => {
    const { flow, done } = await createScene({
      answers: [{ row: 'Work' }, box, { row: 'A Sign-In of Its Own' }, { click: 'Copy' }, { row: 'Browser' }],
    });
    await copySignInToHost(flow);
    expect(done.sent.map(({ credential, belonging }) => [credential.binding, belonging.accountId])).toEqual([
      ['own', undefined],
    ]);
    expect(done.discards).toBe(0);
  });

  it('ends a sign-in of its own that did not arrive, and tells why', async () => {
    const { flow, done } = await createScene({
      answers: [{ row: 'Work' }, box, { row: 'A Sign-In of Its Own' }, { click: 'Copy' }, { row: 'Browser' }],
    });
    done.failsWith = 'copy';
    await expect(copySignInToHost(flow)).rejects.toThrow(AuthError);
    expect(done.discards).toBe(1);
  });

  it.each([
    ['goes on', undefined, 0],
    ['is ended by a click', { click: 'End That Sign-In' }, 1],
  ] as const)('a sign-in that may have arrived is not ended by itself: it %s', async (_what, answer, discards) => {
    const { flow, done, prompts } = await createScene({
      answers: [
        { row: 'Work' },
        box,
        { row: 'A Sign-In of Its Own' },
        { click: 'Copy' },
        { row: 'Browser' },
        ...(answer === undefined ? [] : [answer]),
      ],
    });
    done.failsWith = 'copyUncertain';
    await copySignInToHost(flow);
    expect(done.discards).toBe(discards);
    expect(prompts.texts.at(-1)).toContain('may be in use there, so it goes on.');
  });

  it('is cancelled while it looks, which is no failure', async () => {
    const { flow, done } = await createScene({ answers: [{ row: 'Work' }, box, 'cancel'] });
    const failure: unknown = await copySignInToHost(flow).catch((error: unknown) => error);
    expect([isCancelled(failure), done.sent]).toEqual([true, []]);
  });
});
