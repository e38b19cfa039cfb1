import { describe, expect, it } from 'vitest';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { useProvider } from '../../../../src/ui/providers/useProvider.ts';
import { accountIdOf, createAccount, createCredential } from '../../../support/records.ts';
import { randomText } from '../../../support/tokens.ts';
import { createProviderFlow } from './providerScene.ts';

const key = randomText('azure');
const azure = { row: 'Azure OpenAI' } as const;
const answers = [{ type: 'acme' }, { type: 'west' }, { type: '2025-04-01-preview' }] as const;
const typed = [{ row: 'Type or Paste the Key' }, { type: key }] as const;

describe('Azure OpenAI by questions', () => {
  it('is asked for one thing at a time, checked, shown and used', async () => {
    const flow = createProviderFlow(azure, ...answers, ...typed, { click: 'Use It' });
    await useProvider(flow);
    expect(flow.prompts.texts).toEqual([
      'Use Other Models than OpenAI’s',
      'Azure OpenAI',
      'Azure OpenAI',
      'Azure OpenAI',
      'Azure OpenAI (4/4)',
      'Azure OpenAI',
      'Asking the provider, with nothing that is billed…',
      'acme.openai.azure.com takes the key, and the deployment “west” is there. Nothing was billed.',
      'Codex on this computer uses Azure (acme) now.',
      'Codex on this computer uses Azure (acme) now, and takes the key from AZURE_OPENAI_API_KEY. The setting codexAccounts.terminalEnvironment gives it to the terminals of this window; where Codex is started elsewhere, set AZURE_OPENAI_API_KEY before.',
    ]);
    expect(flow.saved).toMatchObject([{ kind: 'azure', setup: { providerId: 'azure', model: 'west' } }]);
    expect(flow.saved[0]?.key?.reveal()).toBe(key);
    expect(flow.switched).toHaveLength(1);
  });

  it('shows the lines of config.toml before anything is kept, and no key in them', async () => {
    const flow = createProviderFlow(azure, ...answers, ...typed);
    await useProvider(flow);
    const { detail = '' } = flow.prompts.shown.at(-1) ?? {};
    expect(detail).toContain('+ model_provider = "azure"\n+ model = "west"\n+ [model_providers.azure]');
    expect(detail).toContain('+ query_params = { api-version = "2025-04-01-preview" }');
    expect(JSON.stringify(flow.prompts.shown)).not.toContain(key);
    expect([flow.saved, flow.switched]).toEqual([[], []]);
  });

  it('goes back question by question, and keeps what was answered', async () => {
    const flow = createProviderFlow(azure, { type: 'acme' }, { type: 'west' }, 'back', 'back', 'dismiss');
    await useProvider(flow);
    expect(flow.prompts.shown.slice(1).map(({ value }) => value)).toEqual([
      '',
      '',
      '2025-04-01-preview',
      'west',
      'https://acme.openai.azure.com/openai',
    ]);
  });

  it('goes back to the list out of the first question', async () => {
    const flow = createProviderFlow(azure, 'back', 'dismiss');
    await useProvider(flow);
    expect(flow.prompts.texts).toEqual([
      'Use Other Models than OpenAI’s',
      'Azure OpenAI',
      'Use Other Models than OpenAI’s',
    ]);
  });

  it('takes deployment out of an address of Azure, and asks for no version that the path has', async () => {
    const flow = createProviderFlow(
      azure,
      { type: 'https://acme.openai.azure.com/openai/v1' },
      { type: 'west' },
      { row: 'Do Not Keep It Here' },
      { click: 'Use It' },
    );
    await useProvider(flow);
    expect(flow.saved).toMatchObject([
      { key: undefined, setup: { table: { base_url: 'https://acme.openai.azure.com/openai/v1' } } },
    ]);
  });

  it('says what is wrong with an answer, and asks again', async () => {
    const flow = createProviderFlow(azure, { type: 'my project' }, { type: 'acme' }, 'dismiss');
    await useProvider(flow);
    expect(flow.prompts.shown[2]?.severity).toBe('error');
    expect(flow.prompts.shown[2]?.text).toContain('neither the name');
    expect(flow.prompts.shown).toHaveLength(4);
  });

  it('keeps no key that is refused, and goes back to it', async () => {
    const host = 'acme.openai.azure.com';
    const flow = createProviderFlow(azure, ...answers, ...typed, { click: 'Change the Answers' }, 'dismiss');
    flow.results.push({ kind: 'refused', sentence: buildSentence('provider.azure.keyRefused', { host }) });
    await useProvider(flow);
    const [question, again] = flow.prompts.shown.slice(-2);
    expect(question).toMatchObject({ severity: 'warning', buttons: ['Change the Answers'] });
    expect(again?.text).toBe('Azure OpenAI (4/4)');
    expect(again?.rows).toContain('$(check) Leave It as It Is');
    expect(flow.saved).toEqual([]);
  });

  it('saves all the same what may come about later', async () => {
    const sentence = buildSentence('provider.azure.deploymentMissing', { deployment: 'west', host: 'acme' });
    const flow = createProviderFlow(azure, ...answers, ...typed, { click: 'Save All the Same' });
    flow.results.push({ kind: 'wrong', sentence });
    await useProvider(flow);
    expect(flow.saved).toHaveLength(1);
  });

  it('is taken away again by Undo', async () => {
    const flow = createProviderFlow(azure, ...answers, ...typed, { click: 'Use It' }, { click: 'Undo' });
    await useProvider(flow);
    expect(flow.signedOut).toEqual(['forget']);
    expect(flow.prompts.texts.at(-1)).toBe('Azure (acme) was taken away again. Codex uses what it used before.');
  });

  it('by Undo gives way to the provider before, and to none that was there before a later switch', async () => {
    const undo = [...typed, { click: 'Use It' }, { click: 'Undo' }] as const;
    const flow = createProviderFlow(azure, ...answers, ...undo);
    const local = createAccount({ id: accountIdOf('local'), label: 'Ollama', credential: createCredential('local') });
    flow.accounts.set(local.id, local);
    flow.scene.before = flow.scene.previous = local.id;
    await useProvider(flow);
    expect(flow.switched.at(-1)).toBe(local.id);
    expect(flow.prompts.texts.at(-1)).toBe('Azure (acme) was taken away again. Codex uses what it used before.');
  });

  it.each<readonly [string, (flow: ReturnType<typeof createProviderFlow>) => void]>([
    [
      'another account',
      ({ scene }) => {
        const state = scene.afterSwitch(createAccount({ id: accountIdOf('later') }));
        scene.afterSwitch = () => state;
      },
    ],
    ['it again, from another one', ({ scene }) => (scene.previous = accountIdOf('later'))],
  ])('by Undo is only taken away once Codex has been given %s', async (_name, change) => {
    const flow = createProviderFlow(azure, ...answers, ...typed, { click: 'Use It' }, { click: 'Undo' });
    const local = createAccount({ id: accountIdOf('local'), label: 'Ollama', credential: createCredential('local') });
    flow.accounts.set(local.id, local);
    flow.scene.before = flow.scene.previous = local.id;
    change(flow);
    await useProvider(flow);
    expect([flow.switched.includes(local.id), flow.signedOut]).toEqual([false, ['forget']]);
    expect(flow.prompts.texts.at(-1)).toBe(
      'Azure (acme) was taken away again. What Codex uses was changed since, and stays as it is.',
    );
  });

  it('copies a line that asks for the key and has none in it', async () => {
    const flow = createProviderFlow(
      azure,
      ...answers,
      ...typed,
      { click: 'Use It' },
      { click: 'Copy Line for a Shell' },
    );
    await useProvider(flow);
    expect(flow.copied).toEqual([
      "printf 'AZURE_OPENAI_API_KEY: '; IFS= read -rs AZURE_OPENAI_API_KEY && export AZURE_OPENAI_API_KEY",
    ]);
  });

  it('goes back to the questions when the check is cancelled', async () => {
    const flow = createProviderFlow(azure, ...answers, ...typed, 'cancel', 'dismiss');
    await useProvider(flow);
    expect(flow.prompts.texts.at(-1)).toBe('Azure OpenAI (4/4)');
    expect(flow.saved).toEqual([]);
  });
});
