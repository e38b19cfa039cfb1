import { describe, expect, it, onTestFinished } from 'vitest';
import { findLeaseDueMs, LeaseSchedule, type LeaseNews } from '../../../../src/hosts/remote/leaseSchedule.ts';
import { waitUntil } from '../../../support/fakeClock.ts';
import {
  createConnected,
  createPlaced,
  createRemoteScene,
  minuteMs,
  startMs,
  signInStatusOf,
} from './remoteHostScene.ts';

async function createSchedule() {
  const scene = await createRemoteScene();
  const schedule = new LeaseSchedule({ host: scene.host, clock: scene.clock, random: () => 0 });
  onTestFinished(() => {
    schedule.dispose();
  });
  const news: LeaseNews['kind'][] = [];
  schedule.onDidTry((one) => news.push(one.kind));
  const lend = async (): Promise<void> => {
    await scene.host.look();
    await scene.host.lend(scene.account);
  };
  const at = async (minutes: number): Promise<number> => {
    await scene.clock.advance(startMs + minutes * minuteMs - scene.clock.nowMs());
    await schedule.step();
    return scene.remote.puts.length;
  };
  return { ...scene, schedule, news, lend, at };
}

describe('the renewal of a lease', () => {
  it('comes with a third of it left, long before its end', async () => {
    const { lend, at, news } = await createSchedule();
    await lend();
    expect([await at(1), await at(39), await at(40), await at(41), await at(80)]).toEqual([1, 1, 2, 2, 3]);
    expect(news).toEqual(['ok', 'ok']);
  });

  it.each([
    ['an own sign-in', { binding: 'own', expiresAtMs: undefined } as const],
    ['a copy of a key', { binding: 'copy', expiresAtMs: undefined } as const],
  ])('is not for %s', (_name, over) => {
    expect(findLeaseDueMs(createPlaced(over), 0)).toBeUndefined();
  });

  it('is spread by chance, and never later than with a third left', () => {
    const dues = [0, 0.5, 1].map((jitter) => ((findLeaseDueMs(createPlaced(), jitter) ?? 0) - startMs) / minuteMs);
    expect(dues).toEqual([40, 37, 34]);
  });

  it('looks at the host when the window opens, and says at once when it can not be renewed', async () => {
    const { lend, at, news, remote, clock, openWindow, secrets } = await createSchedule();
    await lend();
    expect(await at(50)).toBe(2);
    secrets.values.clear();
    await clock.advance(58 * minuteMs);
    const later = new LeaseSchedule({ host: openWindow(), clock, random: () => 0 });
    later.onDidTry((one) => news.push(one.kind));
    await later.step();
    later.dispose();
    expect([news, remote.puts.length]).toEqual([['ok', 'noAccount'], 2]);
  });

  it('backs off while it fails, and goes on when it works again', async () => {
    const { lend, at, news, remote } = await createSchedule();
    await lend();
    const put = remote.put;
    remote.put = () => Promise.resolve({ kind: 'unintelligible' });
    for (const minutes of [40, 40.5, 41, 42, 43, 44]) {
      await at(minutes);
    }
    expect(news).toEqual(['unintelligible', 'unintelligible', 'unintelligible']);
    remote.put = put;
    await at(60);
    expect(news.at(-1)).toBe('ok');
  });

  it('goes by what the host says where its note tells another end', async () => {
    const { lend, at, records, host } = await createSchedule();
    await lend();
    const record = await records.read('host-1');
    // A machine that was copied with its home folder has the same id: the lease of the other one was renewed just now.
    const placed = createPlaced({ ...record?.placed, expiresAtMs: startMs + 180 * minuteMs });
    await records.write({ ...createConnected({ kind: 'placed', placed, ending: 'good' }).record, placed });
    await host.look();
    expect([await at(20), await at(55)]).toEqual([1, 2]);
  });

  it('does not spend token after token where each has ended as soon as it stands there', async () => {
    const { lend, at, remote } = await createSchedule();
    await lend();
    const { status } = remote;
    remote.status = async (request) => {
      const said = await status(request);
      const home = said.kind === 'ok' ? said.answer.home : undefined;
      return said.kind === 'ok' && home?.kind === 'signedIn'
        ? { ...said, answer: { ...said.answer, home: { ...home, expiresAtMs: startMs } } }
        : said;
    };
    const puts: number[] = [];
    for (let minutes = 1; minutes < 60; minutes += 1) {
      puts.push(await at(minutes));
    }
    expect(puts[0], 'at once').toBe(2);
    expect(puts.at(-1), 'but not each minute').toBeLessThan(10);
  });

  it('asks a server there once in the beginning and after what it has done, and never by the clock', async () => {
    const { lend, at, remote, schedule } = await createSchedule();
    await schedule.step();
    expect(remote.statuses).toEqual(['asked']);
    await lend();
    remote.statuses.length = 0;
    await at(15);
    remote.running = [{ kind: 'terminals', pid: 7, used: { kind: 'none' }, activity: 'idle' }];
    await at(30);
    await at(31);
    expect(remote.statuses).toEqual(['unasked', 'unasked', 'unasked']);
    const put = remote.put;
    remote.put = () => Promise.resolve({ kind: 'unintelligible' });
    await at(40);
    expect(remote.statuses, 'nothing has changed').not.toContain('asked');
    remote.put = put;
    await at(60);
    expect(remote.statuses.at(-1)).toBe('asked');
  });

  it('leaves a host alone that uses another account', async () => {
    const { lend, at, signInThere, host, news } = await createSchedule();
    await lend();
    signInThere();
    expect([await at(41), await at(60)]).toEqual([1, 1]);
    expect([signInStatusOf(host), news]).toEqual(['accountChangedRemotely', []]);
  });

  it('goes on after a look that the system refused', async () => {
    const { schedule, host, clock } = await createSchedule();
    let looks = 0;
    host.look = () => {
      looks += 1;
      return Promise.reject(
        Object.assign(new TypeError('no space left on device'), { code: 'ENOSPC', syscall: 'write' }),
      );
    };
    const running = schedule.run();
    await waitUntil(() => looks === 1 && clock.waiting === 1);
    await clock.advance(minuteMs);
    await waitUntil(() => looks === 2 && clock.waiting === 1);
    schedule.dispose();
    await running;
  });

  it('runs while the window is open, and ends with it', async () => {
    const { lend, schedule, clock, remote } = await createSchedule();
    await lend();
    const running = schedule.run();
    for (let minute = 0; minute < 41; minute += 1) {
      await waitUntil(() => clock.waiting > 0);
      await clock.advance(minuteMs);
    }
    await waitUntil(() => remote.puts.length === 2);
    schedule.dispose();
    await running;
    expect(clock.waiting).toBe(0);
  });
});
