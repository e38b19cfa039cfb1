import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseMethod } from '../../../../src/ui/signIn/signInPicker.ts';
import { SignInRules } from '../../../../src/accounts/use/signInRules.ts';
import { observeRules } from '../../../support/codexRules.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { codeServerFacts, situationOf } from '../../../support/situations.ts';

describe('the picker of all ways to sign in', () => {
  beforeEach(() => {
    vi.stubEnv('OPENAI_API_KEY', '');
    vi.stubEnv('CODEX_API_KEY', '');
    vi.stubEnv('CODEX_ACCESS_TOKEN', '');
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('has the way that is best here first, and the ways for other hosts last', async () => {
    const flow = createFakeFlow('dismiss');
    await chooseMethod({ ...flow, host: situationOf(codeServerFacts) });
    const rows = flow.prompts.shown[0]?.rows ?? [];
    expect(rows[0]).toContain('ChatGPT with a Device Code');
    expect(rows.at(-1)).toContain('Ways to Sign In on Another Host…');
    expect(flow.prompts.shown).toHaveLength(1);
  });

  it.each([
    ['ChatGPT with a Device Code', 'Sign In with a Device Code'],
    ['API Key', 'Sign In with API Key'],
    ['Access Token', 'Sign In with Access Token'],
  ])('goes on from %s with %s', async (row, title) => {
    const flow = createFakeFlow({ row }, 'dismiss');
    await chooseMethod(flow);
    expect(flow.prompts.texts).toEqual(['Sign In to Codex', title]);
  });

  it('has the ways that a rule is against last, and asks for nothing when one is chosen all the same', async () => {
    const source = { layer: 'requirements', path: '/etc/codex/requirements.toml' } as const;
    const allowedMethods = { key: 'allowed_login_methods', value: ['api'], source } as const;
    const observe = () => Promise.resolve(observeRules({ allowedMethods }));
    const flow = createFakeFlow({ row: 'ChatGPT in the Browser' });
    const choosing = chooseMethod({ ...flow, loadRules: () => Promise.resolve(new SignInRules({ observe })) });
    await expect(choosing).rejects.toMatchObject({ reason: 'chatgptRuledOut' });
    expect(flow.prompts.shown.map(({ rows }) => rows?.slice(0, 4))).toEqual([
      [
        '$(key) API Key',
        '$(circle-slash) ChatGPT in the Browser',
        '$(circle-slash) ChatGPT with a Device Code',
        '$(circle-slash) Access Token',
      ],
    ]);
  });

  it('is there again after chatgpt.com was opened', async () => {
    const flow = createFakeFlow({ row: 'Open chatgpt.com' }, 'dismiss');
    await chooseMethod(flow);
    expect([flow.opened, flow.prompts.texts]).toEqual([
      ['https://chatgpt.com/'],
      ['Sign In to Codex', 'Sign In to Codex'],
    ]);
  });

  it('leads to the ways to sign in on another host', async () => {
    const flow = createFakeFlow({ row: 'Another Host' });
    await chooseMethod(flow);
    expect(flow.ran).toEqual(['showOtherHostWays']);
  });
});
