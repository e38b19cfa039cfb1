import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readRefreshToken } from './codexSimulator.ts';
import { World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
  await world.signIn('ben', { secondsLeft: 800, isPlaced: false });
});
afterAll(async () => {
  await world.close();
});
/** Ada's sign-in stands in the Home and is over since more than 10 minutes. */
beforeEach(async () => {
  await world.calm();
  world.emptyHome();
  await world.signIn('ada', { secondsLeft: -700, isPlaced: true });
  world.issuer.log.clear();
});

function countRequests(): number {
  return world.issuer.log.requests({ path: '/oauth/token' }).length;
}

async function refresh() {
  const [first] = world.windows;
  return first.tell({ kind: 'refresh', id: world.idFor(first, 'ada'), mode: 'now', count: 3 });
}

it('renews for a person while an app server idles, which takes the new token from the Home when it is used', async () => {
  const server = world.runServer({ wakesInMs: 1200, livesMs: 1500 });
  expect(await refresh()).toEqual({ kind: 'outcomes', outcomes: ['renewed', 'renewed', 'renewed'] });
  expect(await server).toBe('notNeeded');
  expect([countRequests(), world.grantOf('ada').alive]).toEqual([1, true]);
  expect(readRefreshToken(world.home)).toBe(world.grantOf('ada').refreshTokens.at(-1));
});

it('leaves the token to an app server that wakes while we listen for it, and adopts what it brings', async () => {
  world.issuer.fault({ path: '/oauth/token', kind: 'delay', delayMs: 400, times: 1 });
  const server = world.runServer({ wakesInMs: 60, livesMs: 800 });
  expect(await refresh()).toEqual({ kind: 'outcomes', outcomes: ['leftToCodex', 'leftToCodex', 'leftToCodex'] });
  expect(await server).toBe('committed');
  expect(await refresh()).toEqual({ kind: 'outcomes', outcomes: ['fresh', 'fresh', 'fresh'] });
  expect([countRequests(), world.grantOf('ada').alive]).toEqual([1, true]);
});

it('switches away from an idle app server, and nobody loses a sign-in when it is used again', async () => {
  const [first] = world.windows;
  const server = world.runServer({ wakesInMs: 900, livesMs: 1000 });
  expect(await first.tell({ kind: 'switch', id: world.idFor(first, 'ben') })).toEqual({ kind: 'done' });
  expect(await server).toBe('mismatch');
  expect(readRefreshToken(world.home)).toBe(world.grantOf('ben').refreshTokens.at(-1));
  expect(await refresh()).toMatchObject({ outcomes: ['renewed', 'renewed', 'renewed'] });
  expect([world.grantOf('ada').alive, world.grantOf('ben').alive]).toEqual([true, true]);
});

it('lets a request that can be seen end before it switches, and keeps its tokens', async () => {
  const [first] = world.windows;
  world.issuer.fault({ path: '/oauth/token', kind: 'delay', delayMs: 700, times: 1 });
  const server = world.runServer({ wakesInMs: 0, livesMs: 1500 });
  await expect.poll(countRequests).toBe(1);
  expect(await first.tell({ kind: 'switch', id: world.idFor(first, 'ben') })).toEqual({ kind: 'done' });
  expect(await server).toBe('committed');
  expect(readRefreshToken(world.home)).toBe(world.grantOf('ben').refreshTokens.at(-1));
  const held = await first.tell({ kind: 'read', id: world.idFor(first, 'ada') });
  expect(held.kind === 'account' && held.tokens.refreshToken).toBe(world.grantOf('ada').refreshTokens.at(-1));
  expect(world.grantOf('ada')).toMatchObject({ alive: true, reuseCount: 0 });
});
