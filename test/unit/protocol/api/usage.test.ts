import { describe, expect, it } from 'vitest';
import { buildUsageRequest, parseUsage } from '../../../../src/protocol/api/usage.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { answer, strangers } from '../../../support/fakeHttp.ts';
import { buildUsage } from '../../../issuer/usageAnswers.ts';
import { people } from '../../../issuer/people.ts';

const nowMs = 1_000_000;
const hourMs = 60 * 60 * 1000;
const window = { used_percent: 40, limit_window_seconds: 18_000, reset_after_seconds: 3600, reset_at: 1 };

const parse = (body: unknown) => parseUsage(answer(200, body), nowMs);

describe('the question about usage', () => {
  it('goes to the backend, as the account that it is about', () => {
    expect(buildUsageRequest(buildIssuer(), new Secret('token'), 'workspace')).toEqual({
      method: 'GET',
      url: 'https://chatgpt.com/backend-api/wham/usage',
      headers: { authorization: 'Bearer token', 'chatgpt-account-id': 'workspace' },
    });
  });
});

describe('the answer about usage', () => {
  it('is read from what the practice service says', () => {
    const [ada] = people;
    expect(parse(buildUsage({ person: ada, workspace: ada.workspaces[0] }, nowMs))).toEqual({
      plan: 'plus',
      limit: {
        name: undefined,
        isReached: false,
        windows: [
          { usedPercent: 25, lengthSeconds: 18_000, resetsAtMs: nowMs + 2.5 * hourMs },
          { usedPercent: 10, lengthSeconds: 604_800, resetsAtMs: nowMs + 84 * hourMs },
        ],
      },
      additional: [],
      credits: { hasCredits: true, isUnlimited: false, balance: '12.50' },
      spendControl: { isReached: false, individual: undefined },
      stoppedBy: undefined,
    });
  });

  it('has additional limits, a spend control and whose limit stops Codex', () => {
    const individual = {
      limit: '100',
      used: '40',
      remaining: '60',
      used_percent: 40,
      remaining_percent: 60,
      reset_after_seconds: 60,
      reset_at: 1,
    };
    expect(
      parse({
        plan_type: 'business',
        additional_rate_limits: [
          {
            limit_name: 'Review',
            metered_feature: 'review',
            rate_limit: { allowed: true, limit_reached: true, primary_window: window },
          },
          { limit_name: 'Without numbers', metered_feature: 'x', rate_limit: null },
          'not a limit',
        ],
        spend_control: { reached: true, individual_limit: individual },
        rate_limit_reached_type: { type: 'workspace_member_credits_depleted' },
      }),
    ).toMatchObject({
      additional: [{ name: 'Review', isReached: true, windows: [{ usedPercent: 40, resetsAtMs: nowMs + hourMs }] }],
      spendControl: { isReached: true, individual: { used: '40', usedPercent: 40, resetsAtMs: nowMs + 60_000 } },
      stoppedBy: 'memberCredits',
    });
  });

  it.each([
    ['nothing but the plan', {}],
    [
      'nulls',
      {
        rate_limit: null,
        credits: null,
        spend_control: null,
        rate_limit_reached_type: null,
        additional_rate_limits: null,
      },
    ],
    [
      'other shapes',
      {
        rate_limit: 'x',
        credits: { has_credits: 'yes' },
        spend_control: 3,
        rate_limit_reached_type: { type: 'new' },
        additional_rate_limits: {},
      },
    ],
  ])('leaves unknown what the service did not say: %s', (_name, parts) => {
    expect(parse({ plan_type: 'a new plan', ...parts })).toEqual({
      plan: 'a new plan',
      limit: undefined,
      additional: [],
      credits: undefined,
      spendControl: undefined,
      stoppedBy: undefined,
    });
  });

  it.each([
    ['has no share', { ...window, used_percent: null }],
    ['has a share below nothing', { ...window, used_percent: -1 }],
    ['has no length', { ...window, limit_window_seconds: 0 }],
    ['ends at no time that there is', { ...window, reset_after_seconds: 1e306 }],
    ['has no reset', { ...window, reset_after_seconds: undefined }],
  ])('passes over a window that %s', (_name, broken) => {
    const rate_limit = { allowed: true, limit_reached: false, primary_window: broken, secondary_window: window };
    expect(parse({ plan_type: 'plus', rate_limit })?.limit?.windows).toHaveLength(1);
  });

  it.each(strangers)('is not what others say in its place: %s', (_name, body, contentType) => {
    expect(parseUsage(answer(200, body, { contentType }), nowMs)).toBeUndefined();
  });

  it('is not what comes with a refusal', () => {
    expect(parseUsage(answer(403, { plan_type: 'plus' }), nowMs)).toBeUndefined();
  });
});
