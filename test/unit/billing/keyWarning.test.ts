import { describe, expect, it } from 'vitest';
import { findKeyWarning, type KeyWarningFacts } from '../../../src/billing/keyWarning.ts';
import type { Payment, Surface, WhoPays } from '../../../src/billing/whoPays.ts';

const plan: Payment = { credential: { kind: 'stored', stored: 'chatgpt' }, payer: 'plan' };
const nobody: Payment = { credential: { kind: 'none' }, payer: 'none' };
const storedKey: Payment = { credential: { kind: 'stored', stored: 'apiKey' }, payer: 'platformKey' };
const execKey = variable('CODEX_API_KEY', 'execKey');
const azureKey: Payment = { ...variable('AZURE_KEY', 'providerKey'), payer: 'azure' };
const aws: Payment = { credential: { kind: 'awsChain' }, payer: 'aws' };
const copilot: Payment = { credential: { kind: 'copilot' }, payer: 'copilot' };

function variable(
  name: string,
  role: 'execKey' | 'providerKey',
  from: 'environment' | 'home' = 'environment',
): Payment {
  return { credential: { kind: 'variable', name, role, from }, payer: 'platformKey' };
}

const all = (payment: Payment, others: Partial<Record<Surface, Payment>> = {}): WhoPays => ({
  interactive: payment,
  interactiveAlone: payment,
  exec: payment,
  ideExtension: payment,
  vscodeChatGptModel: plan,
  vscodeCopilotModel: copilot,
  ...others,
});
const usual = ['interactive', 'interactiveAlone', 'exec', 'ideExtension'];
const subscribed = { sight: { stored: { kind: 'chatgpt', plan: 'plus' } }, inUse: 'subscription' } as const;
const besideKey = { sight: { stored: { kind: 'apiKey' } }, inUse: 'subscription' } as const;

describe('a person with a subscription is warned of a key', () => {
  it.each<readonly [string, KeyWarningFacts, object | undefined]>([
    ['not where the plan pays', { ...subscribed, who: all(plan) }, undefined],
    ['not where nobody does', { ...subscribed, who: all(nobody) }, undefined],
    [
      'in codex exec, which terminals can do without',
      { ...subscribed, who: all(plan, { exec: execKey }) },
      { payer: 'platformKey', surfaces: ['exec'], takeOutOf: 'terminals' },
    ],
    [
      'of a provider, whose variable stays',
      { ...subscribed, who: all(azureKey) },
      { payer: 'azure', surfaces: usual, takeOutOf: undefined },
    ],
    ['of AWS', { ...subscribed, who: all(aws) }, { payer: 'aws', surfaces: usual, takeOutOf: undefined }],
    [
      'that somebody else put into the Home',
      { ...besideKey, who: all(storedKey) },
      { payer: 'platformKey', surfaces: usual, takeOutOf: 'home' },
    ],
    [
      'that another program keeps in the Home’s .env',
      { ...subscribed, who: all(variable('K', 'providerKey', 'home')) },
      { surfaces: usual, takeOutOf: undefined },
    ],
    [
      'where the Home has a plan and no account is in use',
      { ...subscribed, inUse: undefined, who: all(plan, { exec: execKey }) },
      { surfaces: ['exec'] },
    ],
    ['not where a key is the account in use', { ...besideKey, inUse: 'key', who: all(storedKey) }, undefined],
    ['not where there is no subscription', { ...besideKey, inUse: undefined, who: all(storedKey) }, undefined],
  ])('%s', (_name, facts, expected) => {
    const warning = findKeyWarning(facts);
    if (expected === undefined) {
      expect(warning).toBeUndefined();
    } else {
      expect(warning).toMatchObject(expected);
    }
  });

  it('with a cause that is the same for the same key, and another for another', () => {
    const causeOf = (payment: Payment, others?: Partial<Record<Surface, Payment>>) =>
      findKeyWarning({ ...subscribed, who: all(payment, others) })?.cause;
    expect(causeOf(plan, { exec: execKey })).toBe(causeOf(nobody, { exec: execKey, ideExtension: execKey }));
    expect(
      new Set([execKey, azureKey, aws, variable('CODEX_API_KEY', 'execKey', 'home')].map((one) => causeOf(one))).size,
    ).toBe(4);
  });
});
