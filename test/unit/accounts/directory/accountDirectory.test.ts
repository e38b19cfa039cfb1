import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import type { Account, Credential } from '../../../../src/storage/account.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation, type Installation } from '../../../support/accountsHarness.ts';
import { createMemoryFolder } from '../../../support/memoryStores.ts';
import { runs } from '../../../support/propertyRuns.ts';
import { unknownIdentity, accountIdOf } from '../../../support/records.ts';
import { mintTokens, randomText, type Person } from '../../../support/tokens.ts';

async function saveTokens(
  { directory }: Installation,
  person: Person = {},
  over: Parameters<typeof mintTokens>[1] = {},
): Promise<Account> {
  const tokens = mintTokens(person, over);
  return (await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens))).account;
}

async function labelsOf({ directory }: Installation): Promise<readonly string[]> {
  return (await directory.list()).map((row) => (row.kind === 'ready' ? row.account.label : row.kind)).sort();
}

describe('the directory of accounts', () => {
  it('keeps one account for one person in one workspace, with its id and label', async () => {
    const installation = createInstallation();
    const first = await saveTokens(installation);
    const second = await saveTokens(installation);
    expect([second.id, second.label, second.createdAt]).toEqual([first.id, first.label, first.createdAt]);
    expect(second.gen).toBeGreaterThan(first.gen);
    expect(await labelsOf(installation)).toEqual(['ada@example.com']);
  });

  it('makes one account of a sign-in that two of its parts save in the same moment', async () => {
    const installation = createInstallation();
    const tokens = mintTokens();
    const save = async (): Promise<Account> =>
      (await installation.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens))).account;
    const [first, second] = await Promise.all([save(), save()]);
    expect(second.id).toBe(first.id);
    expect(await labelsOf(installation)).toHaveLength(1);
  });

  it('says whether an account was here, and finds one that came after the others were looked at', async () => {
    const installation = createInstallation();
    const { directory } = installation;
    const seen = await directory.observe();
    const [first, second] = [mintTokens(), mintTokens()];
    const came = await directory.save({ kind: 'chatgpt', tokens: first }, identifyTokens(first));
    const again = await directory.save({ kind: 'chatgpt', tokens: second }, identifyTokens(second), { seen });
    expect([came.isNew, again.isNew, again.account.id]).toEqual([true, false, came.account.id]);
    expect(await labelsOf(installation)).toHaveLength(1);
  });

  it('keeps another workspace, and another person with the same e-mail, as accounts of their own', async () => {
    const installation = createInstallation();
    const ids = [
      await saveTokens(installation),
      await saveTokens(installation, { workspaceId: 'workspace-2' }),
      await saveTokens(installation, { userId: 'user-other' }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(await labelsOf(installation)).toEqual(['ada@example.com', 'ada@example.com 2', 'ada@example.com 3']);
  });

  it('takes the workspace from the token set, not from the id token of before a switch', async () => {
    const installation = createInstallation();
    const first = await saveTokens(installation);
    const switched = await saveTokens(installation, {}, { workspaceId: 'workspace-2' });
    expect([switched.identity.workspaceId, switched.id === first.id]).toEqual(['workspace-2', false]);
  });

  it('knows a key by itself', async () => {
    const installation = createInstallation();
    const key = new Secret(randomText('sk'));
    const save = async (one: Secret): Promise<Account> =>
      (await installation.directory.save({ kind: 'apiKey', key: one, check: 'good' }, unknownIdentity)).account;
    const [first, again, other] = [await save(key), await save(key), await save(new Secret(randomText('sk')))];
    expect([again.id === first.id, other.id === first.id]).toEqual([true, false]);
  });

  it('writes the Ledger before the Vault, the first time and later', async () => {
    const installation = createInstallation();
    const options = { loginOwnerId: randomText('owner') };
    const order: string[] = [];
    installation.grants.onDidChange(() => order.push('ledger'));
    installation.secrets.onDidChange((key) => order.push(key.split('.')[0] ?? ''));
    await saveTokens(installation, {}, options);
    await saveTokens(installation, {}, options);
    expect(order).toEqual(['ledger', 'account', 'ledger', 'account']);
  });

  it('keeps nothing of a first account that the Ledger could not take', async () => {
    const installation = createInstallation();
    installation.grants.write = () => Promise.reject(new RangeError('The disk is full.'));
    await expect(saveTokens(installation)).rejects.toThrow('The disk is full.');
    expect([...installation.secrets.values.keys()]).toEqual([]);
  });

  it('writes no secret into the Ledger', async () => {
    const installation = createInstallation();
    const account = await saveTokens(installation);
    const tokens = account.credential.kind === 'chatgpt' ? account.credential.tokens : undefined;
    const book = [...installation.grants.files.values()].join('');
    for (const secret of [tokens?.refreshToken, tokens?.accessToken, tokens?.idToken]) {
      expect(book).not.toContain(secret?.reveal() ?? '');
    }
    expect(book).not.toContain('ada@example.com');
  });

  it('says when the storage did not keep what it was given', async () => {
    const installation = createInstallation();
    installation.secrets.store = () => Promise.resolve();
    await expect(saveTokens(installation)).rejects.toMatchObject({
      code: 'tryAgain',
      sentence: { messageId: 'vault.notReadBack' },
    });
  });

  it('is not set back by a token that is spent', async () => {
    const installation = createInstallation();
    const loginOwnerId = randomText('owner');
    const old = mintTokens({}, { loginOwnerId });
    await installation.directory.save({ kind: 'chatgpt', tokens: old }, identifyTokens(old));
    const newer = await saveTokens(installation, {}, { loginOwnerId });
    const credential: Credential = { kind: 'chatgpt', tokens: old };
    expect(await installation.directory.freshness(credential)).toBe('spent');
    const { account: back } = await installation.directory.save(credential, identifyTokens(old));
    const kept = newer.credential.kind === 'chatgpt' && back.credential.kind === 'chatgpt';
    expect(kept && back.credential.tokens.refreshToken.equals(newer.credential.tokens.refreshToken)).toBe(true);
  });

  it('lists its own accounts only, while the Ledger is shared', async () => {
    const grants = createMemoryFolder();
    const [code, cursor] = [createInstallation({ grants }), createInstallation({ grants, vaultId: 'vault-2' })];
    await saveTokens(code);
    expect([
      await labelsOf(code),
      await labelsOf(cursor),
      await code.directory.count(),
      await cursor.directory.count(),
    ]).toEqual([['ada@example.com'], [], 1, 0]);
  });

  it('says of an account that its secrets are lost', async () => {
    const installation = createInstallation();
    const { id, grantId } = await saveTokens(installation);
    installation.secrets.values.clear();
    expect(await installation.directory.list()).toEqual([{ kind: 'secretsLost', id, grantId }]);
  });

  it('has an account back by one sign-in after its secrets were lost', async () => {
    const installation = createInstallation();
    const { id } = await saveTokens(installation);
    installation.secrets.values.clear();
    expect([(await saveTokens(installation)).id, await labelsOf(installation)]).toEqual([id, ['ada@example.com']]);
  });

  it('says of an account that a newer release wrote it', async () => {
    const installation = createInstallation();
    const { id, grantId } = await saveTokens(installation);
    installation.secrets.values.set(`account.${id}`, '{"v":3}');
    expect(await installation.directory.list()).toEqual([{ kind: 'newerRelease', id, grantId }]);
  });

  it('forgets an account: its secrets go, its grant stays known as forgotten', async () => {
    const installation = createInstallation();
    const account = await saveTokens(installation);
    await installation.directory.forget(account);
    expect([await labelsOf(installation), installation.secrets.values.size]).toEqual([[], 0]);
    expect((await installation.ledger.read(account.grantId))?.forgottenAtMs).toBe(installation.clock.nowMs());
  });

  it('forgets an account after the renewal of another window, which leaves no secret behind', async () => {
    const { directory, ledger, vault, secrets, ...installation } = createInstallation();
    const account = await saveTokens({ ...installation, directory, ledger, vault, secrets });
    const [held, read] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const renewal = ledger.withGrant(account.grantId, async () => {
      held.resolve(undefined);
      await read.promise;
      await vault.write(account);
    });
    // Both at once would be a race for the lock, which either may win.
    await held.promise;
    const forgotten = directory.forget(account);
    read.resolve(undefined);
    await Promise.all([renewal, forgotten]);
    expect([[...secrets.values.keys()], await directory.list()]).toEqual([[], []]);
  });

  it('forgets a key without a trace', async () => {
    const installation = createInstallation();
    const { account } = await installation.directory.save(
      { kind: 'apiKey', key: new Secret(randomText('sk')), check: 'good' },
      unknownIdentity,
    );
    await installation.directory.forget(account);
    expect([installation.grants.files.size, installation.secrets.values.size]).toEqual([0, 0]);
  });

  it('gives a label that it made a better name, and leaves the person’s own', async () => {
    const installation = createInstallation();
    const { id, identity } = await saveTokens(installation);
    const named = { ...identity, workspaceName: 'Acme' };
    expect((await installation.directory.updateIdentity(id, named))?.label).toBe('Acme');
    await installation.directory.decorate(id, { label: 'Mine' });
    expect((await installation.directory.updateIdentity(id, { ...named, workspaceName: 'Acme 2' }))?.label).toBe(
      'Mine',
    );
  });

  it('gives no label twice that the person gave while a sign-in was asking for its own', async () => {
    const installation = createInstallation();
    const { id } = await saveTokens(installation, { userId: 'user-1' });
    const seen = await installation.directory.observe();
    await installation.directory.decorate(id, { label: 'ada@example.com 2' });
    const tokens = mintTokens({ userId: 'user-2' });
    await installation.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens), { seen });
    expect(await labelsOf(installation)).toEqual(['ada@example.com', 'ada@example.com 2']);
  });

  it('has the labels that it made, numbered ones too, follow what may be shown, and leaves the person’s own', async () => {
    const installation = createInstallation();
    const ids = [];
    for (const userId of ['user-1', 'user-2', 'user-3']) {
      ids.push((await saveTokens(installation, { userId })).id);
    }
    await installation.directory.decorate(accountIdOf(ids[2] ?? ''), { label: 'Mine' });
    installation.shown.hidesPersonalInfo = true;
    const { accounts, isComplete } = await installation.directory.renewLabels();
    expect([accounts.map(({ label }) => label).sort(), isComplete]).toEqual([['Mine', 'plus', 'plus 2'], true]);
    expect(await labelsOf(installation)).toEqual(['Mine', 'plus', 'plus 2']);
    expect((await installation.directory.renewLabels()).accounts).toEqual(accounts);
    installation.shown.hidesPersonalInfo = false;
    await installation.directory.renewLabels();
    expect(await labelsOf(installation)).toEqual(['Mine', 'ada@example.com', 'ada@example.com 2']);
  });

  it('gives no two accounts one label', async () => {
    const person = fc.record({
      userId: fc.constantFrom('u1', 'u2', 'u3'),
      workspaceId: fc.constantFrom('w1', 'w2'),
      email: fc.constantFrom('a@b.c', 'd@e.f'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 8 }), async (people) => {
        const installation = createInstallation();
        for (const one of people) {
          await saveTokens(installation, one);
        }
        const labels = await labelsOf(installation);
        expect(new Set(labels).size).toBe(labels.length);
        expect(labels.length).toBe(new Set(people.map(({ userId, workspaceId }) => `${userId} ${workspaceId}`)).size);
      }),
      runs(5),
    );
  });
});
