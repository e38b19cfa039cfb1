import { describe, expect, it } from 'vitest';
import { homeAccessProtocol, type Hello } from '../../../../src/hosts/remote/companionProtocol.ts';
import { CompanionClient } from '../../../../src/hosts/remote/companionClient.ts';

const hello: Hello = {
  protocol: homeAccessProtocol,
  version: '0.1.0',
  hostId: 'host-1',
  hostName: 'gpu-box',
  userName: 'ada',
  platform: 'linux',
  home: { path: '/srv/codex', store: 'file' },
  codex: { hasCli: true, hasIdeExtension: false },
};

interface Call {
  readonly command: string;
  readonly argument: unknown;
}

function answering(answer: unknown): { readonly client: CompanionClient; readonly calls: readonly Call[] } {
  const calls: Call[] = [];
  const port = {
    execute: (command: string, argument: unknown) => {
      calls.push({ command, argument });
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return { client: new CompanionClient(port, '0.1.0'), calls };
}

describe('hello', () => {
  it('finds a companion of the same protocol, and says who asks', async () => {
    const { client, calls } = answering({ ok: hello });
    expect(await client.hello()).toEqual({ kind: 'ok', answer: hello });
    expect(calls).toEqual([
      { command: 'codexAccountsHost.hello', argument: { protocol: homeAccessProtocol, version: '0.1.0' } },
    ]);
  });

  it('tells a host without a companion from one that fails', async () => {
    const notFound = new Error("command 'codexAccountsHost.hello' not found");
    expect(await answering(notFound).client.hello()).toEqual({ kind: 'missing' });
    expect(await answering(new Error("command 'codexAccountsHost.status' not found")).client.hello()).toEqual({
      kind: 'unintelligible',
    });
    expect(await answering(new Error('Activating failed')).client.hello()).toEqual({ kind: 'unintelligible' });
  });

  it('names an older and a newer companion, whatever else they answer', async () => {
    const older = { ok: { protocol: homeAccessProtocol - 1, version: '0.0.9' } };
    const newer = { ok: { protocol: homeAccessProtocol + 1, version: '2.0.0', host: { id: 'other shape' } } };
    expect(await answering(older).client.hello()).toEqual({ kind: 'older', version: '0.0.9' });
    expect(await answering(newer).client.hello()).toEqual({ kind: 'newer', version: '2.0.0' });
  });

  it.each([
    undefined,
    null,
    'hello',
    [],
    { ok: {} },
    { ok: { ...hello, hostId: '../../x' } },
    { ok: { ...hello, codex: undefined } },
  ])('makes nothing of %j', async (answer) => {
    expect(await answering(answer).client.hello()).toEqual({ kind: 'unintelligible' });
  });
});

describe('a request', () => {
  const request = { hostId: 'host-1', placementId: 'p-1', binding: 'lease', label: 'Work', document: '{}' } as const;

  it('passes on what the companion answers, and only that', async () => {
    const answer = { ok: { placedAtMs: 5, replaced: 'nothing', access_token: 'not asked for' } };
    const { client, calls } = answering(answer);
    expect(await client.put(request)).toEqual({ kind: 'ok', answer: { placedAtMs: 5, replaced: 'nothing' } });
    expect(calls).toEqual([{ command: 'codexAccountsHost.put', argument: request }]);
  });

  it('passes on why nothing was done', async () => {
    const refused = { code: 'problem', problem: 'noPermission', path: '/srv/codex/auth.json' };
    expect(await answering(refused).client.put(request)).toEqual({ kind: 'refused', refusal: refused });
    expect(await answering({ code: 'declined' }).client.remove('host-1')).toEqual({
      kind: 'refused',
      refusal: { code: 'declined' },
    });
    expect(await answering({ code: 'otherHost' }).client.status({ hostId: 'host-1' })).toEqual({
      kind: 'refused',
      refusal: { code: 'otherHost' },
    });
  });

  it('says with the question for a status whether a server there is asked', async () => {
    const { client, calls } = answering({ code: 'otherHost' });
    await client.status({ hostId: 'host-1', asksCodex: false });
    expect(calls).toEqual([{ command: 'codexAccountsHost.status', argument: { hostId: 'host-1', asksCodex: false } }]);
  });

  it('reads a status', async () => {
    const instead = { kind: 'chatgpt', email: 'ada@example.com', userId: 'user-ada', workspaceId: 'workspace-ada' };
    const running = [
      { kind: 'terminals', pid: 7, used: { kind: 'other', who: instead }, activity: 'idle', clients: 1, ageMs: 5 },
      { kind: 'exec', pid: 8, used: { kind: 'unknown' }, activity: 'atWork' },
    ];
    const status = { home: { kind: 'signedOut' }, running, canPutBack: false };
    const { client, calls } = answering({ ok: status });
    expect(await client.status({ hostId: 'host-1' })).toEqual({ kind: 'ok', answer: status });
    expect(calls).toEqual([{ command: 'codexAccountsHost.status', argument: { hostId: 'host-1' } }]);
  });

  it('takes no answer in which somebody’s Codex is what nobody knows', async () => {
    const strange = {
      kind: 'terminals',
      pid: 7,
      used: { kind: 'other', who: { kind: 'chatgpt', access_token: 'x' } },
      activity: 'idle',
    };
    const status = { home: { kind: 'signedOut' }, running: [strange], canPutBack: false };
    const told = await answering({ ok: status }).client.status({ hostId: 'host-1' });
    expect(JSON.stringify(told)).not.toContain('access_token');
    expect(
      await answering({ ok: { ...status, running: [{ ...strange, activity: 'asleep' }] } }).client.status({
        hostId: 'host-1',
      }),
    ).toEqual({ kind: 'unintelligible' });
  });

  it('has a Codex there started again, and hears what became of it', async () => {
    const { client, calls } = answering({ ok: { step: 'restart' } });
    expect(await client.restartCodex('host-1')).toEqual({ kind: 'ok', answer: { step: 'restart' } });
    expect(calls).toEqual([{ command: 'codexAccountsHost.restartCodex', argument: { hostId: 'host-1' } }]);
    expect(await answering({ ok: { step: 'explode' } }).client.restartCodex('host-1')).toEqual({
      kind: 'unintelligible',
    });
  });

  it('reads with the answer to a change what stands there since', async () => {
    const status = { home: { kind: 'signedOut' }, running: [], canPutBack: false };
    expect(await answering({ ok: { removed: true, status } }).client.remove('host-1')).toEqual({
      kind: 'ok',
      answer: { removed: true, status },
    });
  });

  it.each([undefined, { home: { kind: 'of a later release' } }])(
    'takes a change for done whose answer says of the Home: %j',
    async (status) => {
      const { client } = answering({ ok: { placedAtMs: 5, replaced: 'ours', status } });
      expect(await client.put(request)).toEqual({
        kind: 'ok',
        answer: { placedAtMs: 5, replaced: 'ours', status: undefined },
      });
    },
  );

  it('says when nobody is there any more, or nobody understandable', async () => {
    expect(await answering(new Error("command 'codexAccountsHost.put' not found")).client.put(request)).toEqual({
      kind: 'missing',
    });
    expect(await answering({ ok: { placedAtMs: 'now' } }).client.put(request)).toEqual({ kind: 'unintelligible' });
    expect(await answering('yes').client.put(request)).toEqual({ kind: 'unintelligible' });
    expect(await answering(new Error("command 'codexAccountsHost.remove' not found")).client.remove('h')).toEqual({
      kind: 'missing',
    });
    expect(await answering({ code: 'a code of later' }).client.status({ hostId: 'host-1' })).toEqual({
      kind: 'unintelligible',
    });
  });
});
