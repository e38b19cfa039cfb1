import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readRefreshToken } from './codexSimulator.ts';
import { deathPlaces } from './workerMessages.ts';
import { World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  await world.calm();
  world.emptyHome();
  await world.signIn('ada', { secondsLeft: 500, isPlaced: true });
  world.issuer.log.clear();
});

function countRequests(): number {
  return world.issuer.log.requests({ path: '/oauth/token' }).length;
}

it.each(['now', 'ifDue'] as const)(
  'sends one token request for 20 callers in 3 processes that want it %s',
  async (mode) => {
    const answers = await Promise.all(
      world.windows.map((window, index) =>
        window.tell({ kind: 'refresh', id: world.idFor(window, 'ada'), mode, count: [7, 7, 6][index] ?? 0 }),
      ),
    );
    const outcomes = answers.flatMap((answer): readonly string[] =>
      answer.kind === 'outcomes' ? answer.outcomes : [answer.kind],
    );
    expect(outcomes).toHaveLength(20);
    expect([...new Set(outcomes)].sort()).toEqual(['fresh', 'renewed']);
    expect(countRequests()).toBe(1);
    expect(readRefreshToken(world.home)).toBe(world.grantOf('ada').refreshTokens.at(-1));
  },
);

it('sends one for two products with state folders of their own, whoever was faster', async () => {
  const apart = await World.create({ isApart: true });
  try {
    for (const isPlaced of [true, false]) {
      await apart.signIn('ada', { secondsLeft: 100, isPlaced });
      apart.issuer.log.clear();
      const answers = await Promise.all(
        apart.windows.map((window) =>
          window.tell({ kind: 'refresh', id: apart.idFor(window, 'ada'), mode: 'ifDue', count: 3 }),
        ),
      );
      const outcomes = answers.flatMap((answer): readonly string[] =>
        answer.kind === 'outcomes' ? answer.outcomes : [answer.kind],
      );
      expect([...new Set(outcomes)].filter((kind) => !['renewed', 'fresh', 'keptElsewhere'].includes(kind))).toEqual(
        [],
      );
      expect([apart.issuer.log.requests({ path: '/oauth/token' }).length, apart.grantOf('ada').alive]).toEqual([
        1,
        true,
      ]);
      apart.emptyHome();
    }
  } finally {
    await apart.close();
  }
});

it('waits for a window that is halted in the middle of a request, however silent it is', async () => {
  const [halted, other] = world.windows;
  world.issuer.fault({ path: '/oauth/token', kind: 'delay', delayMs: 300, times: 1 });
  const first = halted.tell({ kind: 'refresh', id: world.idFor(halted, 'ada'), mode: 'now', count: 1 });
  await expect.poll(countRequests).toBe(1);
  halted.signal('SIGSTOP');
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (const folder of [join(world.home, '..', 'state', 'grants'), join(world.home, 'codex-accounts')]) {
    for (const lock of readdirSync(folder).filter((name) => name.endsWith('.lock'))) {
      utimesSync(join(folder, lock), hourAgo, hourAgo);
    }
  }
  const second = other.tell({ kind: 'refresh', id: world.idFor(other, 'ada'), mode: 'now', count: 1 });
  // The issuer has answered by then, and the other window has looked at the lock many times.
  await expect.poll(() => world.grantOf('ada').refreshCount).toBe(1);
  await world.windows[2].tell({ kind: 'settle' });
  halted.signal('SIGCONT');
  expect([await first, await second]).toEqual([
    { kind: 'outcomes', outcomes: ['renewed'] },
    { kind: 'outcomes', outcomes: ['fresh'] },
  ]);
  expect([countRequests(), world.grantOf('ada').alive]).toEqual([1, true]);
});

const endings = {
  beforeRequest: true,
  afterAnswer: false,
  afterLedger: false,
  beforeHome: false,
  flushedBeforeHome: true,
  afterHome: true,
};

it.each(deathPlaces)('tells the truth after a window died %s', async (place) => {
  const [first, second] = world.windows;
  await first.tell({ kind: 'dieAt', place });
  await first.tell({ kind: 'refresh', id: world.idFor(first, 'ada'), mode: 'now', count: 1 });
  expect(first.isOpen).toBe(false);
  await world.calm();
  await second.tell({ kind: 'refresh', id: world.idFor(second, 'ada'), mode: 'now', count: 1 });
  const held = await second.tell({ kind: 'read', id: world.idFor(second, 'ada') });
  const { refreshTokens, alive } = world.grantOf('ada');
  // Between the answer and the Home nothing durable holds the token: that grant is lost, and no other way.
  expect(held.kind === 'account' && alive && held.tokens.refreshToken === refreshTokens.at(-1)).toBe(endings[place]);
});

it('heals the Home that a dying window left with a spent token, though nothing there changes and nobody looks', async () => {
  const [first, second] = world.windows;
  await second.tell({ kind: 'startFollowing' });
  await first.tell({ kind: 'dieAt', place: 'flushedBeforeHome' });
  await first.tell({ kind: 'refresh', id: world.idFor(first, 'ada'), mode: 'now', count: 1 });
  expect(first.isOpen).toBe(false);
  await expect.poll(() => readRefreshToken(world.home)).toBe(world.grantOf('ada').refreshTokens[1]);
  expect([countRequests(), world.grantOf('ada').alive]).toEqual([1, true]);
});

it('asks nobody again about a grant that the issuer has ended', async () => {
  world.issuer.revokeGrant(world.grantOf('ada').refreshTokens[0] ?? '');
  for (const window of [...world.windows, ...world.windows]) {
    expect(await window.tell({ kind: 'refresh', id: world.idFor(window, 'ada'), mode: 'now', count: 2 })).toMatchObject(
      { outcomes: ['dead', 'dead'] },
    );
  }
  expect(countRequests()).toBe(1);
});
