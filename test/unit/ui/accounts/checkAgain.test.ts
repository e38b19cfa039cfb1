import { describe, expect, it } from 'vitest';
import type { CheckResult, GrantResult } from '../../../../src/accounts/use/accountCheck.ts';
import type { HealthVerdict } from '../../../../src/accounts/use/healthVerdict.ts';
import { serverError } from '../../../../src/errors/serverAnswer.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { refreshAccount } from '../../../../src/ui/accounts/checkAgain.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { formatSentence } from '../../../../src/ui/text/errorText.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const account = createAccount({ label: 'Work' });

/** @param verdicts what the server says, one check after the other; the last one stays */
function createScene(verdicts: readonly HealthVerdict[], ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const left = [...verdicts];
  const checked: string[] = [];
  const server = { renewal: { kind: 'good' } as HealthVerdict, plan: 'plus' as string | undefined };
  flow.current.state = { kind: 'signedIn', account, home: { kind: 'none' }, health: undefined };
  const run = (one: typeof account): Promise<CheckResult> => {
    checked.push(one.id);
    const verdict = left.shift() ?? { kind: 'good' };
    return Promise.resolve({ account: one, toldPlan: server.plan, health: { ...verdict, checkedAtMs: 0 } });
  };
  const runOnGrant = async (one: typeof account): Promise<GrantResult> =>
    server.renewal.kind === 'good'
      ? { ...(await run(one)), grant: 'alive' }
      : { account: one, toldPlan: undefined, grant: 'unknown', health: { ...server.renewal, checkedAtMs: 0 } };
  const panels: string[] = [];
  return {
    ...flow,
    checked,
    panels,
    server,
    check: { run, runOnGrant },
    loadUsage: () =>
      Promise.resolve({
        askNow: (asked: typeof account) => Promise.resolve({ account: asked, record: noUsage, failure: undefined }),
      }),
    showPanel: () => {
      panels.push('shown');
      return Promise.resolve();
    },
  };
}

const noUsage = { failures: 0, notBeforeMs: 0, history: [], told: {} };

describe('“Check My Plan Again”', () => {
  it('renews the token, and says what the server said, where the plan comes from, and what is used', async () => {
    const flow = createScene([{ kind: 'good' }], { click: 'Show Account' });
    await refreshAccount(flow);
    expect(flow.prompts.texts).toEqual([
      'Checked: the server accepts Work. Plan: Plus, as the service says now. The token was renewed, without signing out. Usage: unknown. Not asked yet.',
    ]);
    expect(flow.panels).toEqual(['shown']);
  });

  it.each<HealthVerdict>([
    { kind: 'offline' },
    { kind: 'homeNotWritable', sentence: buildSentence('account.refused', {}) },
  ])('asks with the token that is there while it cannot be renewed: %j', async (renewal) => {
    const flow = createScene([{ kind: 'good' }]);
    flow.server.renewal = renewal;
    flow.server.plan = undefined;
    await refreshAccount(flow);
    expect(flow.prompts.texts[0]).toContain('as the sign-in says; the service named none now.');
    expect(flow.prompts.texts[0]).toContain('The token could not be renewed now and is used as it is.');
  });

  it('says nothing of a plan or a token to who has neither', async () => {
    const flow = createScene([{ kind: 'good' }]);
    const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });
    flow.current.state = { kind: 'signedIn', account: key, home: { kind: 'none' }, health: undefined };
    await refreshAccount(flow);
    expect(flow.prompts.shown).toEqual([
      { kind: 'tell', severity: 'information', text: 'Checked: the server accepts Key.' },
    ]);
  });

  it('checks again for as long as the person asks for it while the server cannot be reached', async () => {
    const again: Answer = { click: 'Check Again' };
    const flow = createScene([{ kind: 'offline' }, { kind: 'offline' }, { kind: 'good' }], again, again);
    await refreshAccount(flow);
    expect(flow.checked).toHaveLength(3);
    expect(flow.prompts.texts.at(-1)).toMatch(/^Checked: the server accepts Work\./u);
  });

  it('says what stands in the way, where that is known', async () => {
    const sentence = buildSentence('network.proxyNoPassword', { proxy: 'proxy.example:1', source: 'HTTPS_PROXY' });
    const flow = createScene([{ kind: 'offline', sentence }], 'dismiss');
    await refreshAccount(flow);
    expect(flow.prompts.texts).toEqual([
      expect.stringMatching(/^Could not check Work right now\. It stays signed in\. The proxy proxy\.example:1 asks/u),
    ]);
  });

  it('says what the service itself said first, and has a message about it', async () => {
    const { sentence } = serverError('codexOff', { status: '403', code: 'missing_codex_entitlement' });
    const flow = createScene([{ kind: 'offline', sentence }], { click: 'Copy Message for Your Administrator' });
    await refreshAccount(flow);
    expect(flow.prompts.shown[0]).toMatchObject({
      text: expect.stringMatching(/^Codex is switched off for you.* Work stays here as it is\.$/u) as string,
      buttons: ['Copy Message for Your Administrator', 'Check Again'],
    });
    expect([flow.checked.length, flow.copied.length]).toEqual([1, 1]);
  });

  it('says what is missing at a provider that answers, and nothing of being offline', async () => {
    const sentence = buildSentence('provider.modelMissing', { host: 'models.acme.example', model: 'big' });
    const flow = createScene([{ kind: 'misconfigured', sentence }], 'dismiss');
    await refreshAccount(flow);
    expect(flow.prompts.texts).toEqual([formatSentence(sentence)]);
  });

  it('is over when the warning is dismissed', async () => {
    const flow = createScene([{ kind: 'offline' }], 'dismiss');
    await refreshAccount(flow);
    expect([flow.checked.length, flow.prompts.shown[0]?.severity]).toEqual([1, 'warning']);
  });

  it.each<[HealthVerdict, string]>([
    [{ kind: 'refused' }, 'signInAgain'],
    [{ kind: 'workspaceClosed' }, 'signInAgain'],
    [{ kind: 'keptElsewhere', product: 'Cursor' }, 'signInAgain'],
    [{ kind: 'homeNotWritable', sentence: buildSentence('account.refused', {}) }, 'fixFile'],
  ])('fails with what helps after %j', async (verdict, code) => {
    const flow = createScene([verdict]);
    await expect(refreshAccount(flow)).rejects.toMatchObject({ code });
    expect(flow.prompts.shown).toEqual([]);
  });

  it('says that nobody is signed in', async () => {
    const flow = createFakeFlow();
    await refreshAccount(flow);
    expect(flow.prompts.texts).toEqual(['Nobody is signed in with Codex Accounts.']);
  });
});
