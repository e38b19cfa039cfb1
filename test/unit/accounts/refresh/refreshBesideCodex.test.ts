import { describe, expect, it } from 'vitest';
import { answer } from '../../../support/fakeHttp.ts';
import { settle } from '../../../support/fakeClock.ts';
import { answerWith, createRefreshScene, finish, mintLife, renew, type RefreshScene } from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;
const path = '/oauth/token';

/** An account whose hour began `ageMs` ago, in the Vault and in the Home. */
async function createScene(
  replies: NonNullable<Parameters<typeof createRefreshScene>[0]>['replies'],
  ageMs = 50 * minuteMs,
) {
  const scene = createRefreshScene({ ...(replies === undefined ? {} : { replies }) });
  const tokens = mintLife({ issuedMs: startMs - ageMs });
  const next = renew(tokens, { issuedMs: startMs });
  const account = await scene.save(tokens);
  scene.put(tokens);
  return { scene, tokens, next, account };
}

const sent = (scene: RefreshScene): number => scene.http.to(path).length;

describe('a Codex process at work', () => {
  it.each([
    [55, 'leftToCodex', 0],
    [53, 'renewed', 1],
  ] as const)('%i minutes into the hour means %s', async (minutes, kind, requests) => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, account } = await createScene({ [path]: answer(200, answerWith(next)) }, minutes * minuteMs);
    scene.outside.activity = 'busy';
    expect(await scene.service.run(account, 'ifDue')).toMatchObject({ kind });
    expect(sent(scene)).toBe(requests);
  });

  it.each([
    ['silent', 'ifDue', 'renewed', 1],
    ['silent', 'now', 'renewed', 1],
    ['silent', 'background', 'leftToCodex', 0],
    ['busy', 'now', 'leftToCodex', 0],
  ] as const)('that is %s and overdue means for %s: %s', async (activity, mode, kind, requests) => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, account } = await createScene({ [path]: answer(200, answerWith(next)) }, 71 * minuteMs);
    scene.outside.activity = activity;
    expect(await finish(scene.clock, scene.service.run(account, mode))).toMatchObject({ kind });
    expect(sent(scene)).toBe(requests);
  });

  it('that was reading the Home at the first look is connected at the second, and keeps its token', async () => {
    const { scene, account } = await createScene({}, 71 * minuteMs);
    scene.outside.activity = 'silent';
    const outcome = finish(scene.clock, scene.service.run(account, 'now'), (nowMs) => {
      scene.outside.activity = nowMs - startMs >= 900 ? 'busy' : 'silent';
    });
    expect(await outcome).toMatchObject({ kind: 'leftToCodex' });
    expect([sent(scene), (await scene.ledger.read(account.grantId))?.pending, scene.outside.looks]).toEqual([
      0,
      undefined,
      2,
    ]);
  });

  it('that woke and renewed meanwhile has its tokens adopted', async () => {
    const { scene, tokens, account } = await createScene({}, 71 * minuteMs);
    const theirs = renew(tokens, { issuedMs: startMs });
    scene.outside.activity = 'silent';
    const outcome = finish(scene.clock, scene.service.run(account, 'now'), () => {
      scene.put(theirs);
    });
    expect(await outcome).toMatchObject({ kind: 'fresh' });
    expect(sent(scene)).toBe(0);
  });

  it('goes by the end as it is written, when the clock of this machine runs ahead', async () => {
    const { scene } = await createScene({});
    const tokens = mintLife(
      { issuedMs: startMs - 24 * 60 * minuteMs },
      { lastRefresh: new Date(startMs - 50 * minuteMs).toISOString() },
    );
    const account = await scene.save(tokens);
    scene.put(tokens);
    scene.outside.activity = 'busy';
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'leftToCodex' });
    expect(sent(scene)).toBe(0);
  });

  it('that starts after the first look is seen by the last, and nothing stays marked', async () => {
    const { scene, account } = await createScene({}, 56 * minuteMs);
    const { service, outside, ledger } = scene;
    const work = service.run(account, 'now');
    while (outside.looks === 0) {
      await settle(1);
    }
    outside.activity = 'busy';
    expect(await work).toMatchObject({ kind: 'leftToCodex', retryAtMs: startMs + 30_000 });
    expect((await ledger.read(account.grantId))?.pending).toBeUndefined();
    expect(sent(scene)).toBe(0);
  });

  it('with another account is none of ours', async () => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, account } = await createScene({ [path]: answer(200, answerWith(next)) }, 56 * minuteMs);
    scene.put(mintLife({ issuedMs: startMs }));
    scene.outside.activity = 'busy';
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'renewed' });
    expect(scene.file.text).not.toContain(next.refreshToken.reveal());
  });
});
