import { describe, expect, it } from 'vitest';
import { readStoreSettings } from '../../../../src/home/store/credentialStore.ts';
import { decideReach, type KeyringReach } from '../../../../src/home/store/keyringReach.ts';
import type { ConfigTexts } from '../../../../src/home/ports.ts';

const silent: ConfigTexts = { system: undefined, user: undefined, managed: undefined, requirements: undefined };
const on = '[features]\nsecret_auth_storage = true\n';
const off = 'features.secret_auth_storage = false\n';

describe('how far we reach into the keyring', () => {
  it.each<readonly [string, Partial<ConfigTexts>, KeyringReach]>([
    ['linux', {}, 'direct'],
    ['darwin', {}, 'onClick'],
    ['win32', {}, 'encrypted'],
    ['freebsd', {}, 'encrypted'],
    ['linux', { user: on }, 'encrypted'],
    ['darwin', { user: on }, 'encrypted'],
    ['linux', { user: off }, 'direct'],
    ['darwin', { user: off }, 'onClick'],
    ['win32', { user: off }, 'encrypted'],
    ['linux', { user: on, requirements: off }, 'direct'],
    ['linux', { user: off, managed: on }, 'encrypted'],
    ['linux', { system: on }, 'encrypted'],
    ['linux', { user: '[features]\nsecret_auth_storage = "yes"\n' }, 'direct'],
    ['linux', { user: '[other]\nsecret_auth_storage = true\n' }, 'direct'],
    ['linux', { user: `${on}[` }, 'direct'],
  ])('on %s with %j is %s', async (platform, texts, reach) => {
    expect(decideReach(platform, await readStoreSettings({ ...silent, ...texts }))).toBe(reach);
  });
});
