import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureOlderCodex } from '../../scripts/tools.mjs';
import { RunningScene, ada, cyn } from '../interop/runningScene.ts';

let scene: RunningScene;
let older: string;

beforeAll(async () => {
  older = join(await ensureOlderCodex(), 'codex');
  scene = await RunningScene.start();
}, 600_000);
afterAll(async () => {
  await scene.close();
});

it('a newer terminal joins an older server, and both are brought along as one', async () => {
  const toCyn = (await scene.add(cyn)).id;
  await scene.add(ada);
  const first = await scene.open({}, older);
  await scene.expectAccount(first, ada);
  await first.close();
  const newer = await scene.open();
  await scene.expectAccount(newer, ada);
  await scene.house.switching.switchTo(toCyn);
  const wish = { mode: 'ask', isStoreMoved: false } as const;
  await expect.poll(() => scene.findServer()).toMatchObject({ activity: 'idle', clients: 1 });
  const asked = await scene.house.running.bringAlong(wish);
  expect(asked).toMatchObject({
    step: 'ask',
    before: {
      version: '0.169.0',
      activity: 'idle',
      clients: 1,
      used: { kind: 'other', who: { email: 'ada@practice.example' } },
    },
  });
  expect(asked.before !== undefined && (await scene.house.running.bringAlongNow(asked.before)).step).toBe('restart');
  await scene.expectTurn(newer, cyn);
  // What starts again is what is installed in the Home, not the terminal's own program.
  await expect.poll(() => scene.findServer()).toMatchObject({ used: { kind: 'home' }, version: '0.169.0' });
});
