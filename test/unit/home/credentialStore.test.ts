import { describe, expect, it } from 'vitest';
import { credentialStores, decideStore, readWishes, type StoreDecision } from '../../../src/home/credentialStore.ts';
import type { ConfigTexts } from '../../../src/home/ports.ts';

const silent: ConfigTexts = { system: undefined, user: undefined, managed: undefined, requirements: undefined };

function says(store: string): string {
  return `# who decides\ncli_auth_credentials_store = ${JSON.stringify(store)}\n`;
}

async function decide(texts: Partial<ConfigTexts>): Promise<StoreDecision> {
  return decideStore(await readWishes({ ...silent, ...texts }));
}

describe('the store of a Home', () => {
  it('is the file where nobody says anything', async () => {
    expect(await decide({})).toEqual({ kind: 'store', store: 'file', decidedBy: 'default' });
    expect(await decide({ user: 'model = "o9"\n', system: '' })).toEqual({ kind: 'store', store: 'file', decidedBy: 'default' });
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
    expect(await decide({ managed: 'cli_auth_credentials_store = 1\n' })).toEqual({ kind: 'invalid', layer: 'managed' });
  });

  it('is not what a table of that name or broken TOML says', async () => {
    expect(await decide({ user: `[t]\n${says('keyring')}` })).toMatchObject({ store: 'file', decidedBy: 'default' });
    expect(await decide({ user: `${says('keyring')}[`, system: says('auto') })).toMatchObject({ store: 'auto', decidedBy: 'system' });
  });
});
