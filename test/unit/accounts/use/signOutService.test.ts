import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { SignOutService } from '../../../../src/accounts/use/signOutService.ts';
import { serializeCredential } from '../../../../src/home/credential/serializeCredential.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { answer, offline, type Reply } from '../../../support/fakeHttp.ts';
import { createCredential, unknownIdentity, grantIdOf } from '../../../support/records.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';

/** One account of ours, signed in here and in the Home. */
async function createSignInScene({
  revoke = answer(200),
  over = {},
}: { revoke?: Reply; over?: Parameters<typeof mintTokens>[1] } = {}) {
  const installation = createInstallation({ replies: { '/oauth/revoke': revoke } });
  const { directory, homeLink } = installation;
  const tokens = mintTokens({}, over);
  const { account } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
  await homeLink.place(account, 'silently');
  const service = new SignOutService(installation);
  const { signal } = new AbortController();
  return { ...installation, tokens, account, service, signal };
}

describe('signing out', () => {
  it('by forgetting reaches the Vault, and neither Codex nor the server', async () => {
    const { service, account, signal, file, http, secrets, homeLink, grants, ledger } = await createSignInScene();
    const text = file.text;
    expect(await service.signOut(account, 'forget', signal)).toEqual({ kind: 'done' });
    expect([
      secrets.values.size,
      file.text === text,
      http.sent.length,
      await homeLink.binding(),
      grants.files.size,
    ]).toEqual([0, true, 0, undefined, 1]);
    expect((await ledger.read(account.grantId))?.forgottenAtMs).toBeDefined();
  });

  it('of Codex on this host reaches the Home, and neither the Vault nor the server', async () => {
    const { service, account, signal, file, http, directory } = await createSignInScene();
    expect(await service.signOut(account, 'home', signal)).toEqual({ kind: 'done' });
    expect([file.text, http.sent.length, (await directory.find(account.id)).kind]).toEqual([undefined, 0, 'account']);
  });

  it('everywhere ends the newest token on the server first, then the Home, then the Vault', async () => {
    const loginOwnerId = randomText('owner');
    const { service, account, signal, file, http, secrets } = await createSignInScene({ over: { loginOwnerId } });
    const renewed = mintTokens({}, { loginOwnerId });
    file.text = serializeCredential({ kind: 'chatgpt', tokens: renewed }, undefined).reveal();
    expect(await service.signOut(account, 'everywhere', signal)).toEqual({ kind: 'done' });
    expect(http.to('/oauth/revoke').map(({ body }) => body)).toEqual([
      `{"token":"${renewed.refreshToken.reveal()}","token_type_hint":"refresh_token","client_id":"app_EMoamEEZ73f0CkXaXp7hrann"}`,
    ]);
    expect([file.text, secrets.values.size]).toEqual([undefined, 0]);
  });

  it.each(['everywhere', 'forget'] as const)(
    '%s removes an account from the grant that it has since the CLI signed it in anew',
    async (reach) => {
      const { service, account, signal, file, directory, homeLink, ledger, secrets } = await createSignInScene({
        over: { loginOwnerId: randomText('owner') },
      });
      const again = mintTokens({}, { loginOwnerId: randomText('owner') });
      file.text = serializeCredential({ kind: 'chatgpt', tokens: again }, undefined).reveal();
      if (reach === 'forget') {
        await homeLink.keepNewestOf(account);
      }
      expect(await service.signOut(account, reach, signal)).toEqual({ kind: 'done' });
      expect([await directory.list(), secrets.values.size]).toEqual([[], 0]);
      const books = await Promise.all(
        [account.grantId, again.loginOwnerId ?? ''].map((grantId) => ledger.read(grantIdOf(grantId))),
      );
      expect(books.map((book) => book?.forgottenAtMs !== undefined)).toEqual([true, true]);
    },
  );

  it.each([
    ['the server says no', answer(500), 500],
    ['nobody answers', offline(), undefined],
    ['a page of somebody in between says yes', answer(200, '<html>Welcome', { contentType: 'text/html' }), undefined],
  ])('everywhere keeps the account when %s, so that it can be tried again', async (_name, revoke, status) => {
    const { service, account, signal, file, directory } = await createSignInScene({ revoke });
    expect(await service.signOut(account, 'everywhere', signal)).toEqual({ kind: 'notRevoked', status });
    expect([file.text !== undefined, (await directory.find(account.id)).kind]).toEqual([true, 'account']);
  });

  it('everywhere sends a token to its own issuer, and to no hostile one', async () => {
    const own = await createSignInScene({
      over: { provenance: { issuer: 'https://login.example.com', clientId: 'app_own' } },
    });
    await own.service.signOut(own.account, 'everywhere', own.signal);
    expect(own.http.sent.map(({ url }) => url)).toEqual(['https://login.example.com/oauth/revoke']);
    const hostile = await createSignInScene({
      over: { provenance: { issuer: 'http://evil.example', clientId: 'app_own' } },
    });
    expect(await hostile.service.signOut(hostile.account, 'everywhere', hostile.signal)).toEqual({
      kind: 'notRevoked',
      status: undefined,
    });
    expect(hostile.http.sent).toEqual([]);
  });

  it('everywhere leaves another account in the Home alone', async () => {
    const { service, account, signal, directory, homeLink, file } = await createSignInScene();
    const { account: key } = await directory.save(
      { kind: 'apiKey', key: new Secret(randomText('sk')), check: 'good' },
      unknownIdentity,
    );
    await homeLink.place(key, 'silently');
    const text = file.text;
    await service.signOut(account, 'everywhere', signal);
    expect([file.text === text, (await homeLink.binding())?.accountId]).toEqual([true, key.id]);
  });

  it('says when Codex keeps changing the Home', async () => {
    const { service, account, signal, file } = await createSignInScene();
    let count = 0;
    file.beforeWrite = () => {
      count += 1;
      file.text = `{"n":${String(count)}}`;
    };
    const result = await service.signOut(account, 'home', signal);
    expect(result.kind === 'failed' && result.placement.sentence.messageId).toBe('home.keepsChanging');
  });

  it('can be everywhere only for a ChatGPT grant of its own', async () => {
    const { account } = await createSignInScene();
    const lease = mintTokens({}, { refreshToken: new Secret('') });
    expect(SignOutService.canRevoke(account)).toBe(true);
    expect(SignOutService.canRevoke({ ...account, credential: { kind: 'chatgpt', tokens: lease } })).toBe(false);
    expect(SignOutService.canRevoke({ ...account, credential: createCredential('apiKey') })).toBe(false);
  });
});
