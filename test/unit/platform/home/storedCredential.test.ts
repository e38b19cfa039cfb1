import { describe, expect, it } from 'vitest';
import type { FileProblem } from '../../../../src/home/ports.ts';
import type { HomePlace } from '../../../../src/home/store/decidedCredential.ts';
import { StoredCredential } from '../../../../src/home/store/storedCredential.ts';
import { homeError } from '../../../../src/errors/authError.ts';
import { createMemoryFile, type MemoryFile } from '../../../support/memoryStores.ts';
import { Secret } from '../../../../src/base/secret.ts';

interface Scene {
  readonly store?: string;
  readonly inFile?: string;
  readonly inKeyring?: string;
  readonly platform?: string;
  readonly isClick?: boolean;
}

function createHarness({ store, inFile, inKeyring, platform = 'linux', isClick = false }: Scene) {
  const file = createMemoryFile(inFile);
  const keyring = createMemoryFile(inKeyring, 'Codex Auth');
  const texts = { system: undefined, managed: undefined, requirements: undefined };
  const user = store === undefined ? undefined : `cli_auth_credentials_store = "${store}"\n`;
  const config = { readLayers: () => Promise.resolve({ ...texts, user }) };
  const stored = new StoredCredential({ config, file, keyring, platform });
  return { file, keyring, stored: isClick ? stored.onClick() : stored };
}

/** A keyring that answers every look and every write with a problem. */
function breakDown(keyring: MemoryFile, problem: FileProblem): void {
  keyring.read = () => Promise.resolve({ kind: 'problem', problem });
  refuseWrites(keyring, problem);
}

/** A keyring that can be looked into, but takes nothing. */
function refuseWrites(keyring: MemoryFile, problem: FileProblem): void {
  keyring.replace = () => Promise.reject(homeError(problem, 'keyring'));
}

async function readText(stored: StoredCredential): Promise<string> {
  const state = await stored.read();
  return state.kind === 'file' ? state.document.reveal() : state.kind === 'problem' ? state.problem : state.kind;
}

/** Writes over what stands there now. */
async function write(stored: StoredCredential, text: string) {
  const state = await stored.read();
  return stored.replace(new Secret(text), state.kind === 'file' ? state.fingerprint : undefined);
}

async function remove(stored: StoredCredential) {
  const state = await stored.read();
  return state.kind === 'file' ? stored.remove(state.fingerprint) : undefined;
}

describe('the credential in the store `file`', () => {
  it('is the file, the default, and never looks into the keyring', async () => {
    const { stored, file, keyring } = createHarness({ inFile: '"f"', inKeyring: '"k"' });
    breakDown(keyring, 'keyringUnavailable');
    expect(await readText(stored)).toBe('"f"');
    expect(await write(stored, '"new"')).toBe('done');
    expect(file.text).toBe('"new"');
    expect(await remove(stored)).toBe('done');
    expect([file.text, keyring.text]).toEqual([undefined, '"k"']);
  });
});

describe('the credential in the store `keyring`', () => {
  it('is the item; a file is ignored by a look and goes with a save', async () => {
    const { stored, file, keyring } = createHarness({ store: 'keyring', inFile: '"f"' });
    expect(await readText(stored)).toBe('absent');
    expect(await write(stored, '"new"')).toBe('done');
    expect([file.text, keyring.text]).toEqual([undefined, '"new"']);
  });

  it('goes with the file', async () => {
    const { stored, file, keyring } = createHarness({ store: 'keyring', inFile: '"f"', inKeyring: '"k"' });
    expect(await remove(stored)).toBe('done');
    expect([file.text, keyring.text]).toEqual([undefined, undefined]);
  });

  it('is a problem where the keyring is one; the file is neither read nor written', async () => {
    const { stored, file, keyring } = createHarness({ store: 'keyring', inFile: '"f"' });
    breakDown(keyring, 'keyringUnavailable');
    expect(await readText(stored)).toBe('keyringUnavailable');
    await expect(stored.replace(new Secret('"new"'), undefined)).rejects.toMatchObject({
      sentence: { messageId: 'home.keyringUnavailable' },
    });
    expect(file.text).toBe('"f"');
  });

  it('keeps the file when somebody changed the item meanwhile', async () => {
    const { stored, file, keyring } = createHarness({ store: 'keyring', inFile: '"f"', inKeyring: '"k"' });
    expect(await stored.replace(new Secret('"new"'), 'print:older')).toBe('conflict');
    expect([file.text, keyring.text]).toEqual(['"f"', '"k"']);
  });
});

describe('the credential in the store `auto`, in a build without a keyring', () => {
  it.each<readonly [string, Scene]>([
    ['with a file', { inFile: '"f"' }],
    ['with none', {}],
    ['with an item that only Codex reads', { inFile: '"f"', inKeyring: '"k"' }],
    ['in a keychain, after a click', { inFile: '"f"', platform: 'darwin', isClick: true }],
  ])('is neither read from a file nor written there: %s', async (_name, scene) => {
    const { stored, file, keyring } = createHarness({ ...scene, store: 'auto' });
    breakDown(keyring, 'keyringMissing');
    expect(await readText(stored)).toBe('keyringMissing');
    for (const expected of [undefined, 'print:"f"']) {
      await expect(stored.replace(new Secret('"new"'), expected)).rejects.toMatchObject({
        sentence: { messageId: 'home.keyringMissing' },
      });
    }
    expect(file.text).toBe(scene.inFile);
    expect((await stored.locate()).kind).toBe('keyring');
  });
});

describe('the credential in the store `auto`', () => {
  it.each<readonly [string, Scene, string]>([
    ['the keyring wins when both have one', { inFile: '"f"', inKeyring: '"k"' }, '"k"'],
    ['the file counts when the keyring is empty', { inFile: '"f"' }, '"f"'],
    ['nobody is there when both are empty', {}, 'absent'],
  ])('%s', async (_name, scene, expected) => {
    expect(await readText(createHarness({ ...scene, store: 'auto' }).stored)).toBe(expected);
  });

  it('is the file, read and written, when the keyring does not work', async () => {
    const { stored, file, keyring } = createHarness({ store: 'auto', inFile: '"f"' });
    breakDown(keyring, 'keyringUnavailable');
    expect(await readText(stored)).toBe('"f"');
    expect(await write(stored, '"new"')).toBe('done');
    expect(file.text).toBe('"new"');
    expect(await remove(stored)).toBe('done');
    expect(file.text).toBeUndefined();
  });

  it.each<readonly [string, Scene]>([
    ['from nowhere', {}],
    ['from the file', { inFile: '"f"' }],
    ['over the item', { inKeyring: '"k"' }],
    ['over both', { inFile: '"f"', inKeyring: '"k"' }],
  ])('is saved in the keyring, and the file goes: %s', async (_name, scene) => {
    const { stored, file, keyring } = createHarness({ ...scene, store: 'auto' });
    expect(await write(stored, '"new"')).toBe('done');
    expect([file.text, keyring.text]).toEqual([undefined, '"new"']);
  });

  it.each<readonly [string, Scene]>([
    ['nothing', {}],
    ['a file', { inFile: '"f"' }],
  ])('is saved in the file when the keyring takes nothing and there is %s', async (_name, scene) => {
    const { stored, file, keyring } = createHarness({ ...scene, store: 'auto' });
    refuseWrites(keyring, 'keyringUnavailable');
    expect(await write(stored, '"new"')).toBe('done');
    expect([file.text, keyring.text]).toEqual(['"new"', undefined]);
  });

  it('is not saved in the file while the keyring has an item that would win over it', async () => {
    const { stored, file, keyring } = createHarness({ store: 'auto', inKeyring: '"k"' });
    refuseWrites(keyring, 'keyringUnavailable');
    await expect(write(stored, '"new"')).rejects.toMatchObject({ sentence: { messageId: 'home.keyringUnavailable' } });
    expect([file.text, keyring.text]).toEqual([undefined, '"k"']);
  });

  it('stays a newer one in the file that came while the keyring was being written', async () => {
    const { stored, file, keyring } = createHarness({ store: 'auto', inFile: '"f"' });
    keyring.beforeWrite = () => {
      file.text = '"newer"';
    };
    expect(await write(stored, '"new"')).toBe('conflict');
    expect([file.text, keyring.text]).toEqual(['"newer"', undefined]);
  });

  it('goes from both places', async () => {
    const { stored, file, keyring } = createHarness({ store: 'auto', inFile: '"f"', inKeyring: '"k"' });
    expect(await remove(stored)).toBe('done');
    expect([file.text, keyring.text]).toEqual([undefined, undefined]);
  });
});

describe('a credential that we do not reach', () => {
  it.each<readonly [Scene, string]>([
    [{ store: 'ephemeral' }, 'storeEphemeral'],
    [{ store: 'vault' }, 'storeInvalid'],
    [{ store: 'keyring', platform: 'darwin' }, 'keychainNotRead'],
    [{ store: 'auto', platform: 'darwin' }, 'keychainNotRead'],
    [{ store: 'keyring', platform: 'win32' }, 'storeEncrypted'],
    [{ store: 'auto', platform: 'win32' }, 'storeEncrypted'],
    [{ store: 'keyring', platform: 'win32', isClick: true }, 'storeEncrypted'],
  ])('says so and is never touched: %j is %s', async (scene, problem) => {
    const { stored, file, keyring } = createHarness({ ...scene, inFile: '"f"', inKeyring: '"k"' });
    expect(await readText(stored)).toBe(problem);
    const refusal = { code: 'fixFile', sentence: { messageId: `home.${problem}`, args: { path: file.path } } };
    await expect(stored.replace(new Secret('"new"'), undefined)).rejects.toMatchObject(refusal);
    await expect(stored.remove('print:"f"')).rejects.toMatchObject(refusal);
    expect([file.text, keyring.text]).toEqual(['"f"', '"k"']);
  });

  it('is named by its store', async () => {
    expect(await createHarness({ store: 'auto' }).stored.store()).toBe('auto');
    expect(await createHarness({ store: 'vault' }).stored.store()).toBe('invalid');
    expect(await createHarness({}).stored.store()).toBe('file');
  });
});

describe('a keychain that asks the person', () => {
  it.each(['keyring', 'auto'])('is opened in the course of a click, and by nothing else: %s', async (store) => {
    const looked = createHarness({ store, platform: 'darwin', inFile: '"f"', inKeyring: '"k"' });
    looked.keyring.read = () => Promise.reject(new TypeError('The keychain was opened without a click.'));
    expect(await readText(looked.stored)).toBe('keychainNotRead');
    expect(await looked.stored.locate()).toMatchObject({ kind: 'keyring', reach: 'onClick' });
    const clicked = createHarness({ store, platform: 'darwin', isClick: true, inFile: '"f"', inKeyring: '"k"' });
    expect(await readText(clicked.stored)).toBe('"k"');
    expect(await write(clicked.stored, '"new"')).toBe('done');
    expect([clicked.file.text, clicked.keyring.text]).toEqual([undefined, '"new"']);
  });
});

describe('where the credential is', () => {
  const path = '/home/ada/.codex/auth.json';
  const item = 'Codex Auth';
  it.each<readonly [Scene, HomePlace]>([
    [{}, { kind: 'file', path }],
    [{ platform: 'darwin' }, { kind: 'file', path }],
    [{ platform: 'win32' }, { kind: 'file', path }],
    [
      { store: 'keyring', inFile: '"f"' },
      { kind: 'keyring', item, reach: 'direct', otherwise: undefined },
    ],
    [
      { store: 'auto', inFile: '"f"' },
      { kind: 'file', path },
    ],
    [
      { store: 'auto', inKeyring: '"k"' },
      { kind: 'keyring', item, reach: 'direct', otherwise: undefined },
    ],
    [{ store: 'auto' }, { kind: 'keyring', item, reach: 'direct', otherwise: undefined }],
    [
      { store: 'keyring', platform: 'darwin' },
      { kind: 'keyring', item, reach: 'onClick', otherwise: undefined },
    ],
    [
      { store: 'auto', platform: 'darwin' },
      { kind: 'keyring', item, reach: 'onClick', otherwise: path },
    ],
    [{ store: 'keyring', platform: 'win32' }, { kind: 'encrypted' }],
    [{ store: 'auto', platform: 'win32' }, { kind: 'encrypted' }],
    [{ store: 'ephemeral' }, { kind: 'nowhere' }],
    [{ store: 'vault' }, { kind: 'invalid' }],
  ])('is said for %j', async (scene, place) => {
    expect(await createHarness(scene).stored.locate()).toEqual(place);
  });

  it('is also what its path names, once it was looked for', async () => {
    const { stored } = createHarness({ store: 'keyring', inKeyring: '"k"' });
    expect(stored.path).toBe(path);
    await stored.read();
    expect(stored.path).toBe(item);
  });
});
