import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { SwitchService } from '../../../../src/accounts/use/switchService.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import type { Account, ProviderCredential } from '../../../../src/storage/account.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation, type Installation } from '../../../support/accountsHarness.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { createCredential, unknownIdentity } from '../../../support/records.ts';
import { randomText } from '../../../support/tokens.ts';

const key = randomText('relay');
const mine = '# mine\nmodel = "gpt-5.5"\n';

function buildRelay(model: string): ProviderCredential {
  const table = { name: 'Relay', base_url: 'https://relay.example/v1', requires_openai_auth: true };
  return { kind: 'custom', key: new Secret(key), setup: { providerId: 'relay', model, table } };
}

async function save(scene: Installation, credential: Account['credential']): Promise<Account> {
  const identity = credential.kind === 'chatgpt' ? identifyTokens(credential.tokens) : unknownIdentity;
  return (await scene.directory.save(credential, identity)).account;
}

async function createScene() {
  const scene = createInstallation();
  scene.configToml.layers = { user: mine };
  return {
    ...scene,
    chatgpt: await save(scene, createCredential('chatgpt')),
    relay: await save(scene, buildRelay('m1')),
  };
}

function refuseWrites({ configToml }: Installation): void {
  const { userPath: path } = configToml;
  configToml.writeUser = () =>
    Promise.reject(new AuthError('tryAgain', buildSentence('store.configChanged', { path })));
}

function stateOf({ file, configToml }: Installation) {
  return [file.text, configToml.layers.user];
}

describe('where the configuration cannot be written', () => {
  it('no sign-in is left where the relay would get it', async () => {
    const scene = await createScene();
    await scene.homeLink.place(scene.relay, 'silently');
    const before = stateOf(scene);
    refuseWrites(scene);
    expect(await scene.homeLink.place(scene.chatgpt, 'silently')).toMatchObject({ kind: 'failed' });
    expect(stateOf(scene)).toEqual(before);
    expect(await scene.homeLink.look()).toMatchObject({ kind: 'ours', account: { id: scene.relay.id } });
  });

  it('no key of the relay is left where OpenAI would get it, and the sign-in is back', async () => {
    const scene = await createScene();
    await scene.homeLink.place(scene.chatgpt, 'silently');
    const before = stateOf(scene);
    refuseWrites(scene);
    expect(await scene.homeLink.place(scene.relay, 'silently')).toMatchObject({ kind: 'failed' });
    expect(stateOf(scene)).toEqual(before);
    expect(await scene.homeLink.binding()).toMatchObject({ accountId: scene.chatgpt.id, binding: 'full' });
  });

  it('a Home in which nobody was signed in is empty again', async () => {
    const scene = await createScene();
    refuseWrites(scene);
    expect(await scene.homeLink.place(scene.relay, 'silently')).toMatchObject({ kind: 'failed' });
    expect(await scene.homeLink.look()).toEqual({ kind: 'none' });
  });

  it('a relay whose key is there already keeps it', async () => {
    const scene = await createScene();
    await scene.homeLink.place(scene.relay, 'silently');
    const before = stateOf(scene);
    refuseWrites(scene);
    expect(await scene.homeLink.place(scene.relay, 'silently')).toMatchObject({ kind: 'failed' });
    expect(stateOf(scene)).toEqual(before);
  });
});

describe('two models of one relay', () => {
  it.each([['the first'], ['the second']])('share a key, and leaving %s gives the sign-in back', async (which) => {
    const scene = await createScene();
    const second = await save(scene, buildRelay('m2'));
    await scene.homeLink.place(scene.chatgpt, 'silently');
    const before = stateOf(scene);
    const used = which === 'the first' ? scene.relay : second;
    await scene.homeLink.place(used, 'silently');
    expect(await scene.homeLink.leaveProvider(used.id)).toEqual({ kind: 'placed' });
    expect(stateOf(scene)).toEqual(before);
  });
});

describe('a relay whose key an older release kept as one of OpenAI’s', () => {
  it('gives way to a sign-in, which is not sent there, and is a provider from then on', async () => {
    const scene = createInstallation({ homeText: JSON.stringify({ OPENAI_API_KEY: key }) });
    scene.configToml.layers = {
      user: `model_provider = "relay"
[model_providers.relay]
name = "Relay"
base_url = "https://relay.example/v1"
requires_openai_auth = true
`,
    };
    await save(scene, { kind: 'apiKey', key: new Secret(key), check: 'good' });
    const chatgpt = await save(scene, createCredential('chatgpt'));
    expect(await scene.homeLink.place(chatgpt, 'silently')).toMatchObject({ kind: 'placed' });
    expect(await scene.providerReader.look()).toBeUndefined();
    expect(scene.file.text).not.toContain(key);
    const kinds = (await scene.directory.list()).map((row) => row.kind === 'ready' && row.account.credential.kind);
    expect(kinds).toContain('custom');
  });
});

describe('a relay to which another editor leads OpenAI’s requests', () => {
  it('stays, with its key, where nobody here knows what was before', async () => {
    const scene = await createScene();
    const table = { base_url: 'https://relay.example/v1' };
    const led = await save(scene, {
      kind: 'custom',
      key: new Secret(key),
      setup: { providerId: 'openai', model: undefined, table },
    });
    await scene.homeLink.place(led, 'silently');
    const before = stateOf(scene);
    scene.providerShelf.text = undefined;
    await scene.vault.remove(led.id);
    scene.questions.answers.replaceForeign = 'keepAndReplace';
    expect(await scene.homeLink.place(scene.chatgpt, 'asking')).toMatchObject({
      kind: 'failed',
      sentence: { messageId: 'provider.keptElsewhere' },
    });
    expect(stateOf(scene)).toEqual(before);
  });
});

describe('a sign-in in the place of a relay’s key', () => {
  it('tells who was signed in before the key, whom it can be given back to', async () => {
    const scene = await createScene();
    await scene.homeLink.place(scene.chatgpt, 'silently');
    await scene.homeLink.place(scene.relay, 'silently');
    const own = await save(scene, createCredential('apiKey'));
    expect(await scene.homeLink.place(own, 'silently')).toEqual({
      kind: 'placed',
      before: scene.chatgpt.id,
      provider: scene.relay.id,
    });
  });

  it('tells nobody where it was its own account', async () => {
    const scene = await createScene();
    await scene.homeLink.place(scene.chatgpt, 'silently');
    await scene.homeLink.place(scene.relay, 'silently');
    expect(await scene.homeLink.place(scene.chatgpt, 'silently')).toEqual({
      kind: 'placed',
      before: undefined,
      provider: scene.relay.id,
    });
  });
});

describe('a relay that is chosen again', () => {
  const switchTo = (scene: Installation, { id }: Account) =>
    new SwitchService({
      ...scene,
      ended: notEnded,
      refresh: { run: (account) => Promise.resolve({ kind: 'fresh', account }) },
      mayInterrupt: () => Promise.resolve(true),
      mayDisturb: () => Promise.resolve(true),
      findWorkers: () => Promise.resolve([]),
    }).switchTo(id);

  it('is in use already while its key is in the Home', async () => {
    const scene = await createScene();
    await scene.homeLink.place(scene.relay, 'silently');
    expect(await switchTo(scene, scene.relay)).toMatchObject({ kind: 'already' });
  });

  it('gets its key back where another program has signed in meanwhile', async () => {
    const scene = await createScene();
    await scene.homeLink.place(scene.relay, 'silently');
    scene.file.text = JSON.stringify({ OPENAI_API_KEY: randomText('own') });
    scene.questions.answers.replaceForeign = 'keepAndReplace';
    expect(await switchTo(scene, scene.relay)).toMatchObject({ kind: 'switched', placement: { kind: 'placed' } });
    expect(scene.file.text).toContain(key);
  });
});

describe('a key beside a config.toml that nobody understands', () => {
  it.each([
    ['is broken', 'model_provider = "relay"\nmodel = \n'],
    ['names a provider that it has not', 'model_provider = "relay"\n'],
  ])('is not kept as one of OpenAI’s while the file %s', async (_name, user) => {
    const scene = createInstallation({ homeText: JSON.stringify({ OPENAI_API_KEY: key }) });
    scene.configToml.layers = { user };
    const messageId = 'store.configNotUnderstood';
    await expect(scene.homeLink.takeOver()).rejects.toMatchObject({ sentence: { messageId } });
    const chatgpt = await save(scene, createCredential('chatgpt'));
    scene.questions.answers.replaceForeign = 'keepAndReplace';
    expect(await scene.homeLink.place(chatgpt, 'asking')).toMatchObject({ kind: 'failed', sentence: { messageId } });
    expect((await scene.directory.list()).length).toBe(1);
    expect(await scene.homeLink.look()).toMatchObject({ kind: 'foreign', found: { kind: 'apiKey' } });
  });
});

describe('a relay that another tool has selected', () => {
  const selected = 'model = "relay-large"\nmodel_provider = "relay"\n';
  const table = `
[model_providers.relay]
name = "Relay"
base_url = "https://relay.example/v1"
requires_openai_auth = true
`;

  it('takes its model with it when it is left, and brings it back', async () => {
    const scene = createInstallation({ homeText: JSON.stringify({ OPENAI_API_KEY: key }) });
    scene.configToml.layers = { user: selected + table };
    const relay = await scene.homeLink.takeOver();
    await scene.homeLink.place(await save(scene, createCredential('chatgpt')), 'silently');
    expect(scene.configToml.layers.user).toBe(table.trimStart());
    expect(relay && (await scene.homeLink.place(relay, 'silently'))).toMatchObject({ kind: 'placed' });
    expect(scene.configToml.layers.user).toContain('model = "relay-large"');
  });

  it('leaves nothing of the provider of ours in whose place it was selected', async () => {
    const scene = await createScene();
    await scene.homeLink.place(scene.chatgpt, 'silently');
    await scene.homeLink.place(await save(scene, createCredential('azure')), 'silently');
    const ours = scene.configToml.layers.user ?? '';
    scene.configToml.layers = { user: ours.replace('model_provider = "azure"', 'model_provider = "relay"') + table };
    scene.file.text = JSON.stringify({ OPENAI_API_KEY: randomText('other') });
    scene.questions.answers.replaceForeign = 'keepAndReplace';
    expect(await scene.homeLink.place(scene.chatgpt, 'asking')).toMatchObject({ kind: 'placed' });
    expect(scene.configToml.layers.user).not.toContain('azure');
    expect(scene.configToml.layers.user).toContain('[model_providers.relay]');
  });
});
