import { describe, expect, it } from 'vitest';
import { Secret } from '../../../../src/base/secret.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import type { AwsProfile } from '../../../../src/providers/ports.ts';
import type { Account, ProviderAccount, ProviderCredential, ProviderKind } from '../../../../src/storage/account.ts';
import { editProvider } from '../../../../src/ui/providers/editProvider.ts';
import { saveProvider } from '../../../../src/ui/providers/saveProvider.ts';
import { useProvider } from '../../../../src/ui/providers/useProvider.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { randomText } from '../../../support/tokens.ts';
import { createProviderFlow } from './providerScene.ts';
import { revealSetup } from '../../../../src/storage/account.ts';

describe('a local model by questions', () => {
  it('is chosen among those that the server has, and said to be weaker', async () => {
    const flow = createProviderFlow(
      { row: 'Ollama' },
      { type: '' },
      { type: 'http://localhost:11434/v1' },
      { row: 'gpt-oss:20b' },
      { click: 'Use It' },
    );
    await useProvider(flow);
    expect(flow.saved).toEqual([
      { kind: 'local', setup: { providerId: 'ollama', model: 'gpt-oss:20b', table: undefined }, key: undefined },
    ]);
    const confirm = flow.prompts.shown.find(({ kind }) => kind === 'confirm');
    expect(confirm?.detail).toContain('much weaker');
    expect(flow.prompts.texts.at(-1)).toContain('“codex --oss --local-provider ollama”');
  });

  it('offers the address of CODEX_OSS_PORT first', async () => {
    const flow = createProviderFlow({ row: 'LM Studio' }, 'dismiss');
    flow.scene.environment['CODEX_OSS_PORT'] = '9000';
    await useProvider(flow);
    expect(flow.prompts.shown.at(-1)?.value).toBe('http://localhost:9000/v1');
  });

  it('is typed where no server runs, with the reason, and saved all the same', async () => {
    const sentence = buildSentence('provider.ollama.notRunning', { address: 'http://localhost:11434/v1' });
    const flow = createProviderFlow(
      { row: 'Ollama' },
      { type: '11434' },
      { type: 'qwen' },
      { click: 'Save All the Same' },
    );
    flow.locals.push({ result: { kind: 'wrong', sentence }, models: [] });
    flow.results.push({ kind: 'wrong', sentence });
    await useProvider(flow);
    expect(flow.prompts.shown.find(({ detail }) => detail?.startsWith('No Ollama runs'))).toBeDefined();
    expect(flow.saved).toMatchObject([{ setup: { providerId: 'ollama', model: 'qwen' } }]);
  });

  it('goes back to the address when the look for it is cancelled', async () => {
    const flow = createProviderFlow({ row: 'Ollama' }, { type: '11434' }, 'cancel', 'dismiss');
    await useProvider(flow);
    expect(flow.prompts.shown.at(-1)).toMatchObject({ kind: 'question', value: 'http://localhost:11434/v1' });
  });
});

const work: AwsProfile = { name: 'work', region: 'eu-central-1', way: 'sso', endsAtMs: 0 };

describe('Amazon Bedrock by questions', () => {
  it('offers the profiles with their state, and takes the region of the chosen one', async () => {
    const flow = createProviderFlow(
      { row: 'Amazon Bedrock' },
      { row: 'work' },
      { type: 'eu-central-1' },
      { type: '' },
      { click: 'Save All the Same' },
    );
    flow.scene.aws = { configPath: '/home/ada/.aws/config', profiles: [work] };
    flow.results.push({
      kind: 'notCheckable',
      sentence: buildSentence('provider.bedrock.noRequest', { profile: 'work' }),
    });
    await useProvider(flow);
    expect(flow.prompts.shown[2]).toMatchObject({ kind: 'question', value: 'eu-central-1' });
    expect(flow.saved).toMatchObject([
      { kind: 'bedrock', setup: { model: undefined, table: { aws: { profile: 'work', region: 'eu-central-1' } } } },
    ]);
  });

  it('takes an API key, typed hidden, and says that it takes the place of a sign-in', async () => {
    const key = randomText('bedrock');
    const flow = createProviderFlow(
      { row: 'Amazon Bedrock' },
      { row: 'A Bedrock API Key' },
      { type: key },
      { type: 'eu-central-1' },
      { type: '' },
      { click: 'Save All the Same' },
    );
    flow.results.push({
      kind: 'notCheckable',
      sentence: buildSentence('provider.bedrock.keyNotAsked', { region: 'eu-central-1' }),
    });
    await useProvider(flow);
    expect(flow.prompts.shown[2]).toMatchObject({ kind: 'question', isPassword: true });
    expect(flow.saved).toMatchObject([
      { kind: 'bedrock', setup: { model: undefined, table: { aws: { region: 'eu-central-1' } } } },
    ]);
    expect(flow.saved[0]?.key?.reveal()).toBe(key);
    const confirmed = flow.prompts.shown.find(({ buttons }) => buttons?.includes('Save All the Same'));
    expect(confirmed).toMatchObject({
      text: expect.stringContaining('The key was not sent to Amazon') as string,
      detail: expect.stringContaining('takes the place of the sign-in in the Codex home') as string,
    });
    expect(JSON.stringify(flow.prompts.shown)).not.toContain(key);
  });

  it('offers the line that signs in to AWS, and goes on where it was', async () => {
    const flow = createProviderFlow(
      { row: 'Amazon Bedrock' },
      { row: 'work' },
      { type: 'eu-central-1' },
      { type: '' },
      { click: 'Sign In Again to AWS' },
      'dismiss',
    );
    flow.scene.aws = { configPath: '/home/ada/.aws/config', profiles: [work] };
    const args = { profile: 'work', command: 'aws sso login --profile work' };
    const sentence = buildSentence('provider.bedrock.signInExpired', args);
    flow.results.push({ kind: 'wrong', sentence, signInCommand: args.command });
    await useProvider(flow);
    expect([flow.commands, flow.saved]).toEqual([['aws sso login --profile work'], []]);
    expect(flow.prompts.shown.at(-1)).toMatchObject({
      kind: 'question',
      detail: expect.stringContaining('id of the model') as string,
    });
  });

  it('takes a profile that is typed, or none', async () => {
    const flow = createProviderFlow(
      { row: 'Amazon Bedrock' },
      { row: 'Type the Name' },
      'back',
      { row: 'No Profile' },
      { type: 'us-east-1' },
      'dismiss',
    );
    await useProvider(flow);
    expect(flow.prompts.shown.map(({ kind }) => kind)).toEqual([
      'pick',
      'pick',
      'question',
      'pick',
      'question',
      'question',
    ]);
  });
});

describe('any other provider by questions', () => {
  it('is asked for address, name, key and, on wish, every other field', async () => {
    const [key, team] = [randomText('acme'), randomText('team')];
    const flow = createProviderFlow(
      { row: 'Another Provider' },
      { type: 'https://models.acme.example/v1' },
      { type: 'acme' },
      { type: 'Acme' },
      { type: 'big' },
      { row: 'A Key' },
      { type: 'ACME_API_KEY' },
      { row: 'Type or Paste the Key' },
      { type: key },
      { row: 'query_params' },
      { type: `team=${team}` },
      { row: 'http_headers' },
      { type: `X-Key=${team}` },
      { row: 'request_max_retries' },
      { type: '2' },
      { row: 'env_key_instructions' },
      { type: 'Ask Ada.' },
      { row: 'Go On' },
      { click: 'Use It' },
    );
    await useProvider(flow);
    const [saved] = flow.saved;
    expect(saved && revealSetup(saved.setup)).toEqual({
      providerId: 'acme',
      model: 'big',
      table: {
        name: 'Acme',
        base_url: 'https://models.acme.example/v1',
        env_key: 'ACME_API_KEY',
        env_key_instructions: 'Ask Ada.',
        wire_api: 'responses',
        query_params: { team },
        http_headers: { 'X-Key': team },
        request_max_retries: 2,
      },
    });
    expect(saved?.key?.reveal()).toBe(key);
    expect(flow.prompts.unused).toEqual([]);
    const hidden = flow.prompts.shown.filter((shown) => shown.kind === 'question' && shown.isPassword === true);
    expect(hidden).toHaveLength(3);
    expect(JSON.stringify([flow.saved, flow.prompts.shown])).not.toContain(team);
  });

  it('suggests the name of its host, and of a variable for it', async () => {
    const flow = createProviderFlow(
      { row: 'Another Provider' },
      { type: 'https://models.acme-west.example/v1' },
      { type: 'acme-west' },
      { type: 'Acme' },
      { type: '' },
      { row: 'A Key' },
      'dismiss',
    );
    await useProvider(flow);
    expect([flow.prompts.shown[2]?.value, flow.prompts.shown.at(-1)?.value]).toEqual([
      'acme-west',
      'ACME_WEST_API_KEY',
    ]);
  });

  it('says that an address without encryption shows the key', async () => {
    const flow = createProviderFlow(
      { row: 'Another Provider' },
      { type: 'http://models.acme.example/v1' },
      { type: 'acme' },
      { type: 'Acme' },
      { type: '' },
      { row: 'Nothing' },
      { row: 'Go On' },
    );
    await useProvider(flow);
    expect(flow.prompts.shown.at(-1)?.detail).toContain('not encrypted');
  });
});

function accountOf(kind: ProviderKind): ProviderAccount {
  const credential = createCredential(kind) as ProviderCredential;
  return { ...createAccount({ label: 'Mine' }), credential };
}

describe('a provider that is changed', () => {
  const flowFor = (account: ProviderAccount, isInUse: boolean, ...answers: readonly Answer[]) => {
    const flow = createProviderFlow(...answers);
    flow.accounts.set(account.id, account);
    if (isInUse) {
      flow.current.state = { kind: 'signedIn', account, home: { kind: 'none' }, health: undefined };
    }
    return flow;
  };
  const again = [
    { type: 'https://acme.openai.azure.com/openai' },
    { type: 'east' },
    { type: '2025-04-01-preview' },
    { row: 'Leave It as It Is' },
    { click: 'Use It' },
  ] as const;

  it('shows what is there, keeps its key, and is written anew while it is in use', async () => {
    const account = accountOf('azure');
    const flow = flowFor(account, true, ...again);
    await editProvider(account, flow);
    expect(flow.prompts.shown.slice(0, 2).map(({ value }) => value)).toEqual([
      'https://acme.openai.azure.com/openai',
      'gpt-5.5',
    ]);
    expect(flow.saved[0]).toMatchObject({ setup: { model: 'east' } });
    expect(flow.saved[0]?.key).toBe(account.credential.key);
    expect([flow.placed, flow.switched, flow.left]).toEqual([[account.id], [], []]);
  });

  it('is offered where it is not in use', async () => {
    const account = accountOf('azure');
    const flow = flowFor(account, false, ...again, { click: 'Use It Now' });
    await editProvider(account, flow);
    expect([flow.placed, flow.switched]).toEqual([[], [account.id]]);
  });

  it('goes from the configuration under its old name first', async () => {
    const account = accountOf('custom');
    const flow = flowFor(
      account,
      true,
      { type: 'https://models.acme.example/v1' },
      { type: 'acme2' },
      { type: 'Acme' },
      { type: '' },
      { row: 'Nothing' },
      { row: 'Go On' },
      { click: 'Use It' },
    );
    await editProvider(account, flow);
    expect([flow.left, flow.placed]).toEqual([[account.id], [account.id]]);
  });

  it.each([
    ['keeps the password in its address', 'https://relay.example/v1', 'https://ada:hidden@relay.example/v1'],
    ['loses it with another address', 'https://other.example/v1', 'https://other.example/v1'],
  ])('%s, and shows none of it', async (_name, typed, address) => {
    const table = { name: 'Relay', base_url: new Secret('https://ada:hidden@relay.example/v1') };
    const setup = { providerId: 'relay', model: undefined, table };
    const account = { ...accountOf('custom'), credential: { kind: 'custom', setup, key: undefined } as const };
    const flow = flowFor(
      account,
      true,
      { type: typed },
      { type: 'relay' },
      { type: 'Relay' },
      { type: '' },
      { row: 'Nothing' },
      { row: 'Go On' },
      { click: 'Use It' },
    );
    await editProvider(account, flow);
    expect(flow.prompts.shown[0]?.value).toBe('https://relay.example/v1');
    expect(JSON.stringify(flow.prompts.shown)).not.toContain('hidden');
    expect(flow.saved[0] && revealSetup(flow.saved[0].setup).table).toMatchObject({ base_url: address });
  });

  const keyIn = (name: string): ProviderCredential => ({
    kind: 'bedrock',
    setup: { providerId: 'amazon-bedrock', model: undefined, table: { aws: { region: 'eu-central-1' } } },
    key: new Secret(randomText(name)),
  });

  it.each([
    ['gets the new one', 'placed', 'was changed. Codex on this computer uses it as it is now.'],
    ['is told not to be used where it does not', 'left', 'was changed. Codex on this computer does not use it now.'],
  ] as const)('whose key stands in the Home goes from there first, and %s', async (_name, kind, said) => {
    const [old, wanted] = [keyIn('old'), keyIn('new')];
    const account = { ...createAccount({ label: 'Bedrock', credential: old }), credential: old };
    const flow = flowFor(account, true);
    const steps: string[] = [];
    const loadHomeLink = () =>
      Promise.resolve({
        look: () => Promise.resolve({ kind: 'none' as const }),
        leaveProvider: () => Promise.resolve({ kind: 'placed' as const }).finally(() => steps.push('leave')),
        place: ({ credential }: Account) => {
          steps.push(credential === wanted ? 'place the new' : 'place the old');
          return Promise.resolve({ kind });
        },
      });
    await saveProvider(wanted, account, { flow: { ...flow, loadHomeLink }, access: await flow.loadProviders() });
    expect(steps).toEqual(['leave', 'place the new']);
    expect(flow.prompts.texts.at(-1)).toContain(said);
  });

  it('is signed in again to AWS in a terminal, where AWS keeps its sign-in', async () => {
    const account = accountOf('bedrock');
    const flow = flowFor(account, true, { row: 'Sign In Again to AWS' });
    flow.scene.aws = { configPath: '', profiles: [{ ...work, name: 'default' }] };
    await editProvider(account, flow);
    expect(flow.commands).toEqual(['aws sso login']);
    expect(flow.saved).toEqual([]);
  });

  it('is asked about at once where AWS keeps none', async () => {
    const account = accountOf('bedrock');
    const flow = flowFor(account, true, 'dismiss');
    await editProvider(account, flow);
    expect(flow.prompts.texts).toEqual(['Amazon Bedrock (1/3)']);
  });
});
