import { describe, expect, it } from 'vitest';
import { recoverLedger } from '../../../../src/accounts/directory/ledgerRecovery.ts';
import { hashOf } from '../../../../src/accounts/directory/grantTokens.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';

/** One ChatGPT account and one key in the Vault. */
async function createScene() {
  const house = createInstallation();
  const tokens = mintTokens();
  const { account: chatGpt } = await house.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
  const nobody = {
    email: undefined,
    userId: undefined,
    plan: undefined,
    workspaceId: undefined,
    workspaceName: undefined,
  };
  const { account: key } = await house.directory.save(
    { kind: 'apiKey', key: new Secret(randomText('sk')), check: 'good' },
    nobody,
  );
  const { vault, ledger, grants } = house;
  const owner = { vaultId: 'vault-1', product: 'Code' };
  const list = async (): Promise<readonly string[]> =>
    (await house.directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account.id] : [])).sort();
  return { ...house, tokens, chatGpt, key, grants, list, recover: () => recoverLedger({ vault, ledger, owner }) };
}

describe('a Ledger of which nothing is left', () => {
  it('is brought back from the Vault: every account is known again, its token the current one', async () => {
    const scene = await createScene();
    const before = await scene.list();
    scene.grants.files.clear();
    expect(await scene.list()).toEqual([]);
    expect((await scene.recover()).map(({ id }) => id).sort()).toEqual([scene.chatGpt.id, scene.key.id].sort());
    expect(await scene.list()).toEqual(before);
    const entry = await scene.ledger.read(scene.chatGpt.grantId);
    expect([entry?.current, entry?.spent, entry?.dead]).toEqual([await hashOf(scene.tokens), [], undefined]);
    expect(await scene.recover()).toEqual([]);
  });

  it('is left alone while it has any entry: what it does not list was forgotten', async () => {
    const scene = await createScene();
    await scene.ledger.remove(scene.key.grantId);
    expect(await scene.recover()).toEqual([]);
    expect(await scene.list()).toEqual([scene.chatGpt.id]);
  });

  it('stays empty where the storage does not tell what it holds, or holds nothing that can be read', async () => {
    const scene = await createScene();
    scene.grants.files.clear();
    for (const name of scene.secrets.values.keys()) {
      scene.secrets.values.set(name, 'no record');
    }
    expect(await scene.recover()).toEqual([]);
    const { vault, ledger } = createInstallation();
    expect(await recoverLedger({ vault, ledger, owner: { vaultId: 'vault-1', product: 'Code' } })).toEqual([]);
  });
});
