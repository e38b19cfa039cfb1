import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { homeError } from '../../../../src/errors/authError.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { createInstallation, type Installation } from '../../../support/accountsHarness.ts';
import { createCredential, setups, unknownIdentity } from '../../../support/records.ts';

const mine = `# mine
model = 'gpt-5'   # the one I like

[tools]
web_search = true
`;

async function save(scene: Installation, kind: Account['credential']['kind']): Promise<Account> {
  const credential = createCredential(kind);
  const identity = credential.kind === 'chatgpt' ? identifyTokens(credential.tokens) : unknownIdentity;
  return (await scene.directory.save(credential, identity)).account;
}

async function use(scene: Installation, kind: Account['credential']['kind']): Promise<Account> {
  const account = await save(scene, kind);
  expect(await scene.homeLink.place(account, 'silently')).toMatchObject({ kind: 'placed' });
  return account;
}

/** ChatGPT in the Home, and a file of the person's own beside it. */
async function createScene({ user }: { readonly user: string | undefined } = { user: mine }) {
  const scene = createInstallation();
  scene.configToml.layers = { user };
  const chatgpt = await use(scene, 'chatgpt');
  return { ...scene, chatgpt, credential: scene.file.text };
}

describe('a provider in use', () => {
  it('stands in config.toml, root keys before the first table, and the credential stays', async () => {
    const scene = await createScene();
    const azure = await use(scene, 'azure');
    expect(scene.configToml.layers.user).toBe(`# mine
model = "gpt-5.5"   # the one I like
model_provider = "azure"

[tools]
web_search = true

[model_providers.azure]
name = "Azure"
base_url = "https://acme.openai.azure.com/openai"
env_key = "AZURE_OPENAI_API_KEY"
`);
    expect(scene.file.text).toBe(scene.credential);
    expect(await scene.providerReader.look()).toMatchObject({
      kind: 'ours',
      account: { id: azure.id },
      previousId: scene.chatgpt.id,
      sinceMs: scene.clock.nowMs(),
    });
  });

  it.each([
    ['a file of the person’s own', mine],
    ['none', undefined],
    ['one with other line ends and a mark', '\uFEFFmodel = "x"\r\n[a]\r\nb = 1'],
    [
      'one that names another provider',
      'model_provider = "mine"\n[model_providers.mine]\nname = "Mine"\nbase_url = "http://localhost:9/v1"\n',
    ],
  ])('is taken out byte for byte by the switch back, from %s', async (_name, user) => {
    const scene = await createScene({ user });
    const azure = await use(scene, 'azure');
    expect(scene.configToml.layers.user).not.toBe(user);
    expect(await scene.homeLink.place(scene.chatgpt, 'silently')).toEqual({ kind: 'placed', provider: azure.id });
    expect(scene.configToml.layers.user).toBe(user);
    expect((await scene.reader.binding())?.previousId).toBe(azure.id);
    expect(scene.providerShelf.text).toBeUndefined();
  });

  it('gives way to another one, and what stood before both comes back', async () => {
    const scene = await createScene();
    const azure = await use(scene, 'azure');
    const local = await use(scene, 'local');
    expect(scene.configToml.layers.user).toContain('oss_provider = "ollama"');
    expect(scene.configToml.layers.user).not.toContain('azure');
    expect(await scene.providerReader.look()).toMatchObject({ account: { id: local.id }, previousId: azure.id });
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).toBe(mine);
  });

  it('keeps what the person has changed since, and takes its own values back', async () => {
    const scene = await createScene();
    await use(scene, 'azure');
    const written = scene.configToml.layers.user ?? '';
    scene.configToml.layers = { user: written.replace('web_search = true', 'web_search = false') };
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).toBe(mine.replace('web_search = true', 'web_search = false'));
  });

  it('leaves a value that the person has set in its place', async () => {
    const scene = await createScene();
    await use(scene, 'azure');
    const written = scene.configToml.layers.user ?? '';
    scene.configToml.layers = { user: written.replace('"gpt-5.5"', '"my-choice"') };
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).toBe(mine.replace("'gpt-5'", '"my-choice"'));
  });

  it('is taken out also where what was before is not known any more', async () => {
    const scene = await createScene({ user: '[tools]\nweb_search = true\n' });
    await use(scene, 'azure');
    scene.providerShelf.text = undefined;
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).toBe('[tools]\nweb_search = true\n');
  });

  it('leaves a provider of the person’s own that came since', async () => {
    const scene = await createScene({ user: undefined });
    await use(scene, 'azure');
    const own = '\n[model_providers.mine]\nname = "Mine"\nbase_url = "http://localhost:9/v1"\n';
    scene.configToml.layers = { user: `${scene.configToml.layers.user ?? ''}${own}` };
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).toBe(own);
  });

  it('takes out what it wrote, also after the account was changed', async () => {
    const scene = await createScene({ user: undefined });
    const { id } = await use(scene, 'azure');
    const setup = { ...setups.azure, model: undefined };
    scene.configToml.layers = { user: `${scene.configToml.layers.user ?? ''}\n[tools]\nweb_search = true\n` };
    const { account } = await scene.directory.save({ kind: 'azure', setup, key: undefined }, unknownIdentity, {
      replacedId: id,
    });
    await scene.homeLink.place(account, 'silently');
    expect(scene.configToml.layers.user).not.toContain('gpt-5.5');
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).toBe('\n[tools]\nweb_search = true\n');
  });

  it('of another editor is left to that one, and nothing else is changed before', async () => {
    const scene = await createScene();
    const azure = await use(scene, 'azure');
    const written = scene.configToml.layers.user;
    scene.providerShelf.text = undefined;
    await scene.vault.remove(azure.id);
    expect(await scene.homeLink.place(await save(scene, 'apiKey'), 'asking')).toMatchObject({
      kind: 'failed',
      sentence: { messageId: 'provider.keptElsewhere' },
    });
    expect([scene.configToml.layers.user, scene.file.text]).toEqual([written, scene.credential]);
  });

  it('never gets the text of another Home', async () => {
    const scene = await createScene();
    await use(scene, 'azure');
    const kept = JSON.parse(scene.providerShelf.text ?? '') as Record<string, unknown>;
    scene.providerShelf.text = JSON.stringify({ ...kept, home: '/other', before: 'token = "of-another"\n' });
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).not.toContain('of-another');
  });

  it('leads back to nothing once it is forgotten', async () => {
    const scene = await createScene();
    const azure = await use(scene, 'azure');
    const before = (await scene.reader.binding())?.previousId;
    expect(await scene.homeLink.leaveProvider(azure.id)).toEqual({ kind: 'placed' });
    expect([scene.configToml.layers.user, (await scene.reader.binding())?.previousId]).toEqual([mine, before]);
  });

  it('is no longer in use once somebody else has named another', async () => {
    const scene = await createScene();
    await use(scene, 'azure');
    scene.configToml.layers = { user: 'model_provider = "mine"\n[model_providers.mine]\nname = "Mine"\n' };
    expect(await scene.providerReader.look()).toMatchObject({
      kind: 'foreign',
      provider: { id: 'mine', name: 'Mine', usesSignIn: false },
    });
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).toBe('model_provider = "mine"\n[model_providers.mine]\nname = "Mine"\n');
  });

  it.each([
    ['no TOML', 'model = = 1\n'],
    ['no text', null],
  ])('is not written into a file that is %s', async (_name, user) => {
    const scene = await createScene();
    scene.configToml.layers = { user };
    const azure = await save(scene, 'azure');
    expect(await scene.homeLink.place(azure, 'silently')).toMatchObject({
      kind: 'failed',
      sentence: { messageId: 'store.configNotUnderstood' },
    });
    expect(scene.configToml.layers.user).toBe(user);
    expect(await scene.providerReader.look()).toBeUndefined();
  });

  it('is not in use where the file changed in the same moment', async () => {
    const scene = await createScene();
    const azure = await save(scene, 'azure');
    const { readLayers } = scene.configToml;
    scene.configToml.readLayers = async () => {
      const layers = await readLayers();
      scene.configToml.layers = { user: `${mine}# and this\n` };
      return layers;
    };
    expect(await scene.homeLink.place(azure, 'silently')).toMatchObject({ kind: 'failed' });
    scene.configToml.readLayers = readLayers;
    expect(scene.configToml.layers.user).toBe(`${mine}# and this\n`);
    expect(await scene.providerReader.look()).toBeUndefined();
  });

  it('stays what it was where the next one could not be written', async () => {
    const scene = await createScene();
    const azure = await use(scene, 'azure');
    const { writeUser } = scene.configToml;
    scene.configToml.writeUser = () => Promise.reject(homeError('readOnlyDisk', scene.configToml.userPath));
    expect(await scene.homeLink.place(await save(scene, 'local'), 'silently')).toMatchObject({ kind: 'failed' });
    expect(await scene.providerReader.look()).toMatchObject({ kind: 'ours', account: { id: azure.id } });
    scene.configToml.writeUser = writeUser;
    await scene.homeLink.place(scene.chatgpt, 'silently');
    expect(scene.configToml.layers.user).toBe(mine);
  });

  it('of an admin counts more than the person’s own', async () => {
    const scene = await createScene();
    await use(scene, 'azure');
    scene.configToml.layers = { ...scene.configToml.layers, managed: 'model_provider = "openai"\n' };
    expect(await scene.providerReader.look()).toBeUndefined();
  });

  it('is one account however often it is saved, and another with another key', async () => {
    const scene = await createScene();
    const credential = createCredential('azure');
    const first = await scene.directory.save(credential, unknownIdentity);
    const again = await scene.directory.save(credential, unknownIdentity);
    const other = await scene.directory.save(createCredential('azure'), unknownIdentity);
    expect([again.account.id, again.isNew]).toEqual([first.account.id, false]);
    expect(other.account.id).not.toBe(first.account.id);
    expect(other.account.credential).toMatchObject({ kind: 'azure', setup: setups.azure });
  });
});
