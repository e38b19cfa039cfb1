import { describe, expect, it } from 'vitest';
import type { StoreRest } from '../../../../src/home/store/storeService.ts';
import type { CredentialStore } from '../../../../src/home/store/credentialStore.ts';
import { config, createSignInScene, other, pretty, type Scene } from './storeScene.ts';

describe('an old credential that stays behind', () => {
  type Row = readonly [string, Scene & { readonly isLocked?: boolean }, CredentialStore, StoreRest | undefined];
  it.each<Row>([
    ['nothing, when it was moved', { inFile: pretty }, 'keyring', undefined],
    ['nothing, where nobody is signed in', { config: config('keyring') }, 'file', undefined],
    ['the file, for `ephemeral`', { inFile: pretty }, 'ephemeral', 'file'],
    ['the keyring’s item, for `ephemeral`', { config: config('keyring'), inKeyring: other }, 'ephemeral', 'keyring'],
    ['a file that nobody can read', { inFile: '{"auth' }, 'keyring', 'file'],
    [
      'what a locked keyring may have',
      { config: config('keyring'), inKeyring: other, isLocked: true },
      'file',
      'lockedKeyring',
    ],
    [
      'the same, from `auto` with a file',
      { config: config('auto'), inFile: pretty, inKeyring: other, isLocked: true },
      'file',
      'lockedKeyring',
    ],
    ['the same, for `ephemeral`', { config: config('keyring'), isLocked: true }, 'ephemeral', 'lockedKeyring'],
    ['what the encrypted store may have', { config: config('keyring'), platform: 'win32' }, 'file', 'encrypted'],
    ['the same, from `auto`', { config: config('auto'), platform: 'win32' }, 'file', 'encrypted'],
    [
      'nothing, out of a keychain',
      { config: config('keyring'), platform: 'darwin', inKeyring: other },
      'file',
      undefined,
    ],
  ])('is said: %s', async (_name, { isLocked = false, ...scene }, store, rest) => {
    const { service, keyring, mark } = createSignInScene(scene);
    const open = keyring.read;
    keyring.read = isLocked ? () => Promise.resolve({ kind: 'problem', problem: 'keyringUnavailable' }) : open;
    expect(await service.choose(store)).toBe(rest);
    expect(mark.isSet).toBe(rest === 'lockedKeyring');
  });

  it('is not looked for where this build has no keyring: the move to the file store that is advised there works', async () => {
    const { service, keyring, look } = createSignInScene({ config: config('auto'), inFile: pretty });
    keyring.read = () => Promise.resolve({ kind: 'problem', problem: 'keyringMissing' });
    expect([await service.choose('file'), look()[0]]).toEqual(['lockedKeyring', pretty]);
    await expect(service.choose('auto')).rejects.toMatchObject({ sentence: { messageId: 'home.keyringMissing' } });
  });

  async function leaveLocked() {
    const harness = createSignInScene({ config: config('keyring'), inKeyring: other });
    const open = harness.keyring.read;
    harness.keyring.read = () => Promise.resolve({ kind: 'problem', problem: 'keyringUnavailable' });
    await harness.service.choose('file');
    const unlock = (): void => {
      harness.keyring.read = open;
    };
    return { ...harness, unlock };
  }

  it('is found when the keyring is open again, and not before', async () => {
    const { service, unlock, mark } = await leaveLocked();
    expect([await service.findLeftover(), mark.isSet]).toEqual([false, true]);
    unlock();
    expect([await service.findLeftover(), mark.isSet]).toEqual([true, true]);
  });

  it('goes when the person wants it, or is never mentioned again', async () => {
    const removed = await leaveLocked();
    removed.unlock();
    await removed.service.removeLeftover();
    expect([removed.keyring.text, await removed.service.findLeftover()]).toEqual([undefined, false]);
    const kept = await leaveLocked();
    kept.unlock();
    await kept.service.keepLeftover();
    expect([kept.keyring.text, await kept.service.findLeftover()]).toEqual([other, false]);
  });

  it('is none any more when the item is gone, or counts again', async () => {
    const gone = await leaveLocked();
    gone.unlock();
    gone.keyring.text = undefined;
    expect([await gone.service.findLeftover(), gone.mark.isSet]).toEqual([false, false]);
    const back = await leaveLocked();
    back.unlock();
    await back.service.undo();
    expect([await back.service.findLeftover(), back.mark.isSet, back.keyring.text]).toEqual([false, false, other]);
  });

  it('was not looked for in a keyring that nobody left', async () => {
    const { service, keyring } = createSignInScene({ inKeyring: other });
    keyring.read = () => Promise.reject(new TypeError('The keyring was opened.'));
    expect(await service.findLeftover()).toBe(false);
  });
});

describe('an undo', () => {
  it.each<readonly [string, CredentialStore, boolean]>([
    ['', 'ephemeral', false],
    ['', 'keyring', true],
    [config('auto'), 'file', true],
  ])('opens a keyring if the change concerned one: %j to %s', async (before, store, concerns) => {
    const { service } = createSignInScene({ config: before });
    expect(await service.undoConcernsKeyring()).toBe(false);
    await service.choose(store);
    expect(await service.undoConcernsKeyring()).toBe(concerns);
  });
});
