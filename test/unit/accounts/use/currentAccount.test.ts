import { describe, expect, it, onTestFinished } from 'vitest';
import { CurrentAccount } from '../../../../src/accounts/use/currentAccount.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { notEnded, waitUntil } from '../../../support/fakeClock.ts';
import { refusal } from '../../../support/fakeHttp.ts';
import { createCredential, unknownIdentity } from '../../../support/records.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { mintTokens } from '../../../support/tokens.ts';

async function createSignInScene({ isSignedIn = true } = {}) {
  const installation = createInstallation({ replies: { '/v1/models': refusal(401) } });
  const { directory, homeLink } = installation;
  const tokens = mintTokens();
  const { account } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
  await (isSignedIn ? homeLink.place(account, 'silently') : directory.forget(account));
  const current = new CurrentAccount(installation);
  onTestFinished(() => {
    current.dispose();
  });
  return { ...installation, account, current };
}

describe('the account in use', () => {
  it('is not known before it was read', async () => {
    const { current } = await createSignInScene();
    expect(current.state).toEqual({ kind: 'loading' });
  });

  it('is the one that the Home is bound to', async () => {
    const { current, account } = await createSignInScene();
    expect(await current.update()).toMatchObject({
      kind: 'signedIn',
      account: { id: account.id },
      home: { kind: 'ours' },
      health: undefined,
    });
  });

  it('is the one of ours in the Home where nothing is bound', async () => {
    const { current, account, homes } = await createSignInScene();
    homes.files.clear();
    expect(await current.update()).toMatchObject({ kind: 'signedIn', account: { id: account.id } });
  });

  it('is unknownIdentity where unknownIdentity ever signed in, and says whether Codex is', async () => {
    const { current, file } = await createSignInScene({ isSignedIn: false });
    expect(await current.update()).toEqual({ kind: 'signedOut', home: { kind: 'none' } });
    file.text = '{"OPENAI_API_KEY":"sk-x"}';
    expect(await current.update()).toMatchObject({ kind: 'signedOut', home: { kind: 'foreign' } });
  });

  it.each(['homes', 'grants'] as const)(
    'says why our records of %s cannot be read, and what Codex has, until they can',
    async (records) => {
      const { current, homes, grants, account } = await createSignInScene();
      const folder = { homes, grants }[records];
      const { read, list } = folder;
      const refuse = () =>
        Promise.reject(
          new AuthError('fixFile', buildSentence('folder.isFile', { path: '/state' }), { reason: 'isFile' }),
        );
      Object.assign(folder, { read: refuse, list: refuse });
      expect(await current.update()).toMatchObject({
        kind: 'unreadable',
        sentence: { messageId: 'folder.isFile' },
        home: { kind: records === 'homes' ? 'ours' : 'foreign' },
      });
      expect(current.state.kind).toBe('unreadable');
      Object.assign(folder, { read, list });
      expect(await current.update()).toMatchObject({ kind: 'signedIn', account: { id: account.id } });
    },
  );

  it('is lost, not "never signed in", where the Ledger knows it and the secrets are gone', async () => {
    const { current, account, secrets } = await createSignInScene();
    secrets.values.clear();
    expect(await current.update()).toEqual({
      kind: 'secretsLost',
      id: account.id,
      accountKind: 'chatgpt',
      grantId: account.grantId,
    });
  });

  it('stays signed in while the server cannot be reached', async () => {
    const { current, account, check } = await createSignInScene();
    await check.run(account, notEnded);
    expect(await current.update()).toMatchObject({ kind: 'signedIn', health: { kind: 'offline' } });
  });

  it('needs a new sign-in by the server’s word', async () => {
    const { current, account, ledger, directory, homeLink, check } = await createSignInScene();
    const entry = await ledger.read(account.grantId);
    if (entry !== undefined) {
      await ledger.write({ ...entry, dead: { hash: entry.current, cause: 'revoked' } });
    }
    expect(await current.update()).toMatchObject({ kind: 'needsSignIn', reason: 'revoked' });
    const { account: key } = await directory.save(createCredential('apiKey'), unknownIdentity);
    await homeLink.place(key, 'silently');
    await check.run(key, notEnded);
    expect(await current.update()).toMatchObject({ kind: 'needsSignIn', reason: 'refused', account: { id: key.id } });
  });

  it('needs a new sign-in when it came without a refresh token and is over', async () => {
    const { current, directory, homeLink, check } = await createSignInScene();
    const tokens = mintTokens({}, { refreshToken: new Secret('') });
    const { account } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    await homeLink.place(account, 'silently');
    check.note(account.id, { kind: 'refused', checkedAtMs: 0 });
    expect(await current.update()).toMatchObject({
      kind: 'needsSignIn',
      reason: 'notRenewable',
      account: { id: account.id },
    });
  });

  it('is kept by another product while its token here is spent, and ours again with the newer one', async () => {
    const { current, account, ledger, check } = await createSignInScene();
    const entry = await ledger.read(account.grantId);
    check.note(account.id, { kind: 'keptElsewhere', product: 'Cursor', checkedAtMs: 0 });
    expect(await current.update()).toMatchObject({ kind: 'signedIn' });
    if (entry !== undefined) {
      await ledger.write({ ...entry, current: 'elsewhere', spent: [entry.current] });
    }
    expect(await current.update()).toEqual({ kind: 'keptElsewhere', product: 'Cursor', account });
    if (entry !== undefined) {
      await ledger.write(entry);
    }
    expect(await current.update()).toMatchObject({ kind: 'signedIn', account: { id: account.id } });
  });

  it('needs a new sign-in when this one no longer opens its workspace', async () => {
    const { current, account, check } = await createSignInScene();
    check.note(account.id, { kind: 'workspaceClosed', checkedAtMs: 0 });
    expect(await current.update()).toEqual({ kind: 'needsSignIn', reason: 'workspaceClosed', account });
  });

  it('is read again by itself when something it was read from changed', async () => {
    const { current, directory, account } = await createSignInScene();
    await current.update();
    const heard: string[] = [];
    current.onDidChange((state) => heard.push(state.kind === 'signedIn' ? state.account.label : state.kind));
    await directory.decorate(account.id, { label: 'Mine' });
    await waitUntil(() => heard.includes('Mine'));
    expect(current.state).toMatchObject({ kind: 'signedIn', account: { label: 'Mine' } });
  });

  it('is read once more for all who ask while it is being read', async () => {
    const { current, ledger, directory, account } = await createSignInScene();
    let reads = 0;
    const find = directory.find.bind(directory);
    directory.find = (id) => {
      reads += 1;
      return find(id);
    };
    const states = await Promise.all([current.update(), current.update(), current.update()]);
    expect([reads, new Set(states).size, states[0]]).toMatchObject([
      2,
      1,
      { kind: 'signedIn', account: { id: account.id } },
    ]);
    expect(await ledger.read(account.grantId)).toBeDefined();
  });

  it('is followed no longer once it ended', async () => {
    const { current, secrets } = await createSignInScene();
    await current.update();
    current.dispose();
    let heard = 0;
    current.onDidChange(() => {
      heard += 1;
    });
    await secrets.store('account.x', 'y');
    expect(heard).toBe(0);
  });
});
