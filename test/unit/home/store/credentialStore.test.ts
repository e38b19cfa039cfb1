import { describe, expect, it } from 'vitest';
import {
  credentialStores,
  decideStore,
  readStoreSettings,
  type StoreDecision,
} from '../../../../src/home/store/credentialStore.ts';
import type { ConfigTexts } from '../../../../src/home/ports.ts';

const silent: ConfigTexts = { system: undefined, user: undefined, managed: undefined, requirements: undefined };

function says(store: string): string {
  return `# who decides\ncli_auth_credentials_store = ${JSON.stringify(store)}\n`;
}

async function decide(texts: Partial<ConfigTexts>): Promise<StoreDecision> {
  return decideStore(await readStoreSettings({ ...silent, ...texts }));
}

describe('the store of a Home', () => {
  it('is the file where nobody says anything', async () => {
    expect(await decide({})).toEqual({ kind: 'store', store: 'file', decidedBy: 'default' });
    expect(await decide({ user: 'model = "o9"\n', system: '' })).toEqual({
      kind: 'store',
      store: 'file',
      decidedBy: 'default',
    });
  });

  it.each(credentialStores)('can be %s', async (store) => {
    expect(await decide({ user: says(store) })).toEqual({ kind: 'store', store, decidedBy: 'user' });
  });

  it('is decided by the strongest layer that says something', async () => {
    const all = { system: says('ephemeral'), user: says('auto'), managed: says('keyring'), requirements: says('file') };
    const rows: readonly (readonly [Partial<ConfigTexts>, string, string])[] = [
      [all, 'file', 'requirements'],
      [{ ...all, requirements: undefined }, 'keyring', 'managed'],
      [{ ...all, requirements: 'allowed_login_methods = []\n', managed: undefined }, 'auto', 'user'],
      [{ system: all.system }, 'ephemeral', 'system'],
    ];
    for (const [texts, store, decidedBy] of rows) {
      expect(await decide(texts)).toEqual({ kind: 'store', store, decidedBy });
    }
  });

  it.each(['Keyring', '', 'vault'])('is invalid where a layer says %j, as for the CLI', async (store) => {
    expect(await decide({ user: says(store), system: says('file') })).toEqual({ kind: 'invalid', layer: 'user' });
  });

  it('is invalid where the value is of another kind', async () => {
    expect(await decide({ managed: 'cli_auth_credentials_store = 1\n' })).toEqual({
      kind: 'invalid',
      layer: 'managed',
    });
  });

  it('is not what a table of that name says', async () => {
    expect(await decide({ user: `[t]\n${says('keyring')}` })).toMatchObject({ store: 'file', decidedBy: 'default' });
  });

  it.each([
    ['the largest integer', 'a = 9223372036854775807'],
    ['the smallest integer', 'a = -9_223_372_036_854_775_808'],
    ['a hexadecimal integer beyond 53 bits', 'a = [{ b = 0xFF_FFFF_FFFF_FFFF }]'],
    ['an octal and a binary one', `a = 0o777777777777777777777\nb = 0b${'1'.repeat(63)}`],
    ['80 lists in one another', `a = ${'['.repeat(80)}${']'.repeat(80)}`],
    ['dates and times', 'a = 2028-02-29\nb = 0000-01-01T00:00:00-23:59\nc = 07:32:00\nd = 2026-11-21 04:00:00'],
  ])('is read beside %s', async (_name, line) => {
    expect(await decide({ user: `${line}\n${says('keyring')}` })).toEqual({
      kind: 'store',
      store: 'keyring',
      decidedBy: 'user',
    });
  });

  it.each([
    ['what is no TOML', `${says('keyring')}[`],
    ['the same key twice', `a = 1\na = 2\n${says('keyring')}`],
    ['an integer of 65 bits', `a = 9223372036854775808\n${says('keyring')}`],
    ['one below the smallest integer', `[t]\na = [-9223372036854775809]\n${says('keyring')}`],
    ['81 lists in one another', `a = ${'['.repeat(81)}${']'.repeat(81)}\n${says('keyring')}`],
    ['30 February', `a = 2026-02-30\n${says('keyring')}`],
    ['31 April at an hour', `a = [2026-04-31T04:00:00Z]\n${says('keyring')}`],
    ['UTF-16 without a mark', says('keyring').replaceAll(/./gsu, '$&\0')],
    ['a name behind an escape', `"cli_auth_credentials_\\u0073tore" = "keyring"\n[`],
    ['another encoding', null],
  ])('is invalid where a layer is %s, whatever another one says', async (_name, text) => {
    expect(await decide({ user: text, managed: says('file') })).toEqual({ kind: 'invalid', layer: 'user' });
    expect(await decide({ user: says('file'), managed: text })).toEqual({ kind: 'invalid', layer: 'managed' });
  });

  it('is found behind an escape in the key', async () => {
    for (const letter of ['\\u0073', '\\U00000073', '\\x73']) {
      const user = `"cli_auth_credentials_${letter}tore" = "ephemeral"\n`;
      expect(await decide({ user })).toMatchObject({ store: 'ephemeral', decidedBy: 'user' });
    }
  });
});
