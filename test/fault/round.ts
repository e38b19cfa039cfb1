import { setTimeout as wait } from 'node:timers/promises';
import type { RefreshMode } from '../../src/accounts/refresh/refreshOutcome.ts';
import type { FaultRule } from '../issuer/practiceIssuer.ts';
import { readRefreshToken, type CodexRunResult } from './codexSimulator.ts';
import type { Random } from './random.ts';
import { countReuses, findLossCause, findServerRequests, type LossCause } from './verdict.ts';
import type { Window } from './window.ts';
import { deathPlaces } from './workerMessages.ts';
import { lifetimeSeconds, type Who, type World } from './world.ts';

export interface RoundReport {
  readonly losses: readonly LossCause[];
  readonly requests: number;
  /** Those of them that the background server of the real CLI sent. */
  readonly serverRequests: number;
  /** Requests of ours with a token that was spent before, by whatever cause. */
  readonly reuses: number;
  readonly keptElsewhere: number;
}

/** The seconds an access token has left: young, due, in Codex's last six minutes, in its last five, over, over for long. */
const ages = [800, 500, 340, 240, -5, -700] as const;

const faults: readonly [Omit<FaultRule, 'path' | 'times'>, ...Omit<FaultRule, 'path' | 'times'>[]] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
  { kind: 'cut' },
  { kind: 'lostAnswer' },
  { kind: 'wrongType' },
];

/** Also a request that takes as long as one over the internet: it is in flight while others look. */
const slowFaults: typeof faults = [...faults, { kind: 'delay', delayMs: 400 }, { kind: 'delay', delayMs: 400 }];

/**
 * One round: a sign-in of some age, everything at once, then calm, and the question whether the grants still live.
 * `story` is told what happened.
 */
export async function playRound(world: World, random: Random, story: string[]): Promise<RoundReport> {
  const secondsLeft = random.pick(ages);
  // A server keeps what it read at its start: this one reads the sign-in of this round.
  await world.server?.end();
  world.emptyHome();
  await world.signIn('ada', { secondsLeft, isPlaced: true });
  world.issuer.log.clear();
  story.push(`${String(secondsLeft)} s left`);
  if (world.server !== undefined && random.chance(0.75)) {
    const isLate = random.chance(0.5);
    story.push(`a background server${isLate ? ' that started late' : ''}`);
    await world.startServer(world.server, { secondsLeft, isLate });
  }
  const died = new Set<string>();
  const { codexRuns, serverRuns } = await stir(world, random, { story, died });
  const facts = {
    died,
    codexRuns: [...codexRuns, ...serverRuns],
    serverUsedAtMs: world.server?.usedAtMs,
    didServerWake: serverRuns.some((run) => run !== 'notNeeded' && run !== 'mismatch'),
  };
  const requests = world.issuer.log.requests({ path: '/oauth/token' }).length;
  const serverRequests = findServerRequests(world.issuer).length;
  await world.calm();
  const losses: LossCause[] = [];
  const counts = { reuses: 0, keptElsewhere: 0 };
  for (const who of ['ada', 'ben'] as const) {
    const state = await findState(world, who);
    counts.keptElsewhere += state === 'keptElsewhere' ? 1 : 0;
    counts.reuses += countReuses(world.issuer, world.grantOf(who));
    if (state !== 'usable') {
      losses.push(...(state === 'lost' ? [findLossCause(world.issuer, world.grantOf(who), facts)] : []));
      await recover(world, who);
    }
  }
  return { losses, requests, serverRequests, ...counts };
}

interface Scene {
  readonly story: string[];
  readonly died: Set<string>;
}

interface CodexRuns {
  readonly codexRuns: readonly CodexRunResult[];
  /** Those of a server that was there before. */
  readonly serverRuns: readonly CodexRunResult[];
}

/** Everything that happens at the same time. */
async function stir(world: World, random: Random, { story, died }: Scene): Promise<CodexRuns> {
  const codexRuns: Promise<CodexRunResult>[] = [];
  const serverRuns: Promise<CodexRunResult>[] = [];
  const acts: Promise<unknown>[] = [];
  if (random.chance(0.4)) {
    const fault = random.pick(world.server === undefined ? faults : slowFaults);
    const times = random.between(1, 2);
    world.issuer.fault({ path: '/oauth/token', times, ...fault });
    story.push(`${fault.kind} ${String(fault.status ?? '')} ×${String(times)}`);
  }
  for (const window of world.windows) {
    acts.push(busy(world, window, random, story));
  }
  if (random.chance(0.35)) {
    for (let count = random.between(1, 2); count > 0; count -= 1) {
      const afterMs = random.between(0, 60);
      story.push(`codex after ${String(afterMs)} ms`);
      codexRuns.push(wait(afterMs).then(() => world.runCodex(80)));
    }
  }
  if (random.chance(0.35)) {
    const wakesInMs = random.between(0, 500);
    story.push(`an idle server, used after ${String(wakesInMs)} ms`);
    serverRuns.push(world.runServer({ wakesInMs, livesMs: 350 }));
  }
  const { server } = world;
  if (server !== undefined && random.chance(0.8)) {
    const afterMs = random.between(0, 500);
    story.push(`the background server, used after ${String(afterMs)} ms`);
    serverRuns.push(wait(afterMs).then(() => server.use()));
  }
  if (random.chance(0.35)) {
    acts.push(end(random.pick(world.windows), random, { story, died }));
  }
  await Promise.all([...acts, ...codexRuns, ...serverRuns]);
  for (const window of world.windows.filter(({ isOpen }) => !isOpen)) {
    died.add(window.plan.name);
  }
  return { codexRuns: await Promise.all(codexRuns), serverRuns: await Promise.all(serverRuns) };
}

async function busy(world: World, window: Window, random: Random, story: string[]): Promise<void> {
  const { name } = window.plan;
  const mode = random.pick<RefreshMode>(['now', 'ifDue']);
  const count = random.between(1, 7);
  const delayMs = random.between(0, 40);
  const isFull = random.chance(0.06);
  const target: Who | undefined = random.chance(0.12) ? random.pick(['ada', 'ben']) : undefined;
  const isIdle = random.chance(0.15);
  if (isFull) {
    story.push(`${name}: disk full`);
    await window.tell({ kind: 'fillDisk', times: random.between(1, 2) });
  }
  await wait(delayMs);
  const acts: Promise<unknown>[] = [];
  if (!isIdle) {
    story.push(`${name}: ${String(count)} × ${mode}`);
    acts.push(window.tell({ kind: 'refresh', id: world.idFor(window, 'ada'), mode, count }));
  }
  if (target !== undefined) {
    story.push(`${name}: switches to ${target}`);
    acts.push(window.tell({ kind: 'switch', id: world.idFor(window, target) }));
  }
  await Promise.all(acts);
}

/** A window dies: at any moment, or exactly where it hurts. */
async function end(window: Window, random: Random, { story, died }: Scene): Promise<void> {
  const { name } = window.plan;
  if (random.chance(0.5)) {
    const place = random.pick(deathPlaces);
    story.push(`${name}: dies ${place}`);
    await window.tell({ kind: 'dieAt', place });
    return;
  }
  const afterMs = random.between(0, 120);
  story.push(`${name}: killed after ${String(afterMs)} ms`);
  await wait(afterMs);
  died.add(name);
  await window.kill();
}

/** Whether somebody of ours holds the grant's newest token, and no Home an older one. */
async function findState(world: World, who: Who): Promise<'usable' | 'keptElsewhere' | 'lost'> {
  const [first, , third] = world.windows;
  const outcome = await first.tell({ kind: 'refresh', id: world.idFor(first, who), mode: 'now', count: 1 });
  if (await holdsNewest(world, first, who)) {
    const inHome = readRefreshToken(world.home) ?? '';
    const spent = world.grantOf(who).refreshTokens.slice(0, -1);
    if (spent.includes(inHome)) {
      throw new TypeError(`The Home of ${who} was left with a spent token.`);
    }
    return outcome.kind === 'outcomes' ? 'usable' : 'lost';
  }
  await third.tell({ kind: 'refresh', id: world.idFor(third, who), mode: 'now', count: 1 });
  return (await holdsNewest(world, third, who)) ? 'keptElsewhere' : 'lost';
}

async function holdsNewest(world: World, window: Window, who: Who): Promise<boolean> {
  const { alive, refreshTokens } = world.grantOf(who);
  const held = await window.tell({ kind: 'read', id: world.idFor(window, who) });
  return alive && held.kind === 'account' && held.tokens.refreshToken === refreshTokens.at(-1);
}

/** One sign-in in place: the same account, usable again. */
async function recover(world: World, who: Who): Promise<void> {
  const before = world.seat(who);
  const after = await world.signIn(who, { secondsLeft: lifetimeSeconds, isPlaced: who === 'ada' });
  const state = await findState(world, who);
  if (state !== 'usable' || after.code !== before.code || after.cursor !== before.cursor) {
    const [first] = world.windows;
    const again = await first.tell({ kind: 'refresh', id: world.idFor(first, who), mode: 'now', count: 1 });
    throw new TypeError(`${who} did not come back by one sign-in: ${state}, now ${JSON.stringify(again)}.`);
  }
}
