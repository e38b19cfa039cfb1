import { describe, expect, it } from 'vitest';
import { judgeOutcome } from '../../../../src/accounts/use/healthVerdict.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { createRefreshScene, mintLife } from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;

describe('a sign-in without a refresh token', () => {
  const withoutRefresh = (ageMs: number) => {
    const scene = createRefreshScene({});
    return { scene, tokens: mintLife({ issuedMs: startMs - ageMs }, { refreshToken: new Secret('') }) };
  };

  it.each([
    ['now', 61],
    ['ifDue', 61],
    ['background', 300],
  ] as const)('is over with its access token, and nothing is sent: %s after %i minutes', async (mode, minutes) => {
    const { scene, tokens } = withoutRefresh(minutes * minuteMs);
    const account = await scene.save(tokens);
    scene.put(tokens);
    scene.outside.activity = 'busy';
    const outcome = await scene.service.run(account, mode);
    expect([outcome, judgeOutcome(outcome).kind]).toEqual([{ kind: 'dead', cause: 'notRenewable' }, 'refused']);
    expect([(await scene.ledger.read(account.grantId))?.dead, scene.http.sent.length]).toEqual([undefined, 0]);
  });

  it('is good until then', async () => {
    const { scene, tokens } = withoutRefresh(10 * minuteMs);
    const account = await scene.save(tokens);
    expect(await scene.service.run(account, 'ifDue')).toMatchObject({ kind: 'fresh' });
    expect(await scene.service.run(account, 'now')).toEqual({ kind: 'missing' });
  });

  it('is over by no date that it does not have', async () => {
    const scene = createRefreshScene({});
    const account = await scene.save(
      mintTokens({}, { accessToken: new Secret('opaque'), lastRefresh: undefined, refreshToken: new Secret('') }),
    );
    expect(await scene.service.run(account, 'now')).toEqual({ kind: 'missing' });
  });

  it('gives no lease to another host', async () => {
    const { scene, tokens } = withoutRefresh(10 * minuteMs);
    expect(await scene.service.lease(await scene.save(tokens))).toEqual({ kind: 'dead', cause: 'notRenewable' });
    expect(scene.http.sent.length).toBe(0);
  });
});
