import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { SwitchService } from '../../../../src/accounts/use/switchService.ts';
import { SignOutService } from '../../../../src/accounts/use/signOutService.ts';
import { serializeCredential } from '../../../../src/home/credential/serializeCredential.ts';
import type { Account, ProviderCredential } from '../../../../src/storage/account.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation, type Installation } from '../../../support/accountsHarness.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { createCredential, unknownIdentity } from '../../../support/records.ts';
import { randomText } from '../../../support/tokens.ts';

const key = randomText('relay');
const relayDocument = JSON.stringify({ OPENAI_API_KEY: key }, undefined, 2);
const relay = `# by another tool
model_provider = "custom"
model = "gpt-5.5"

[model_providers.custom]
name = "Relay"
base_url = "https://relay.example/v1"
wire_api = "responses"
requires_openai_auth = true
request_max_retries = 3
`;
const led = 'openai_base_url = "https://relay.example/v1" # led away\nmodel = "gpt-5.5"\n';

const bedrock: ProviderCredential = {
  kind: 'bedrock',
  setup: { providerId: 'amazon-bedrock', model: undefined, table: { aws: { region: 'eu-central-1' } } },
  key: new Secret(randomText('bedrock')),
};

async function save(scene: Installation, credential: Account['credential']): Promise<Account> {
  const identity = credential.kind === 'chatgpt' ? identifyTokens(credential.tokens) : unknownIdentity;
  return (await scene.directory.save(credential, identity)).account;
}

/** ChatGPT in the Home, as the CLI writes it. */
async function createScene(user?: string) {
  const scene = createInstallation();
  scene.configToml.layers = { user };
  const chatgpt = await save(scene, createCredential('chatgpt'));
  await scene.homeLink.place(chatgpt, 'silently');
  return { ...scene, chatgpt, document: scene.file.text };
}

describe.each([
  ['a table that takes the sign-in', relay, 'Relay', { providerId: 'custom', model: 'gpt-5.5' }],
  ['openai_base_url', led, 'openai', { providerId: 'openai', model: 'gpt-5.5' }],
])('the key of a relay that another tool wrote, by %s', (_name, user, name, setup) => {
  const find = () => {
    const scene = createInstallation({ homeText: relayDocument });
    scene.configToml.layers = { user };
    return scene;
  };

  it('is told as the provider’s, with its host, and is no sign-in that could be had', async () => {
    const scene = find();
    expect(await scene.homeLink.look()).toMatchObject({
      kind: 'foreign',
      found: { kind: 'apiKey', provider: { name, host: 'relay.example' } },
    });
    expect(await scene.providerReader.look()).toMatchObject({ kind: 'foreign', provider: { host: 'relay.example' } });
  });

  it('is imported as a provider, in use as it stands, and OpenAI sees nothing of it', async () => {
    const scene = find();
    const account = await scene.homeLink.takeOver();
    expect(account?.credential).toMatchObject({ kind: 'custom', setup });
    expect([scene.file.text, scene.configToml.layers.user]).toEqual([relayDocument, user]);
    expect(await scene.providerReader.look()).toMatchObject({ kind: 'ours', account: { id: account?.id } });
    expect(await scene.homeLink.look()).toMatchObject({ kind: 'ours', account: { id: account?.id } });
    expect((await scene.directory.list()).map((row) => row.kind === 'ready' && row.account.credential.kind)).toEqual([
      'custom',
    ]);
    expect(scene.http.sent).toEqual([]);
  });

  it('gives way to ChatGPT, which is not sent there, and comes back with one click', async () => {
    const scene = find();
    const account = await scene.homeLink.takeOver();
    const chatgpt = await save(scene, createCredential('chatgpt'));
    expect(await scene.homeLink.place(chatgpt, 'silently')).toMatchObject({ kind: 'placed', provider: account?.id });
    expect(await scene.providerReader.look()).toBeUndefined();
    expect(scene.file.text).not.toContain(key);
    const document = scene.file.text;
    expect(account && (await scene.homeLink.place(account, 'silently'))).toMatchObject({
      kind: 'placed',
      before: chatgpt.id,
    });
    expect(await scene.providerReader.look()).toMatchObject({ kind: 'ours', account: { id: account?.id } });
    expect(scene.file.text).toContain(key);
    await scene.homeLink.place(chatgpt, 'silently');
    expect(scene.file.text).toBe(document);
  });

  it('is kept as a provider where a sign-in takes its place, and the sign-in is not sent to it', async () => {
    const scene = find();
    const chatgpt = await save(scene, createCredential('chatgpt'));
    scene.questions.answers.replaceForeign = 'keepAndReplace';
    expect(await scene.homeLink.place(chatgpt, 'asking')).toMatchObject({ kind: 'placed' });
    expect(await scene.providerReader.look()).toBeUndefined();
    const kinds = (await scene.directory.list()).map((row) => row.kind === 'ready' && row.account.credential.kind);
    expect(kinds.sort()).toEqual(['chatgpt', 'custom']);
  });
});

describe('the address of a relay with a password in it', () => {
  const password = randomText('password');
  const address = `https://ada:${password}@relay.example/v1`;

  it.each([
    ['a table that takes the sign-in', relay],
    ['openai_base_url', led],
  ])('is in no account in the clear, and is used as it is, by %s', async (_name, plain) => {
    const scene = createInstallation({ homeText: relayDocument });
    const user = plain.replace('https://relay.example/v1', address);
    scene.configToml.layers = { user };
    const account = await scene.homeLink.takeOver();
    expect(account?.credential.kind).toBe('custom');
    expect(JSON.stringify([account, await scene.directory.list()])).not.toContain(password);
    expect(await scene.providerReader.look()).toMatchObject({ kind: 'ours', account: { id: account?.id } });
    await scene.homeLink.place(await save(scene, createCredential('chatgpt')), 'silently');
    expect(await scene.providerReader.look()).toBeUndefined();
    expect(account && (await scene.homeLink.place(account, 'silently'))).toMatchObject({ kind: 'placed' });
    expect(scene.configToml.layers.user).toContain(address);
  });
});

describe('a key in the Home', () => {
  it.each([
    ['where nothing leads it elsewhere', undefined],
    ['where it is led to OpenAI’s own address', 'openai_base_url = "https://service.example/v1"\n'],
    ['where the provider takes another credential', relay.replace('requires_openai_auth = true', 'env_key = "A"')],
  ])('is OpenAI’s %s', async (_name, user) => {
    const scene = createInstallation({ homeText: relayDocument });
    scene.configToml.layers = { user };
    expect(await scene.homeLink.look()).toEqual({
      kind: 'foreign',
      found: { kind: 'apiKey', identity: unknownIdentity },
    });
    expect((await scene.homeLink.takeOver())?.credential.kind).toBe('apiKey');
  });

  it('stays ours where we have it as one of OpenAI’s', async () => {
    const scene = createInstallation({ homeText: relayDocument });
    const account = await save(scene, { kind: 'apiKey', key: new Secret(key), check: 'good' });
    scene.configToml.layers = { user: relay };
    expect(await scene.homeLink.look()).toMatchObject({ kind: 'ours', account: { id: account.id } });
  });

  it('stays the relay’s, once we have it as such, whatever the configuration says by now', async () => {
    const scene = createInstallation({ homeText: relayDocument });
    scene.configToml.layers = { user: relay };
    const account = await scene.homeLink.takeOver();
    scene.configToml.layers = { user: '' };
    expect(await scene.homeLink.look()).toMatchObject({ kind: 'ours', account: { id: account?.id } });
  });
});

describe('a key for Amazon Bedrock', () => {
  it('stands in the Home as the CLI writes it, and the sign-in comes back byte for byte', async () => {
    const mine = '# mine\nmodel = "gpt-5.5"\n';
    const scene = await createScene(mine);
    const account = await save(scene, bedrock);
    expect(await scene.homeLink.place(account, 'silently')).toMatchObject({ kind: 'placed', before: scene.chatgpt.id });
    expect(scene.file.text).toBe(`{
  "auth_mode": "bedrockApiKey",
  "OPENAI_API_KEY": null,
  "bedrock_api_key": {
    "api_key": "${bedrock.key?.reveal() ?? ''}",
    "region": "eu-central-1"
  }
}`);
    expect(await scene.providerReader.look()).toMatchObject({ kind: 'ours', previousId: scene.chatgpt.id });
    expect((await scene.reader.binding())?.binding).toBe('none');
    expect(await scene.homeLink.place(scene.chatgpt, 'silently')).toMatchObject({
      kind: 'placed',
      provider: account.id,
    });
    expect([scene.file.text, scene.configToml.layers.user]).toEqual([scene.document, mine]);
    expect((await scene.reader.binding())?.binding).toBe('full');
  });

  it('takes no sign-in away from a task that runs on it, unless the person says so', async () => {
    const scene = await createScene();
    const account = await save(scene, bedrock);
    const asked: number[] = [];
    const switching = new SwitchService({
      ...scene,
      ended: notEnded,
      refresh: { run: (one: Account) => Promise.resolve({ kind: 'fresh', account: one } as const) },
      findWorkers: () => Promise.resolve([{ pid: 1, role: 'exec' } as never]),
      mayInterrupt: () => Promise.resolve(true),
      mayDisturb: (running) => {
        asked.push(running.length);
        return Promise.resolve(asked.length > 1);
      },
    });
    expect(await switching.switchTo(account.id)).toEqual({ kind: 'left' });
    expect(scene.file.text).toBe(scene.document);
    expect(await switching.switchTo(account.id)).toMatchObject({ kind: 'switched', placement: { kind: 'placed' } });
    expect(await switching.switchTo(account.id)).toMatchObject({ kind: 'already' });
    expect(asked).toEqual([1, 1]);
    expect(await switching.findPrevious()).toBe(scene.chatgpt.id);
  });

  it('keeps the newest tokens of the sign-in whose place it takes', async () => {
    const scene = await createScene();
    const renewed = createCredential('chatgpt');
    const own = scene.chatgpt.credential;
    const tokens = own.kind === 'chatgpt' ? { ...own.tokens, refreshToken: renewed.tokens.refreshToken } : own;
    if (!('accessToken' in tokens)) throw new TypeError('no tokens');
    scene.file.text = serializeCredential({ kind: 'chatgpt', tokens }, undefined).reveal();
    await scene.homeLink.place(await save(scene, bedrock), 'silently');
    const entry = await scene.directory.find(scene.chatgpt.id);
    const kept = entry.kind === 'account' ? entry.account.credential : undefined;
    expect(kept?.kind === 'chatgpt' && kept.tokens.refreshToken.equals(tokens.refreshToken)).toBe(true);
  });

  it.each([
    ['a provider without a key there', true],
    ['nothing, when it is forgotten', false],
  ])('gives the Home back to the sign-in where %s follows', async (_name, isReplaced) => {
    const scene = await createScene();
    const account = await save(scene, bedrock);
    await scene.homeLink.place(account, 'silently');
    if (isReplaced) {
      await scene.homeLink.place(await save(scene, createCredential('azure')), 'silently');
    } else {
      expect(await new SignOutService(scene).signOut(account, 'forget', notEnded)).toEqual({ kind: 'done' });
    }
    expect(scene.file.text).toBe(scene.document);
    expect((await scene.providerReader.look())?.provider.id).toBe(isReplaced ? 'azure' : undefined);
  });

  it('leaves nobody signed in where nobody was, or who was has been forgotten', async () => {
    const scene = createInstallation();
    const account = await save(scene, bedrock);
    await scene.homeLink.place(account, 'silently');
    await scene.homeLink.leaveProvider(account.id);
    expect([scene.file.text, scene.configToml.layers.user]).toEqual([undefined, undefined]);
    const other = await createScene();
    const its = await save(other, bedrock);
    await other.homeLink.place(its, 'silently');
    await other.directory.forget(other.chatgpt);
    await other.homeLink.leaveProvider(its.id);
    expect(other.file.text).toBeUndefined();
  });

  it('is passed on from one such key to the next, and the sign-in before both comes back', async () => {
    const scene = await createScene();
    await scene.homeLink.place(await save(scene, bedrock), 'silently');
    const other = await save(scene, { ...bedrock, key: new Secret(randomText('bedrock')) });
    await scene.homeLink.place(other, 'silently');
    await scene.homeLink.leaveProvider(other.id);
    expect(scene.file.text).toBe(scene.document);
  });

  it('leaves what another program has put there since', async () => {
    const scene = await createScene();
    const account = await save(scene, bedrock);
    await scene.homeLink.place(account, 'silently');
    scene.file.text = JSON.stringify({ OPENAI_API_KEY: 'sk-somebody' });
    await scene.homeLink.leaveProvider(account.id);
    expect(scene.file.text).toContain('sk-somebody');
  });

  it('is not put there where the configuration cannot be changed', async () => {
    const scene = await createScene();
    const account = await save(scene, bedrock);
    scene.configToml.layers = { user: 'model = = 1\n' };
    expect(await scene.homeLink.place(account, 'silently')).toMatchObject({ kind: 'failed' });
    expect(scene.file.text).toBe(scene.document);
  });

  it('of another program is told and imported as what it is', async () => {
    const scene = createInstallation({
      homeText: serializeCredential(
        { kind: 'bedrockKey', key: bedrock.key ?? new Secret(''), region: 'eu-central-1' },
        undefined,
      ).reveal(),
    });
    scene.configToml.layers = { user: 'model_provider = "amazon-bedrock"\nmodel = "openai.gpt-5.5"\n' };
    expect(await scene.homeLink.look()).toMatchObject({
      kind: 'foreign',
      found: { kind: 'other', provider: { name: 'Amazon Bedrock' } },
    });
    expect((await scene.homeLink.takeOver())?.credential).toMatchObject({
      kind: 'bedrock',
      setup: { ...bedrock.setup, model: 'openai.gpt-5.5' },
    });
    expect(await scene.providerReader.look()).toMatchObject({ kind: 'ours' });
  });
});
