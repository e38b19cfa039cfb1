import { describe, expect, it } from 'vitest';
import { statusAnswer } from '../../../src/hosts/remote/companionProtocol.ts';
import { keyDocument, hostId, leaseOf, ownOf, requestOf, setHomeHostScene } from './hostCommandsScene.ts';

const endMs = Date.UTC(2026, 10, 21, 5);

describe('what runs on this host is brought along', () => {
  it('after placing, renewing, removing and putting back', async () => {
    const scene = setHomeHostScene(keyDocument());
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: endMs }) }));
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: endMs + 1000 }) }));
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: endMs + 2000 }), restartsCodex: true }));
    await scene.host.remove({ hostId });
    await scene.host.putBack('told');
    expect(scene.followed).toEqual(['changed', 'renewed', 'clicked', 'changed', 'changed']);
  });

  it('after nothing that did not happen', async () => {
    const scene = setHomeHostScene();
    scene.answer = false;
    await scene.host.put(requestOf());
    await scene.host.remove({ hostId });
    await scene.host.putBack('told');
    scene.answer = true;
    scene.file.beforeWrite = () => {
      scene.file.text = keyDocument();
    };
    await scene.host.put(requestOf());
    expect(scene.followed).toEqual([]);
  });

  it('with a click, but not in a folder without trust, nor for another host', async () => {
    const scene = setHomeHostScene();
    expect(await scene.host.restartCodex({ hostId })).toEqual({
      ok: { step: 'restart', status: { home: { kind: 'signedOut' }, running: [], canPutBack: false } },
    });
    scene.isTrusted = false;
    expect(await scene.host.restartCodex({ hostId })).toEqual({ code: 'untrusted' });
    expect(await scene.host.restartCodex({ hostId: 'host-2' })).toEqual({ code: 'otherHost' });
    expect(scene.followed).toEqual(['clicked']);
  });
});

describe('what somebody else did to the Home', () => {
  it('is followed once a status finds it, and what was done here is not followed twice', async () => {
    const scene = setHomeHostScene();
    const look = () => scene.host.status({ hostId, asksCodex: false });
    await look();
    scene.file.text = leaseOf({ userId: 'user-eve' });
    await look();
    await look();
    expect(scene.followed).toEqual(['changed']);
    scene.file.text = undefined;
    await look();
    expect(scene.followed, 'signed out').toEqual(['changed', 'changed']);
    scene.followed.length = 0;
    await scene.host.put(requestOf({ document: leaseOf({ userId: 'user-ada' }) }));
    await look();
    await scene.host.remove({ hostId });
    await look();
    await scene.host.putBack('told');
    await look();
    expect(scene.followed).toEqual(['changed', 'changed']);
  });

  it('is none in a renewal, nor while it can not be read', async () => {
    const scene = setHomeHostScene(ownOf({ userId: 'user-ada' }));
    await scene.host.status({ hostId });
    for (const text of [ownOf({ userId: 'user-ada' }), '{', ownOf({ userId: 'user-ada' })]) {
      scene.file.text = text;
      await scene.host.status({ hostId });
    }
    expect(scene.followed).toEqual([]);
  });

  it('waits until the folder is trusted', async () => {
    const scene = setHomeHostScene(keyDocument());
    await scene.host.status({ hostId });
    scene.isTrusted = false;
    scene.file.text = keyDocument();
    await scene.host.status({ hostId });
    expect(scene.followed).toEqual([]);
    scene.isTrusted = true;
    await scene.host.status({ hostId });
    expect(scene.followed).toEqual(['changed']);
  });
});

describe('the status', () => {
  it('has the server asked, but not for who says that nothing tells of a change', async () => {
    const { host, looks } = setHomeHostScene();
    await host.status({ hostId });
    await host.status({ hostId, asksCodex: true });
    await host.status({ hostId, asksCodex: false });
    expect(looks).toEqual(['asked', 'asked', 'unasked']);
  });

  it('tells of each Codex what it is, what it uses and whether it is at work, in the form that main reads', async () => {
    const scene = setHomeHostScene();
    const who = {
      kind: 'chatgpt',
      email: `${'a'.repeat(600)}@example.com`,
      plan: 'pro',
      userId: 'user-ada',
      workspaceId: 'workspace-ada',
      workspaceName: 'Ada',
    } as const;
    const rest = { clients: undefined, ageMs: 5, version: undefined, isRemoteControlled: false } as const;
    scene.running = [
      {
        ...rest,
        kind: 'terminals',
        pid: 7,
        used: { kind: 'other', who },
        activity: 'idle',
        clients: 2,
        version: '0.171.0',
      },
      { ...rest, kind: 'extension', pid: 8, used: { kind: 'other', who: undefined }, activity: 'unknown' },
      { ...rest, kind: 'exec', pid: 9, used: { kind: 'home' }, activity: 'atWork' },
    ];
    const result = await scene.host.status({ hostId });
    const crossed: unknown = JSON.parse(JSON.stringify('ok' in result ? result.ok : undefined));
    expect(statusAnswer.parse(crossed).running).toEqual([
      {
        kind: 'terminals',
        pid: 7,
        used: {
          kind: 'other',
          who: { kind: 'chatgpt', email: 'a'.repeat(500), userId: 'user-ada', workspaceId: 'workspace-ada' },
        },
        activity: 'idle',
        clients: 2,
        ageMs: 5,
      },
      { kind: 'extension', pid: 8, used: { kind: 'other' }, activity: 'unknown', ageMs: 5 },
      { kind: 'exec', pid: 9, used: { kind: 'home' }, activity: 'atWork', ageMs: 5 },
    ]);
  });
});
