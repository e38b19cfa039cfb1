import { describe, expect, it } from 'vitest';
import {
  parseActiveTurns,
  parseCompletedSignIn,
  parseHasTerminals,
  parseIsActive,
  parseIsDaemonRunning,
  parseIsRemoteControlled,
  parseLoadedThreads,
  parseServerLine,
  parseServerVersion,
  parseStartedSignIn,
  parseReportedAccount,
  parseReportedKind,
} from '../../../src/protocol/appServer.ts';

describe('a line of the app-server', () => {
  it.each<readonly [string, unknown]>([
    ['{"id":1,"result":{"a":1}}', { kind: 'answer', id: 1, result: { a: 1 } }],
    ['{"id":2,"error":{"code":-32600,"message":"no"}}', { kind: 'refusal', id: 2 }],
    ['{"method":"account/updated","params":{"b":2}}', { kind: 'notice', method: 'account/updated', params: { b: 2 } }],
    ['{"id":"x","result":1}', undefined],
    ['{"id":1', undefined],
    ['', undefined],
  ])('%s', (line, meaning) => {
    expect(parseServerLine(line)).toEqual(meaning);
  });
});

describe('who the app-server says is signed in', () => {
  const chatgpt = { type: 'chatgpt', email: 'ada@example.com', planType: 'pro', workspaceName: 'Harbour Works' };
  const nothing = {
    email: undefined,
    plan: undefined,
    userId: undefined,
    workspaceId: undefined,
    workspaceName: undefined,
  };
  it.each<readonly [unknown, unknown]>([
    [
      {
        account: chatgpt,
        userId: 'user-ada',
        requiresOpenaiAuth: true,
        workspaceRouting: { chatgptAccountId: 'workspace-1', backendOrigin: 'x' },
      },
      {
        kind: 'chatgpt',
        email: 'ada@example.com',
        plan: 'pro',
        userId: 'user-ada',
        workspaceId: 'workspace-1',
        workspaceName: 'Harbour Works',
      },
    ],
    [
      {
        account: { type: 'chatgpt', email: null, planType: 'unknown', workspaceName: null },
        userId: null,
        workspaceRouting: null,
      },
      { kind: 'chatgpt', ...nothing },
    ],
    [{ account: null, userId: null, requiresOpenaiAuth: true }, { kind: 'none' }],
    [{ account: { type: 'apiKey' } }, { kind: 'apiKey' }],
    [{ account: { type: 'amazonBedrock', usesCodexManagedCredentials: true } }, { kind: 'other' }],
    [{}, undefined],
    [{ account: 'ada' }, undefined],
    [undefined, undefined],
  ])('%j', (result, told) => {
    expect(parseReportedAccount(result)).toEqual(told);
  });

  it.each<readonly [unknown, unknown]>([
    [{ authMethod: null, authToken: null }, { kind: 'none' }],
    [{ authMethod: 'chatgpt' }, { kind: 'chatgpt', ...nothing }],
    [{ authMethod: 'apikey' }, { kind: 'apiKey' }],
    [{ authMethod: 'personalAccessToken' }, { kind: 'other' }],
    [{}, undefined],
    ['chatgpt', undefined],
  ])('by its kind alone: %j', (result, told) => {
    expect(parseReportedKind(result)).toEqual(told);
  });
});

describe('a sign-in by the app-server', () => {
  it('has an id and an address', () => {
    const start = { type: 'chatgpt', loginId: 'l-1', authUrl: 'https://auth.openai.com/oauth/authorize?x=1' };
    expect(parseStartedSignIn(start)).toEqual({ loginId: 'l-1', url: start.authUrl });
    expect(parseStartedSignIn({ ...start, authUrl: 'not an address' })).toBeUndefined();
    expect(parseStartedSignIn({ ...start, authUrl: 'file:///etc/hosts' })).toBeUndefined();
    expect(parseStartedSignIn({ type: 'apiKey' })).toBeUndefined();
  });

  it.each<readonly [unknown, boolean | undefined]>([
    [{ loginId: 'l-1', success: true, error: null }, true],
    [{ loginId: 'l-1', success: false, error: 'declined' }, false],
    [{ loginId: 'l-2', success: true }, undefined],
    [{ loginId: null, success: true }, undefined],
    [undefined, undefined],
  ])('is over with %j: %s', (params, isDone) => {
    expect(parseCompletedSignIn(params, 'l-1')).toBe(isDone);
  });
});

describe('what a background server says of itself', () => {
  it.each<readonly [unknown, string | undefined]>([
    [{ userAgent: 'codex-tui/0.171.0 (Debian 12; x86_64) tmux' }, '0.171.0'],
    [{ userAgent: 'codex_cli_rs/0.172.0-alpha.3 (Mac OS)' }, '0.172.0-alpha.3'],
    [{ userAgent: 'codex' }, undefined],
    [{}, undefined],
    [undefined, undefined],
  ])('its version, by %j', (result, version) => {
    expect(parseServerVersion(result)).toBe(version);
  });

  it.each<readonly [unknown, readonly string[] | undefined]>([
    [{ data: ['a', 'b'], nextCursor: null }, ['a', 'b']],
    [{ data: [] }, []],
    [{ data: ['a'], nextCursor: 'more' }, undefined],
    [{ data: [1] }, undefined],
    [undefined, undefined],
  ])('its threads, by %j', (result, threads) => {
    expect(parseLoadedThreads(result)).toEqual(threads);
  });

  it.each<readonly [unknown, boolean | undefined]>([
    [{ thread: { id: 't', status: { type: 'active', activeFlags: [] } } }, true],
    [{ thread: { id: 't', status: { type: 'idle' } } }, false],
    [{ thread: { id: 't', status: { type: 'notLoaded' } } }, false],
    [{ thread: { id: 't' } }, undefined],
    [undefined, undefined],
  ])('whether a turn runs in a thread, by %j', (result, isActive) => {
    expect(parseIsActive(result)).toBe(isActive);
  });

  it.each<readonly [unknown, boolean | undefined]>([
    [{ data: [{}] }, true],
    [{ data: [] }, false],
    [{}, undefined],
  ])('whether a command goes on, by %j', (result, hasTerminals) => {
    expect(parseHasTerminals(result)).toBe(hasTerminals);
  });

  it.each<readonly [unknown, number | undefined]>([
    [
      {
        gauges: [
          { name: 'other', value: 4 },
          { name: 'core.turns.active', value: 2 },
        ],
      },
      2,
    ],
    [{ gauges: [] }, 0],
    [{ gauges: [{ name: 'core.turns.active' }] }, undefined],
    [undefined, undefined],
  ])('its turns, by %j', (result, turns) => {
    expect(parseActiveTurns(result)).toBe(turns);
  });

  it.each<readonly [unknown, boolean]>([
    [{ status: 'disabled' }, false],
    [{ status: 'connected' }, true],
    [{ status: 'connecting' }, true],
    [undefined, false],
  ])('whether it is reached from elsewhere, by %j', (result, isSo) => {
    expect(parseIsRemoteControlled(result)).toBe(isSo);
  });

  it.each<readonly [string, boolean]>([
    ['{"status":"running","pid":1}\n', true],
    ['{"status":"stopped"}', false],
    ['running', false],
    ['', false],
  ])('whether it runs, by %j', (output, isRunning) => {
    expect(parseIsDaemonRunning(output)).toBe(isRunning);
  });
});
