import { describe, expect, it } from 'vitest';
import { RefreshSchedule } from '../../../../src/accounts/use/refreshSchedule.ts';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { waitUntil } from '../../../support/fakeClock.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import { answerWith, createRefreshScene, mintLife } from '../refresh/refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;

async function createScene(replies: Record<string, ReturnType<typeof answer>>, ageMs = 0) {
  const scene = createRefreshScene({ replies });
  scene.outside.random = 0;
  const account = await scene.save(mintLife({ issuedMs: startMs - ageMs }));
  const current = {
    state: { kind: 'signedIn', account, home: { kind: 'none' }, health: undefined } as AccountState,
    update: async () => {
      const entry = await scene.directory.find(account.id);
      current.state =
        entry.kind === 'account'
          ? { kind: 'signedIn', account: entry.account, home: { kind: 'none' }, health: undefined }
          : current.state;
      return current.state;
    },
  };
  const noted: string[] = [];
  const check = {
    note: (_id: string, { kind }: { readonly kind: string }) => {
      noted.push(kind);
    },
  };
  const schedule = new RefreshSchedule({
    current,
    refresh: scene.service,
    check,
    clock: scene.clock,
    random: () => scene.outside.random,
  });
  return { ...scene, schedule, current, noted, account };
}

describe('the schedule', () => {
  it('sends nothing in the first 20 seconds, renews what is due, and rests', async () => {
    const { schedule, clock, http, noted } = await createScene(
      { '/oauth/token': answer(200, answerWith(mintLife({ issuedMs: startMs }))) },
      45 * minuteMs,
    );
    const running = schedule.run();
    await clock.advance(19_999);
    expect(http.to('/oauth/token')).toEqual([]);
    await clock.advance(1);
    await waitUntil(() => noted.length === 1 && clock.waiting === 1);
    for (let minute = 0; minute < 10; minute += 1) {
      await clock.advance(minuteMs);
      await waitUntil(() => clock.waiting === 1);
    }
    expect([http.to('/oauth/token').length, noted]).toEqual([1, ['good']]);
    schedule.dispose();
    await running;
    expect(clock.waiting).toBe(0);
  });

  it('keeps who is signed in beside a provider in use', async () => {
    const { schedule, clock, http, current, account } = await createScene({ '/oauth/token': answer(503) });
    current.state = {
      kind: 'signedIn',
      account: createAccount({ credential: createCredential('azure') }),
      home: { kind: 'ours', account },
      health: undefined,
    };
    await clock.advance(8 * 60 * minuteMs);
    await schedule.look();
    expect(http.to('/oauth/token')).toHaveLength(1);
  });

  it('notices within a minute that the computer has slept', async () => {
    const { schedule, clock, http } = await createScene({ '/oauth/token': answer(503) });
    await schedule.look();
    expect(http.to('/oauth/token')).toEqual([]);
    await clock.advance(8 * 60 * minuteMs);
    await schedule.look();
    expect(http.to('/oauth/token')).toHaveLength(1);
  });

  it('goes on when what it renewed can not be read for a moment', async () => {
    const { schedule, clock, current, http } = await createScene({ '/oauth/token': answer(503) }, 45 * minuteMs);
    current.update = () => Promise.reject(new TypeError('EMFILE'));
    const running = schedule.run();
    await clock.advance(20_000);
    await waitUntil(() => http.to('/oauth/token').length === 1 && clock.waiting === 1);
    schedule.dispose();
    await running;
  });

  it('waits as long as the server says', async () => {
    const { schedule, clock, http } = await createScene(
      { '/oauth/token': answer(429, {}, { retryAfterMs: 5 * minuteMs }) },
      45 * minuteMs,
    );
    await schedule.look();
    await clock.advance(4 * minuteMs);
    await schedule.look();
    expect(http.to('/oauth/token')).toHaveLength(1);
    await clock.advance(minuteMs);
    await schedule.look();
    expect(http.to('/oauth/token')).toHaveLength(2);
  });

  it('goes on after an attempt that broke off, and puts right what it left', async () => {
    const next = mintLife({ issuedMs: startMs });
    const { schedule, grants, ledger, account, http } = await createScene(
      { '/oauth/token': answer(200, answerWith(next)) },
      45 * minuteMs,
    );
    const write = grants.write;
    let writes = 0;
    grants.write = (name, text) => {
      writes += 1;
      return writes === 2 ? Promise.reject(new RangeError('full')) : write(name, text);
    };
    await schedule.look();
    expect([...grants.files.values()].map((text) => text.includes('"gen": 1,'))).toEqual([true]);
    await schedule.look();
    expect(http.to('/oauth/token').length).toBeLessThanOrEqual(2);
    expect((await ledger.read(account.grantId))?.pending).toBeUndefined();
  });
});
