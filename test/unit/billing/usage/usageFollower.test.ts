import { afterEach, describe, expect, it } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import { UsageFollower, type UsageSight } from '../../../../src/billing/usage/usageFollower.ts';
import type { UsageNotice } from '../../../../src/billing/usage/usageNotices.ts';
import type { UsageAnswer } from '../../../../src/billing/usage/usageReader.ts';
import { UsageRecords } from '../../../../src/billing/usage/usageRecords.ts';
import type { UsageWatch } from '../../../../src/billing/usage/usageSchedule.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { sha256Hex } from '../../../../src/base/bytes.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { createFakeClock, notEnded, settle } from '../../../support/fakeClock.ts';
import { createMemoryFolder } from '../../../support/memoryStores.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import { usageOf, windowOf } from './usageScene.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const work = createAccount({ label: 'Work', credential: createCredential('chatgpt') });
const home = createAccount({ label: 'Home', credential: createCredential('chatgpt') });
const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });

const signedIn = (account: Account): AccountState => ({
  kind: 'signedIn',
  account,
  home: { kind: 'none' },
  health: undefined,
});

const running: { readonly follower: UsageFollower; readonly run: Promise<void> }[] = [];
afterEach(async () => {
  for (const { follower, run } of running.splice(0)) {
    follower.dispose();
    await run;
  }
});

/** The service, the clock and the folder that all windows of a person share. */
function createWorld() {
  const clock = createFakeClock();
  const folder = createMemoryFolder();
  const asked: { readonly label: string; readonly atMs: number }[] = [];
  const service = {
    answer: (): UsageAnswer | Promise<UsageAnswer> => told(40),
  };
  const told = (usedPercent: number, resetsInMs = 5 * hourMs): UsageAnswer => ({
    kind: 'told',
    usage: usageOf([windowOf(usedPercent, clock.nowMs() + resetsInMs)]),
  });
  const open = async (account: Account, watch: UsageWatch | undefined, random = 0) => {
    const changed = new Emitter<AccountState>();
    const window = { state: signedIn(account), watch, isOn: true, wantsNotices: false };
    const shown: (UsageSight | undefined)[] = [];
    const notices: (readonly [string, UsageNotice['kind']])[] = [];
    const current = {
      get state() {
        return window.state;
      },
      onDidChange: changed.event,
    };
    const follower = new UsageFollower({
      current,
      reader: {
        ask: async ({ label }, _bearer, signal) => {
          asked.push({ label, atMs: clock.nowMs() });
          const answer = await service.answer();
          signal.throwIfAborted();
          return answer;
        },
      },
      records: new UsageRecords(folder),
      clock,
      random: () => random,
      surfaces: {
        isOn: () => window.isOn,
        findWatch: () => window.watch,
        wantsNotices: () => window.wantsNotices,
        show: (sight) => shown.push(sight),
        tell: (told, { label }) => {
          notices.push(...told.map(({ kind }) => [label, kind] as const));
        },
      },
    });
    // The hash of a name is made in a thread of its own, once.
    await Promise.all([follower.find(work), follower.find(home)]);
    running.push({ follower, run: follower.run() });
    await settle();
    return {
      window,
      shown,
      notices,
      follower,
      look: async (next: UsageWatch | undefined) => {
        window.watch = next;
        follower.wake();
        await settle();
      },
      use: async (next: Account) => {
        window.state = signedIn(next);
        changed.fire(window.state);
        await settle();
      },
    };
  };
  return { clock, folder, asked, service, told, open };
}

/** Questions for each account in each hour from the start on. */
function countPerHour(asked: ReturnType<typeof createWorld>['asked'], startMs: number): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const { label, atMs } of asked) {
    const hours = counts.get(label) ?? [];
    const hour = Math.floor((atMs - startMs) / hourMs);
    hours[hour] = (hours[hour] ?? 0) + 1;
    counts.set(label, hours);
  }
  return counts;
}

/** The most questions in any 60 minutes, wherever they begin. */
function mostInAnHour(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((atMs) => atMs >= from && atMs < from + hourMs).length));
}

describe('a week of usage', () => {
  it('asks at most 12 times in any hour about the account in use, in two windows, and never about one at rest', async () => {
    const { clock, asked, open } = createWorld();
    const startMs = clock.nowMs();
    const one = await open(work, undefined);
    const other = await open(work, undefined);
    for (let hour = 0; hour < 7 * 24; hour += 1) {
      const [day, ofDay] = [Math.floor(hour / 24), hour % 24];
      const isWorkday = day < 5;
      if (isWorkday && ofDay === 9) {
        // Both pages are open, and one is opened and closed all the time.
        await one.look('page');
        await other.look('page');
        for (let minute = 0; minute < 60; minute += 1) {
          await one.look(minute % 2 === 0 ? undefined : 'page');
          await clock.advance(minuteMs);
        }
        await one.look(undefined);
        await other.look(undefined);
      } else if (isWorkday && ofDay > 9 && ofDay < 17) {
        // On Wednesday at noon the other account is in use for an hour.
        await one.use(day === 2 && ofDay === 12 ? home : work);
        await one.look('window');
        await clock.advance(hourMs - 1);
        await one.look(undefined);
        await one.use(work);
        await clock.advance(1);
      } else {
        await clock.advance(hourMs);
      }
    }
    const counts = countPerHour(asked, startMs);
    const days = Array.from({ length: 7 }, (_, day) =>
      ['Work', 'Home'].map(
        (label) =>
          `${label} ${Array.from({ length: 24 }, (_, hour) => counts.get(label)?.[day * 24 + hour] ?? 0).join(' ')}`,
      ),
    );
    process.stdout.write(`requests in each hour of a week:\n${days.flat().join('\n')}\n`);
    const timesOf = (label: string) => asked.filter((one) => one.label === label).map(({ atMs }) => atMs);
    expect(mostInAnHour(timesOf('Work'))).toBe(12);
    const homeHours = [...(counts.get('Home') ?? []).keys()].filter((hour) => counts.get('Home')?.[hour] !== undefined);
    expect(homeHours).toEqual([2 * 24 + 12]);
    const workHours = [...(counts.get('Work') ?? []).keys()].filter((hour) => counts.get('Work')?.[hour] !== undefined);
    expect(workHours.every((hour) => hour < 5 * 24 && hour % 24 >= 9 && hour % 24 < 17)).toBe(true);
    expect(counts.get('Work')?.[2 * 24 + 12]).toBeUndefined();
  });

  it('asks twice an hour for a notice, and with a reset', async () => {
    const { clock, asked, open } = createWorld();
    const { window } = await open(work, 'notice');
    window.wantsNotices = true;
    await clock.advance(dayMs);
    const perHour = asked.length / 24;
    expect(perHour).toBeGreaterThan(1.9);
    expect(perHour).toBeLessThanOrEqual(2.5);
  });
});

describe('following the usage', () => {
  it('asks nothing in the first half minute of a window, and at once for its page', async () => {
    const { clock, asked, open } = createWorld();
    const { look } = await open(work, 'window');
    await clock.advance(29 * secondMs);
    expect(asked).toEqual([]);
    await look('page');
    await clock.advance(0);
    expect(asked).toHaveLength(1);
  });

  it('shows the answer, and of an account without limits of a plan that it has none', async () => {
    const { clock, asked, open } = createWorld();
    const { shown, use } = await open(work, 'page');
    await clock.advance(0);
    expect(shown.at(-1)?.record?.seen?.usage.limit?.windows[0]?.usedPercent).toBe(40);
    await use(key);
    expect(shown.at(-1)).toMatchObject({ account: { label: 'Key' }, record: undefined });
    await clock.advance(hourMs);
    expect(asked).toHaveLength(1);
  });

  it('shows and asks nothing where that is switched off', async () => {
    const { clock, asked, open } = createWorld();
    const { window, shown, look } = await open(work, undefined);
    window.isOn = false;
    await look('page');
    await clock.advance(hourMs);
    expect([asked, shown.at(-1)]).toEqual([[], undefined]);
  });

  it('drops the answer of an account that is no longer in use', async () => {
    const { clock, service, told, asked, open } = createWorld();
    const late = Promise.withResolvers<UsageAnswer>();
    service.answer = () => late.promise;
    const { shown, use } = await open(work, 'page');
    await clock.advance(0);
    service.answer = () => told(7);
    await use(home);
    late.resolve(told(99));
    await clock.advance(0);
    expect(asked.map(({ label }) => label)).toEqual(['Work', 'Home']);
    expect(shown.at(-1)).toMatchObject({ account: { label: 'Home' } });
    await use(work);
    expect(shown.at(-1)).toMatchObject({ account: { label: 'Work' }, record: { history: [] } });
    expect(shown.at(-1)?.record?.seen).toBeUndefined();
  });

  it('asks nothing about an account that was left while another window had its record', async () => {
    const { clock, folder, asked, open } = createWorld();
    const other = Promise.withResolvers<undefined>();
    const name = `${await sha256Hex(work.id)}.json`;
    const held = folder.withLock(name, () => other.promise);
    const { use } = await open(work, 'page');
    await clock.advance(0);
    await use(home);
    other.resolve(undefined);
    await held;
    await clock.advance(0);
    expect(asked.map(({ label }) => label)).toEqual(['Home']);
    expect(folder.files.has(name)).toBe(false);
  });

  it('waits for as long as the service asks, and longer with each failure', async () => {
    const { clock, service, asked, open } = createWorld();
    service.answer = () => ({ kind: 'notTold', sentence: undefined, retryAfterMs: 3 * hourMs });
    const { shown } = await open(work, 'page');
    await clock.advance(3 * hourMs - secondMs);
    expect(asked).toHaveLength(1);
    expect(shown.at(-1)?.failure).toBeDefined();
    service.answer = () => ({ kind: 'notTold', sentence: undefined, retryAfterMs: undefined });
    await clock.advance(dayMs);
    expect(asked.length).toBeLessThanOrEqual(16);
  });

  it('asks in one of two windows that find the same question due at once, and shows the answer in both', async () => {
    const { clock, asked, open } = createWorld();
    const windows = [await open(work, undefined), await open(work, undefined)];
    for (const { window, follower } of windows) {
      window.watch = 'page';
      follower.wake();
    }
    await clock.advance(0);
    expect(asked).toHaveLength(1);
    expect(windows.map(({ shown }) => shown.at(-1)?.record?.seen?.usage.plan)).toEqual(['plus', 'plus']);
  });

  it('tells each notice in one window only, and only where it is wanted', async () => {
    const { clock, service, told, open } = createWorld();
    const windows = [await open(work, 'page'), await open(work, 'page', 0.5)];
    service.answer = () => told(95);
    await clock.advance(hourMs);
    expect(windows.flatMap(({ notices }) => notices)).toEqual([]);
    windows.forEach(({ window }) => {
      window.wantsNotices = true;
    });
    await clock.advance(hourMs);
    expect(windows.flatMap(({ notices }) => notices)).toEqual([['Work', 'near']]);
    service.answer = () => told(2);
    await clock.advance(hourMs);
    expect(windows.flatMap(({ notices }) => notices)).toEqual([
      ['Work', 'near'],
      ['Work', 'free'],
    ]);
  });

  it('asks about an account at rest when a click wants to know, and tells no notice of it', async () => {
    const { asked, service, told, open } = createWorld();
    const { follower, window, notices } = await open(work, undefined);
    window.wantsNotices = true;
    service.answer = () => told(100);
    const sight = await follower.askNow(home, notEnded);
    expect(sight.record?.seen?.usage.limit?.windows[0]?.usedPercent).toBe(100);
    expect([asked.map(({ label }) => label), notices]).toEqual([['Home'], []]);
  });

  it('forgets what was seen', async () => {
    const { clock, folder, open } = createWorld();
    const { follower, look } = await open(work, 'page');
    await clock.advance(0);
    expect(folder.files.size).toBe(1);
    await look(undefined);
    await follower.removeHistory();
    expect(folder.files.size).toBe(0);
  });

  it('leaves nothing behind', async () => {
    const { clock, open } = createWorld();
    await open(work, 'page');
    const [opened] = running.splice(0);
    opened?.follower.dispose();
    await opened?.run;
    expect(clock.waiting).toBe(0);
  });
});
