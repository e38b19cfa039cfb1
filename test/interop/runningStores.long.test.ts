import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { KeyringSession, startOurSide } from './keyringSession.ts';
import { RunningScene, ada } from './runningScene.ts';

it('after a store move the server uses the same account, is brought along all the same, and the next codex finds its sign-in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ca-rs-'));
  const session = await KeyringSession.start(folder, 'unlocked');
  const scene = await RunningScene.start();
  const ours = startOurSide(scene.home, session.environment);
  onTestFinished(async () => {
    await ours.close();
    await scene.close();
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await scene.add(ada);
  expect(await ours.ask({ do: 'choose', store: 'keyring' })).toEqual({ kind: 'done' });
  expect([await scene.home.readAuth(), await session.countItems()]).toEqual([undefined, 1]);
  await scene.openAndClose(ada, session.environment);
  expect(await ours.ask({ do: 'choose', store: 'file' })).toEqual({ kind: 'done' });
  await expect.poll(() => scene.findServer()).toMatchObject({ used: { kind: 'home' }, activity: 'idle', clients: 0 });
  expect((await scene.house.running.bringAlong({ mode: 'ask', isStoreMoved: false })).step).toBe('nothing');
  expect((await scene.house.running.bringAlong({ mode: 'ask', isStoreMoved: true })).step).toBe('stop');
  await session.become('absent');
  await scene.openAndClose(ada, session.environment);
});
