import { describe, expect, it } from 'vitest';
import { GrantStore } from '../../../../src/accounts/refresh/grantStore.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { answer, offline } from '../../../support/fakeHttp.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';
import { createSignInScene, grace, tell } from './signInScene.ts';

describe('a sign-in that came back and cannot be saved', () => {
  /** The storage refuses so many times, and then takes it. */
  const refuse = ({ secrets }: Pick<ReturnType<typeof createSignInScene>, 'secrets'>, times: number): void => {
    const { store } = secrets;
    let left = times;
    secrets.store = (key, value) => {
      left -= 1;
      return left < 0 ? store(key, value) : Promise.reject(new RangeError('Cannot set password'));
    };
  };
  const approved = answer(200, { authorization_code: 'c1', code_challenge: 'x', code_verifier: 'v'.repeat(43) });

  it('is saved again on the person’s word, without the browser', async () => {
    const harness = createSignInScene();
    const { service, finish, questions, browser, http, directory } = harness;
    questions.answers.saveAgain = 'saveAgain';
    refuse(harness, 2);
    const outcome = service.withBrowser();
    expect(await finish()).toBe('notSaved');
    expect([tell(await outcome), questions.asked, browser.opened.length, http.to('/oauth/token').length]).toEqual([
      'signedIn placed',
      ['saveAgain vault.notReadBack', 'saveAgain vault.notReadBack'],
      1,
      1,
    ]);
    expect((await directory.list()).map(({ kind }) => kind)).toEqual(['ready']);
  });

  it('after a device code is saved again in the same way', async () => {
    const harness = createSignInScene({ replies: { '/api/accounts/deviceauth/token': approved } });
    harness.questions.answers.saveAgain = 'saveAgain';
    refuse(harness, 1);
    expect([tell(await harness.service.withDeviceCode()), harness.questions.asked]).toEqual([
      'signedIn placed',
      ['saveAgain vault.notReadBack'],
    ]);
  });

  it('of an unexpected workspace is asked about once, and saved again', async () => {
    const harness = createSignInScene({ person: grace });
    const { service, finish, questions, directory } = harness;
    const tokens = mintTokens({ ...grace, workspaceId: 'workspace-else' });
    await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    questions.answers.saveAgain = 'saveAgain';
    refuse(harness, 1);
    const outcome = service.withBrowser();
    await finish();
    await outcome;
    expect(questions.asked).toEqual([
      'confirmIdentity otherWorkspace grace@example.com',
      'saveAgain vault.notReadBack',
    ]);
    expect((await directory.list()).map(({ kind }) => kind)).toEqual(['ready', 'ready']);
  });

  it.each([
    ['is ended on the server, and says so', [answer(200)], true],
    ['says that the server could not be told: offline', [offline()], false],
    ['says that the server could not be told: it refuses', [answer(500)], false],
    [
      'says that the server could not be told: a page in between',
      [answer(200, '<html></html>', { contentType: 'text/html' })],
      false,
    ],
  ])('and is given up %s', async (_name, revoke, isEnded) => {
    const harness = createSignInScene({ replies: { '/oauth/revoke': revoke } });
    const { service, finish, http, directory } = harness;
    refuse(harness, 1);
    const outcome = service.withBrowser();
    await finish();
    expect([await outcome, service.state.kind]).toEqual([{ kind: 'givenUp', isEnded }, 'idle']);
    expect([http.to('/oauth/revoke').length, await directory.list()]).toEqual([1, []]);
  });

  it('and is given up leaves the sign-in that it was to replace', async () => {
    const harness = createSignInScene();
    const { service, finish, directory } = harness;
    const tokens = mintTokens();
    const { account: before } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    refuse(harness, 1);
    const outcome = service.withBrowser();
    await finish();
    expect((await outcome).kind).toBe('givenUp');
    expect(await directory.list()).toMatchObject([
      { kind: 'ready', account: { id: before.id, grantId: before.grantId } },
    ]);
  });

  it('is not ended when it stands in the Vault after all', async () => {
    const harness = createSignInScene();
    const { service, finish, directory, http, secrets } = harness;
    const { get } = secrets;
    let reads = 0;
    secrets.get = (key) => {
      reads += key.startsWith('account.') ? 1 : 0;
      // What was written is not found when it is read back.
      return reads === 2 ? Promise.resolve(undefined) : get(key);
    };
    const outcome = service.withBrowser();
    await finish();
    expect([tell(await outcome), http.to('/oauth/revoke').length]).toEqual(['signedIn placed', 0]);
    expect((await directory.list()).map(({ kind }) => kind)).toEqual(['ready']);
  });

  /** Ada, who has an account here, signs in again. */
  const signInAgain = async (harness: ReturnType<typeof createSignInScene>) => {
    const tokens = mintTokens();
    const { account: before } = await harness.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    const inVault = async (): Promise<'old' | 'new' | undefined> => {
      const found = await harness.directory.find(before.id);
      const now =
        found.kind === 'account' && found.account.credential.kind === 'chatgpt'
          ? found.account.credential.tokens
          : undefined;
      return now && (now.refreshToken.equals(tokens.refreshToken) ? 'old' : 'new');
    };
    return { before, inVault };
  };

  it('is not ended while what the storage took in the place of the one before cannot be read', async () => {
    const harness = createSignInScene();
    const { service, finish, directory, http, secrets } = harness;
    const { inVault } = await signInAgain(harness);
    const { get, store } = secrets;
    secrets.store = async (key, value) => {
      await store(key, value);
      secrets.get = () => Promise.reject(new RangeError('The keyring is locked.'));
    };
    const outcome = service.withBrowser();
    await finish();
    expect([await outcome, http.to('/oauth/revoke').length]).toEqual([{ kind: 'unconfirmed' }, 0]);
    secrets.get = get;
    expect([await inVault(), (await directory.list()).map(({ kind }) => kind), await directory.count()]).toEqual([
      'new',
      ['ready'],
      1,
    ]);
  });

  it('is not ended while the Ledger cannot say where it may stand', async () => {
    const harness = createSignInScene();
    const { service, finish, http, grants, questions } = harness;
    refuse(harness, 1);
    questions.saveAgain = () => {
      grants.read = () =>
        Promise.reject(new AuthError('tryAgain', buildSentence('vault.notReadBack', {}), { reason: 'notStored' }));
      return Promise.resolve('giveUp');
    };
    const outcome = service.withBrowser();
    await finish();
    expect([await outcome, http.to('/oauth/revoke').length]).toEqual([{ kind: 'unconfirmed' }, 0]);
  });

  it('is not ended when another window has renewed it meanwhile', async () => {
    const harness = createSignInScene();
    const { service, finish, http, ledger, vault, secrets, questions, clock } = harness;
    const { before, inVault } = await signInAgain(harness);
    const grantStore = new GrantStore({ vault, ledger, clock, owner: { vaultId: 'vault-1', product: 'Code' } });
    const { get, store } = secrets;
    secrets.store = async (key, value) => {
      await store(key, value);
      secrets.get = () => Promise.reject(new RangeError('The keyring is locked.'));
    };
    questions.saveAgain = async () => {
      [secrets.get, secrets.store] = [get, store];
      const found = await vault.read(before.id);
      if (found.kind === 'account' && found.account.credential.kind === 'chatgpt') {
        const { account } = found;
        const { tokens } = found.account.credential;
        await grantStore.withGrant(account.grantId, new AbortController().signal, () =>
          grantStore.advance({ account, tokens }, { ...tokens, refreshToken: new Secret(randomText('rt')) }, 'Code'),
        );
      }
      return 'giveUp';
    };
    const outcome = service.withBrowser();
    await finish();
    expect([tell(await outcome), await inVault(), http.to('/oauth/revoke').length]).toEqual([
      'signedIn placed',
      'new',
      0,
    ]);
  });

  it('and stands in the Vault, leaves the grant of before, which only then could not be left', async () => {
    const harness = createSignInScene();
    const { service, finish, ledger, grants, questions, http } = harness;
    const { before } = await signInAgain(harness);
    const { write } = grants;
    let writes = 0;
    grants.write = (name, text) => {
      writes += 1;
      return writes === 2
        ? Promise.reject(new AuthError('tryAgain', buildSentence('vault.notReadBack', {}), { reason: 'notStored' }))
        : write(name, text);
    };
    const outcome = service.withBrowser();
    await finish();
    expect([tell(await outcome), questions.asked, http.to('/oauth/revoke').length]).toEqual([
      'signedIn placed',
      ['saveAgain vault.notReadBack'],
      0,
    ]);
    expect((await ledger.read(before.grantId))?.accounts).toEqual([]);
  });
});
