import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServerAnswers } from '../../../../src/home/running/ports.ts';
import { SystemBackgroundServer } from '../../../../src/platform/codex/backgroundServer.ts';
import { DaemonCommands } from '../../../../src/platform/codex/daemonCommands.ts';
import { withServer } from '../../../../src/platform/codex/serverConnection.ts';
import { askServer } from '../../../../src/platform/codex/askServer.ts';
import { systemClock as clock } from '../../../../src/platform/systemClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { refusal, silence, startFakeServer, type FakeAnswers } from './fakeServer.ts';

const idle: FakeAnswers = {
  initialize: { userAgent: 'codex-tui/0.171.0 (Debian 12; x86_64)' },
  'thread/loaded/list': { data: ['t-1'], nextCursor: null },
  'server/diagnostics': { gauges: [] },
  'thread/read': { thread: { status: { type: 'idle' } } },
  'thread/backgroundTerminals/list': { data: [] },
  'remoteControl/status/read': { status: 'disabled' },
  'account/read': {
    account: { type: 'chatgpt', email: 'ada@example.com', planType: 'plus' },
    userId: 'user-ada',
    workspaceRouting: { chatgptAccountId: 'w-1' },
  },
};

async function ask(answers: FakeAnswers, mayAskAccount = true): Promise<Omit<ServerAnswers, 'clients'>> {
  const { path } = await startFakeServer(answers);
  return withServer(path, AbortSignal.timeout(4000), (talk) => askServer(talk, '1', mayAskAccount));
}

describe('a background server that is asked', () => {
  it('says version, account, whether it works, and whether it is reached from elsewhere', async () => {
    const account = { kind: 'chatgpt', email: 'ada@example.com', plan: 'plus', userId: 'user-ada', workspaceId: 'w-1' };
    expect(await ask(idle)).toMatchObject({ version: '0.171.0', isAtWork: false, isRemoteControlled: false, account });
    expect(await ask({ ...idle, 'remoteControl/status/read': { status: 'connected' } })).toMatchObject({
      isRemoteControlled: true,
    });
  });

  it('is asked for no token, and for its account only when that may be', async () => {
    const { path, asked } = await startFakeServer(idle);
    const told = await withServer(path, AbortSignal.timeout(4000), (talk) => askServer(talk, '1', false));
    expect(told.account).toBeUndefined();
    expect(asked.map(([method]) => method)).toEqual([
      'initialize',
      'initialized',
      'thread/loaded/list',
      'server/diagnostics',
      'thread/read',
      'thread/backgroundTerminals/list',
      'remoteControl/status/read',
    ]);
    const { path: next, asked: more } = await startFakeServer({
      ...idle,
      'account/read': refusal,
      getAuthStatus: { authMethod: 'apikey' },
    });
    expect(await withServer(next, AbortSignal.timeout(4000), (talk) => askServer(talk, '1', true))).toMatchObject({
      account: { kind: 'apiKey' },
    });
    expect(more.slice(-2)).toEqual([
      ['account/read', { refreshToken: false }],
      ['getAuthStatus', { includeToken: false, refreshToken: false }],
    ]);
  });

  it.each<readonly [string, FakeAnswers, boolean | undefined]>([
    [
      'has an active turn by its gauge',
      { 'server/diagnostics': { gauges: [{ name: 'core.turns.active', value: 1 }] } },
      true,
    ],
    ['has a gauge at rest', { 'server/diagnostics': { gauges: [{ name: 'core.turns.active', value: 0 }] } }, false],
    ['has an active thread', { 'thread/read': { thread: { status: { type: 'active' } } } }, true],
    ['runs a command in the background', { 'thread/backgroundTerminals/list': { data: [{}] } }, true],
    ['has no thread', { 'thread/loaded/list': { data: [] } }, false],
    ['does not know its gauges', { 'server/diagnostics': refusal }, false],
    [
      'has an active turn and refuses the rest',
      { 'server/diagnostics': { gauges: [{ name: 'core.turns.active', value: 2 }] }, 'thread/loaded/list': refusal },
      true,
    ],
    ['refuses the list of threads', { 'thread/loaded/list': refusal }, undefined],
    ['refuses to read a thread', { 'thread/read': refusal }, undefined],
    ['refuses to list commands', { 'thread/backgroundTerminals/list': refusal }, undefined],
    [
      'has an active thread and refuses to list commands',
      { 'thread/read': { thread: { status: { type: 'active' } } }, 'thread/backgroundTerminals/list': refusal },
      true,
    ],
    [
      'has 100 threads',
      { 'thread/loaded/list': { data: Array.from({ length: 100 }, (_none, index) => `t-${String(index)}`) } },
      false,
    ],
    [
      'has more threads than are asked one by one',
      { 'thread/loaded/list': { data: Array.from({ length: 101 }, (_none, index) => `t-${String(index)}`) } },
      undefined,
    ],
    ['has more threads than it lists at once', { 'thread/loaded/list': { data: [], nextCursor: 'more' } }, undefined],
  ])('is at work as it says: %s', async (_name, answers, isAtWork) => {
    expect((await ask({ ...idle, ...answers })).isAtWork).toBe(isAtWork);
  });

  it('tells nothing that it refuses to tell', async () => {
    const { initialize } = idle;
    expect(await ask({ initialize })).toEqual({
      version: '0.171.0',
      isAtWork: undefined,
      isRemoteControlled: false,
      account: undefined,
    });
  });

  it.each([
    ['silence', silence],
    ['a refusal', refusal],
  ])('gives no answer with %s to the first word', async (_name, initialize) => {
    const { path } = await startFakeServer({ ...idle, initialize });
    await expect(
      withServer(path, AbortSignal.timeout(100), (talk) => askServer(talk, '1', true)),
    ).rejects.toBeDefined();
  });

  it('gives no answer in time where somebody listens who is no server', async () => {
    const path = join(createTemporaryFolder(), 'mute.sock');
    const held: Socket[] = [];
    const mute = createServer((socket) => held.push(socket));
    await new Promise<void>((resolve) => mute.listen(path, resolve));
    onTestFinished(() => {
      held.forEach((socket) => socket.destroy());
      mute.close();
    });
    await expect(
      withServer(path, AbortSignal.timeout(100), (talk) => askServer(talk, '1', true)),
    ).rejects.toBeDefined();
  });

  it('gives no answer where none listens', async () => {
    await expect(
      withServer('/nowhere/server.sock', AbortSignal.timeout(4000), (talk) => askServer(talk, '1', true)),
    ).rejects.toMatchObject({ code: 'tryAgain' });
  });
});

describe('the background server of a Home', unless(obstacles.notLinux), () => {
  const found = { pid: 1, ageMs: undefined };

  function createBackground(home: string, ended = notEnded): SystemBackgroundServer {
    return new SystemBackgroundServer({
      home,
      version: '1',
      clock,
      ended,
      answerLimitMs: 150,
      commands: new DaemonCommands({ home, environment: {}, workspaceFolders: () => [], ended: notEnded }),
    });
  }

  it('answers with the programs that are open on it, the question aside', async () => {
    const { home } = await startFakeServer(idle);
    expect(await createBackground(home).ask(found, true)).toMatchObject({ version: '0.171.0', clients: 0 });
  });

  it.each(['initialize', 'thread/read', 'account/read'])(
    'has not answered when it is silent about %s',
    async (method) => {
      const { home } = await startFakeServer({ ...idle, [method]: silence });
      expect(await createBackground(home).ask(found, true)).toBeUndefined();
    },
  );

  it('is asked nothing more once this extension has ended', async () => {
    const { home } = await startFakeServer(idle);
    expect(await createBackground(home, AbortSignal.abort()).ask(found, true)).toBeUndefined();
  });

  it('has not answered when there is none', async () => {
    expect(await createBackground(createTemporaryFolder()).ask(found, true)).toBeUndefined();
  });
});
