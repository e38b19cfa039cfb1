import { describe, expect, it } from 'vitest';
import type { ConfigTexts } from '../../../../src/home/ports.ts';
import { config, createSignInScene, mine, other, pretty, problem } from './storeScene.ts';

describe('choosing a credential store', () => {
  it('moves the credential there and back, unknown keys and the config’s comments with it', async () => {
    const { service, user, look } = createSignInScene({ config: mine, inFile: pretty });
    await service.choose('keyring');
    expect(look()).toEqual([undefined, pretty]);
    expect(user.text).toBe('# mine\nmodel = "o9" # fast\ncli_auth_credentials_store = "keyring"\n\n[t]\na = 1\n');
    await service.choose('file');
    expect(look()).toEqual([pretty, undefined]);
    expect(user.text).toBe('# mine\nmodel = "o9" # fast\ncli_auth_credentials_store = "file"\n\n[t]\na = 1\n');
  });

  it('moves there and back while nobody looks at config or credential', async () => {
    const { service, turns, user, file, keyring } = createSignInScene({ config: mine, inFile: pretty });
    await service.choose('keyring');
    expect(turns).toEqual([
      [mine, pretty, undefined],
      [user.text, undefined, pretty],
    ]);
    await service.undo();
    expect(turns.slice(2)).toEqual([
      [turns[1]?.[0], undefined, pretty],
      [user.text, file.text, keyring.text],
    ]);
  });

  it('writes a keyring’s compact item as the CLI writes files', async () => {
    const { service, file } = createSignInScene({
      config: 'cli_auth_credentials_store = "keyring"\n',
      inKeyring: other,
    });
    await service.choose('file');
    expect(file.text).toBe('{\n  "auth_mode": "chatgpt"\n}');
  });

  it('puts it into the keyring for `auto`, and leaves the file where the keyring takes nothing', async () => {
    const first = createSignInScene({ inFile: pretty });
    await first.service.choose('auto');
    expect(first.look()).toEqual([undefined, pretty]);
    const second = createSignInScene({ inFile: pretty });
    second.keyring.replace = () => Promise.reject(problem('keyringUnavailable'));
    await second.service.choose('auto');
    expect([...second.look(), second.user.text]).toEqual([pretty, undefined, 'cli_auth_credentials_store = "auto"\n']);
  });

  it('keeps another credential that stood in the new place', async () => {
    const { service, kept, look } = createSignInScene({ inFile: pretty, inKeyring: other });
    await service.choose('keyring');
    expect([kept, look()]).toEqual([[other], [undefined, pretty]]);
  });

  it('changes the config alone where nobody is signed in', async () => {
    const { service, user, look } = createSignInScene({});
    await service.choose('keyring');
    expect([user.text, look()]).toEqual(['cli_auth_credentials_store = "keyring"\n', [undefined, undefined]]);
  });

  it('moves nothing for `ephemeral`: undoing finds it where it was', async () => {
    const { service, user, look } = createSignInScene({ config: mine, inFile: pretty });
    await service.choose('ephemeral');
    expect(look()).toEqual([pretty, undefined]);
    expect(await service.undo()).toEqual({ rest: undefined });
    expect([user.text, look()]).toEqual([mine, [pretty, undefined]]);
  });

  it('moves nothing that nobody can read', async () => {
    const { service, look } = createSignInScene({ inFile: '{"auth_mode": "ch' });
    await service.choose('keyring');
    expect(look()).toEqual(['{"auth_mode": "ch', undefined]);
  });
});

describe('a choice that can not be', () => {
  it.each<readonly [string, Partial<ConfigTexts>]>([
    ['managed', { managed: 'cli_auth_credentials_store = "file"\n' }],
    ['requirements', { requirements: 'cli_auth_credentials_store = "file"\n' }],
    ['requirements that are wrong', { requirements: 'cli_auth_credentials_store = 7\n' }],
  ])('is the admin’s: %s', async (_name, layers) => {
    const { service, user, look } = createSignInScene({ config: mine, layers, inFile: pretty });
    await expect(service.choose('keyring')).rejects.toMatchObject({
      code: 'askAdmin',
      sentence: { messageId: 'store.decidedByAdmin' },
    });
    expect([user.text, look()]).toEqual([mine, [pretty, undefined]]);
  });

  it('is one that the system’s own config only suggested: the person’s counts', async () => {
    const { service, look } = createSignInScene({
      layers: { system: 'cli_auth_credentials_store = "file"\n' },
      inFile: pretty,
    });
    await service.choose('keyring');
    expect(look()).toEqual([undefined, pretty]);
  });

  it('leaves a config that is no TOML alone', async () => {
    const { service, user } = createSignInScene({ config: 'a = \n', inFile: pretty });
    await expect(service.choose('keyring')).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'store.configNotUnderstood' },
    });
    expect(user.text).toBe('a = \n');
  });

  it('leaves a config alone that is no text', async () => {
    const { service, look } = createSignInScene({ layers: { user: null }, inFile: pretty });
    await expect(service.choose('keyring')).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'store.configNotUnderstood' },
    });
    expect(look()).toEqual([pretty, undefined]);
  });

  it('puts the config back where the store takes nothing from outside, also where nobody is signed in', async () => {
    for (const inFile of [pretty, undefined]) {
      const { service, user, shelf } = createSignInScene({
        config: mine,
        platform: 'win32',
        ...(inFile === undefined ? {} : { inFile }),
      });
      await expect(service.choose('keyring')).rejects.toMatchObject({ sentence: { messageId: 'home.storeEncrypted' } });
      expect([user.text, shelf.change]).toEqual([mine, undefined]);
    }
  });

  it('puts the config back and leaves the credential when the keyring is locked', async () => {
    const { service, keyring, user, look } = createSignInScene({ config: mine, inFile: pretty });
    keyring.states.push({ kind: 'problem', problem: 'keyringUnavailable' });
    await expect(service.choose('keyring')).rejects.toMatchObject({
      sentence: { messageId: 'home.keyringUnavailable' },
    });
    expect([user.text, look()]).toEqual([mine, [pretty, undefined]]);
  });

  it.each<readonly [string, (harness: ReturnType<typeof createSignInScene>) => void, string]>([
    [
      'the new place refuses',
      ({ keyring }) => (keyring.replace = () => Promise.reject(problem('keyringUnavailable'))),
      'home.keyringUnavailable',
    ],
    ['the new place forgets', ({ keyring }) => (keyring.replace = () => Promise.resolve('done')), 'home.notReadBack'],
    [
      'the old place can not be emptied',
      ({ file }) => (file.remove = () => Promise.reject(problem('readOnlyDisk'))),
      'home.readOnlyDisk',
    ],
  ])('puts config and credential back in the middle of it: %s', async (_name, spoil, messageId) => {
    const harness = createSignInScene({ config: mine, inFile: pretty, inKeyring: other });
    spoil(harness);
    await expect(harness.service.choose('keyring')).rejects.toMatchObject({ sentence: { messageId } });
    expect([harness.user.text, harness.look(), harness.shelf.change]).toEqual([mine, [pretty, other], undefined]);
  });

  it('keeps newer tokens that Codex put into the old place meanwhile', async () => {
    const { service, file, keyring, user, look } = createSignInScene({ config: mine, inFile: pretty });
    keyring.beforeWrite = () => {
      file.text = '{"newer":1}';
    };
    await expect(service.choose('keyring')).rejects.toMatchObject({
      code: 'tryAgain',
      sentence: { messageId: 'home.keepsChanging' },
    });
    expect([user.text, look()]).toEqual([mine, ['{"newer":1}', undefined]]);
  });
});

describe('undoing a choice', () => {
  it('has nothing to undo at first, and after it was undone', async () => {
    const { service } = createSignInScene({ config: mine, inFile: pretty });
    expect(await service.undo()).toBeUndefined();
    await service.choose('keyring');
    expect(await service.undo()).toEqual({ rest: undefined });
    expect(await service.undo()).toBeUndefined();
  });

  it('brings config and credential back', async () => {
    const { service, user, look } = createSignInScene({ config: mine, inFile: pretty });
    await service.choose('keyring');
    await service.undo();
    expect([user.text, look()]).toEqual([mine, [pretty, undefined]]);
  });

  it('goes back to a store that takes nothing from outside: the newer one stays, the older counts again', async () => {
    const { service, user, look, file } = createSignInScene({ config: config('keyring'), platform: 'win32' });
    await service.choose('file');
    file.text = pretty;
    expect(await service.undo()).toEqual({ rest: 'file' });
    expect([user.text, look()]).toEqual([config('keyring'), [pretty, undefined]]);
  });

  it('leaves a config alone that the person changed since', async () => {
    const { service, user, look, shelf } = createSignInScene({ config: mine, inFile: pretty });
    await service.choose('keyring');
    user.text += '# later\n';
    const later = user.text;
    await expect(service.undo()).rejects.toMatchObject({
      code: 'tryAgain',
      sentence: { messageId: 'store.configChanged' },
    });
    expect([user.text, look()]).toEqual([later, [undefined, pretty]]);
    expect(shelf.change).toBeDefined();
  });

  it('is a transaction too', async () => {
    const { service, file, user, look } = createSignInScene({ config: mine, inFile: pretty });
    await service.choose('keyring');
    const chosen = user.text;
    file.replace = () => Promise.reject(problem('diskFull'));
    await expect(service.undo()).rejects.toMatchObject({ sentence: { messageId: 'home.diskFull' } });
    expect([user.text, look()]).toEqual([chosen, [undefined, pretty]]);
  });
});
