import { describe, expect, it } from 'vitest';
import { GrantStore } from '../../../../src/accounts/refresh/grantStore.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { serializeCredential } from '../../../../src/home/credential/serializeCredential.ts';
import { Home } from '../../../../src/home/home.ts';
import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import type { Account } from '../../../../src/storage/account.ts';
import type { GrantEntry } from '../../../../src/storage/ledger.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation, type Installation } from '../../../support/accountsHarness.ts';
import { createMemoryFile } from '../../../support/memoryStores.ts';
import { unknownIdentity, accountIdOf } from '../../../support/records.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';

function documentOf(tokens: TokenSet): string {
  return serializeCredential({ kind: 'chatgpt', tokens }, undefined).reveal();
}

async function save({ directory }: Installation, tokens: TokenSet): Promise<Account> {
  return (await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens))).account;
}

async function refreshTokenOf({ directory }: Installation, id: string): Promise<string> {
  const entry = await directory.find(accountIdOf(id));
  return entry.kind === 'account' && entry.account.credential.kind === 'chatgpt'
    ? entry.account.credential.tokens.refreshToken.reveal()
    : entry.kind;
}

const grace = { email: 'grace@example.com', userId: 'user-grace', workspaceId: 'workspace-grace' };

describe('placing an account in the Home', () => {
  it('writes an empty Home and binds it', async () => {
    const installation = createInstallation();
    const tokens = mintTokens();
    const account = await save(installation, tokens);
    expect(await installation.homeLink.place(account, 'silently')).toEqual({ kind: 'placed' });
    expect(installation.file.text).toBe(documentOf(tokens));
    expect(await installation.homeLink.binding()).toMatchObject({ accountId: account.id, binding: 'full' });
  });

  it('replaces an account of ours without a question, and keeps what the CLI renewed', async () => {
    const installation = createInstallation();
    const loginOwnerId = randomText('owner');
    const first = await save(installation, mintTokens(grace, { loginOwnerId }));
    const renewed = mintTokens(grace, { loginOwnerId });
    installation.file.text = documentOf(renewed);
    const second = await save(installation, mintTokens());
    expect(await installation.homeLink.place(second, 'silently')).toEqual({ kind: 'placed', before: first.id });
    expect(await refreshTokenOf(installation, first.id)).toBe(renewed.refreshToken.reveal());
    expect(installation.questions.asked).toEqual([]);
  });

  it.each([
    ['equal', (tokens: TokenSet) => tokens],
    ['older', (_tokens: TokenSet, old: TokenSet) => old],
  ])('takes nothing from a Home that is %s', async (_name, choose) => {
    const installation = createInstallation();
    const loginOwnerId = randomText('owner');
    const [old, tokens] = [mintTokens({}, { loginOwnerId }), mintTokens({}, { loginOwnerId })];
    await save(installation, old);
    const account = await save(installation, tokens);
    installation.file.text = documentOf(choose(tokens, old));
    expect(await installation.homeLink.place(account, 'silently')).toEqual({ kind: 'placed' });
    expect(await refreshTokenOf(installation, account.id)).toBe(tokens.refreshToken.reveal());
    expect(installation.file.text).toBe(documentOf(tokens));
  });

  it('knows a spent token of a sign-in without a name, however often that was renewed, and keeps the newest', async () => {
    const installation = createInstallation();
    const grantStore = new GrantStore({ ...installation, owner: { vaultId: 'vault-1', product: 'Code' } });
    const life = [1, 2, 3].map((second) =>
      mintTokens({}, { loginOwnerId: undefined, lastRefresh: `2026-11-21T04:00:0${String(second)}Z` }),
    );
    const [first = mintTokens(), second = mintTokens(), newest = mintTokens()] = life;
    const account = await save(installation, first);
    await installation.homeLink.place(account, 'silently');
    const renewed = await grantStore.advance({ account, tokens: first }, second, 'Code');
    await grantStore.advance({ account: renewed, tokens: second }, newest, 'Code');
    // The Home was left a step behind.
    installation.file.text = documentOf(second);
    expect(await installation.homeLink.place(await save(installation, mintTokens(grace)), 'silently')).toEqual({
      kind: 'placed',
      before: account.id,
    });
    expect(await refreshTokenOf(installation, account.id)).toBe(newest.refreshToken.reveal());
    expect(await installation.directory.freshness({ kind: 'chatgpt', tokens: second })).toBe('spent');
  });

  it('does not let the CLI’s own sign-in of the same person undo the new one in the Vault', async () => {
    const byTheCli = mintTokens();
    const installation = createInstallation({ homeText: documentOf(byTheCli) });
    const tokens = mintTokens();
    const account = await save(installation, tokens);
    await installation.homeLink.place(account, 'silently');
    await installation.homeLink.place(account, 'asking');
    expect(installation.file.text).toBe(documentOf(tokens));
    expect(await refreshTokenOf(installation, account.id)).toBe(tokens.refreshToken.reveal());
    const entry = await installation.ledger.read(account.grantId);
    expect([entry?.accounts.map(({ id }) => id), entry?.forgottenAtMs]).toEqual([[account.id], undefined]);
  });

  it('takes a later sign-in by the CLI of the same account for the account', async () => {
    const installation = createInstallation();
    const account = await save(installation, mintTokens({}, { lastRefresh: '2026-11-21T04:00:00Z' }));
    const later = mintTokens({}, { lastRefresh: '2026-11-21T05:00:00Z' });
    installation.file.text = documentOf(later);
    await installation.homeLink.place(account, 'silently');
    expect([installation.file.text, await refreshTokenOf(installation, account.id)]).toEqual([
      documentOf(later),
      later.refreshToken.reveal(),
    ]);
  });

  it.each([
    [
      'was ended by the server',
      (entry: GrantEntry) => ({ ...entry, dead: { hash: entry.current, cause: 'revoked' as const } }),
    ],
    ['was forgotten', (entry: GrantEntry) => ({ ...entry, forgottenAtMs: 1 })],
    ['is spent', (entry: GrantEntry) => ({ ...entry, current: 'newer', spent: [entry.current] })],
  ])('lets no sign-in win, whatever its date, that %s', async (_name, end) => {
    const installation = createInstallation();
    const over = mintTokens({}, { lastRefresh: '2026-11-21T05:00:00Z' });
    const { grantId } = await save(installation, over);
    const entry = await installation.ledger.read(grantId);
    const fresh = mintTokens({}, { lastRefresh: '2026-11-21T04:00:00Z' });
    const account = await save(installation, fresh);
    if (entry !== undefined) {
      await installation.ledger.write(end(entry));
    }
    installation.file.text = documentOf(over);
    expect(await installation.homeLink.place(account, 'silently')).toEqual({ kind: 'placed' });
    expect([installation.file.text, await refreshTokenOf(installation, account.id)]).toEqual([
      documentOf(fresh),
      fresh.refreshToken.reveal(),
    ]);
  });

  it('asks before somebody else’s sign-in is replaced, and keeps it first', async () => {
    const foreign = mintTokens(grace);
    const installation = createInstallation({ homeText: documentOf(foreign) });
    const account = await save(installation, mintTokens());
    expect(await installation.homeLink.place(account, 'silently')).toEqual({ kind: 'mustAsk' });
    expect([installation.file.text, installation.questions.asked]).toEqual([documentOf(foreign), []]);
    installation.questions.answers.replaceForeign = 'keepAndReplace';
    const placement = await installation.homeLink.place(account, 'asking');
    expect(installation.questions.found).toMatchObject([{ kind: 'chatgpt', identity: { email: 'grace@example.com' } }]);
    const kept = (await installation.directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account] : []));
    const copy = kept.find(({ identity }) => identity.email === 'grace@example.com');
    expect(placement).toEqual({ kind: 'placed', before: copy?.id });
    expect(await refreshTokenOf(installation, copy?.id ?? '')).toBe(foreign.refreshToken.reveal());
  });

  it('leaves somebody else’s sign-in where the person says so', async () => {
    const foreign = documentOf(mintTokens(grace));
    const installation = createInstallation({ homeText: foreign });
    const account = await save(installation, mintTokens());
    expect(await installation.homeLink.place(account, 'asking')).toEqual({ kind: 'left' });
    expect([installation.file.text, (await installation.directory.list()).length]).toEqual([foreign, 1]);
    expect(await installation.homeLink.binding()).toMatchObject({ accountId: account.id, binding: 'none' });
  });

  it('replaces what unknownIdentity understands only with a yes, and sets it aside', async () => {
    const text = '{"auth_mode":"magic"}';
    const installation = createInstallation({ homeText: text });
    const account = await save(installation, mintTokens());
    expect(await installation.homeLink.place(account, 'silently')).toEqual({ kind: 'mustAsk' });
    expect(await installation.homeLink.place(account, 'asking')).toEqual({ kind: 'left' });
    expect([installation.file.text, installation.setAside]).toEqual([text, []]);
    installation.questions.answers.replaceUnreadable = 'setAsideAndReplace';
    expect(await installation.homeLink.place(account, 'asking')).toEqual({ kind: 'placed' });
    expect(installation.setAside).toEqual([text]);
  });

  it('sets a kind aside that it does not manage', async () => {
    const text = '{"bedrock_access_keys":{"access_key_id":"x","secret_access_key":"y"}}';
    const installation = createInstallation({ homeText: text });
    installation.questions.answers.replaceForeign = 'keepAndReplace';
    expect(await installation.homeLink.place(await save(installation, mintTokens()), 'asking')).toEqual({
      kind: 'placed',
    });
    expect(installation.setAside).toEqual([text]);
  });

  it('does not save again what another window has saved while the person was asked', async () => {
    const tokens = mintTokens(grace);
    const installation = createInstallation({ homeText: documentOf(tokens) });
    const { homeLink, questions, directory } = installation;
    const account = await save(installation, mintTokens());
    questions.replaceForeign = async () => {
      await save(installation, tokens);
      return 'keepAndReplace';
    };
    expect(await homeLink.place(account, 'asking')).toEqual({ kind: 'placed' });
    const gens = (await directory.list()).map(
      (row) => row.kind === 'ready' && [row.account.id === account.id, row.account.gen],
    );
    expect(gens).toContainEqual([false, 1]);
  });

  it('looks again when somebody was faster, and gives up when that does not end', async () => {
    const installation = createInstallation();
    const account = await save(installation, mintTokens());
    let times = 1;
    installation.file.beforeWrite = () => {
      if (times > 0) {
        installation.file.text = `{"n":${String(times)}}`;
        times -= 1;
      }
    };
    expect(await installation.homeLink.place(account, 'silently')).toEqual({ kind: 'placed' });
    times = 100;
    const result = await installation.homeLink.place(account, 'silently');
    expect(result.kind === 'failed' && result.sentence.messageId).toBe('home.keepsChanging');
  });

  it('says what is wrong with the file', async () => {
    const installation = createInstallation();
    const account = await save(installation, mintTokens());
    installation.file.states.push({ kind: 'problem', problem: 'readOnlyDisk' });
    expect(await installation.homeLink.place(account, 'silently')).toMatchObject({
      kind: 'failed',
      sentence: { messageId: 'home.readOnlyDisk' },
    });
  });
});

describe('the Home and the Vault', () => {
  it('say who stands there', async () => {
    const installation = createInstallation();
    const kinds: string[] = [];
    const look = async (text: string | undefined): Promise<void> => {
      installation.file.text = text;
      kinds.push((await installation.homeLink.look()).kind);
    };
    const tokens = mintTokens();
    await look(undefined);
    await look(documentOf(tokens));
    await look('{');
    await save(installation, tokens);
    await look(documentOf(tokens));
    expect(kinds).toEqual(['none', 'foreign', 'unreadable', 'ours']);
  });

  it('take a sign-in over and leave the Home as it is', async () => {
    const tokens = mintTokens(grace);
    const installation = createInstallation({ homeText: documentOf(tokens) });
    const account = await installation.homeLink.takeOver();
    expect([account?.identity.email, installation.file.text]).toEqual(['grace@example.com', documentOf(tokens)]);
    expect(await installation.homeLink.binding()).toMatchObject({ accountId: account?.id, binding: 'full' });
    expect((await installation.homeLink.look()).kind).toBe('ours');
  });

  it.each([undefined, '{}', '{', '{"auth_mode":"headers"}'])('take nothing over from %j', async (text) => {
    const installation = createInstallation(text === undefined ? {} : { homeText: text });
    expect(await installation.homeLink.takeOver()).toBeUndefined();
  });

  it('sign Codex out, after the newest tokens were kept', async () => {
    const installation = createInstallation();
    const loginOwnerId = randomText('owner');
    const account = await save(installation, mintTokens({}, { loginOwnerId }));
    await installation.homeLink.place(account, 'silently');
    const renewed = mintTokens({}, { loginOwnerId });
    installation.file.text = documentOf(renewed);
    expect(await installation.homeLink.clear()).toEqual({ kind: 'placed' });
    expect([installation.file.text, await installation.homeLink.binding()]).toEqual([undefined, undefined]);
    expect(await refreshTokenOf(installation, account.id)).toBe(renewed.refreshToken.reveal());
    expect(installation.http.sent).toEqual([]);
  });

  it('give a key its place', async () => {
    const installation = createInstallation();
    const key = new Secret(randomText('sk'));
    const { account } = await installation.directory.save({ kind: 'apiKey', key, check: 'good' }, unknownIdentity);
    expect(await installation.homeLink.place(account, 'silently')).toEqual({ kind: 'placed' });
    expect(installation.file.text).toBe(`{\n  "auth_mode": "apikey",\n  "OPENAI_API_KEY": "${key.reveal()}"\n}`);
    expect((await installation.homeLink.look()).kind).toBe('ours');
  });
});

describe('a Home in a keychain that only a click opens', () => {
  it('is not looked into by itself, and used by every click', async () => {
    const installation = createInstallation({ isClickNeeded: true });
    const { homeLink, file, setAside } = installation;
    const loginOwnerId = randomText('owner');
    const first = await save(installation, mintTokens(grace, { loginOwnerId }));
    const second = await save(installation, mintTokens());
    expect(await homeLink.place(first, 'silently')).toEqual({ kind: 'placed' });
    expect(await homeLink.look()).toMatchObject({ kind: 'unreadable', state: { problem: 'keychainNotRead' } });
    expect(await homeLink.look('onClick')).toMatchObject({ kind: 'ours', account: { id: first.id } });
    const renewed = mintTokens(grace, { loginOwnerId });
    file.text = documentOf(renewed);
    expect(await homeLink.place(second, 'asking')).toEqual({ kind: 'placed', before: first.id });
    expect(await refreshTokenOf(installation, first.id)).toBe(renewed.refreshToken.reveal());
    expect(await homeLink.takeOver()).toMatchObject({ id: second.id });
    expect(await homeLink.clear()).toEqual({ kind: 'placed' });
    expect([file.text, setAside]).toEqual([undefined, []]);
  });
});

describe('a place that Codex has left', () => {
  it('is emptied after its newest tokens were kept, and the Home stays bound', async () => {
    const installation = createInstallation();
    const { homeLink, setAside } = installation;
    const loginOwnerId = randomText('owner');
    const account = await save(installation, mintTokens(grace, { loginOwnerId }));
    await homeLink.place(account, 'silently');
    const renewed = mintTokens(grace, { loginOwnerId });
    const left = createMemoryFile(documentOf(renewed));
    await homeLink.empty(new Home('/home/ada/.codex', left, () => Promise.resolve()));
    expect([left.text, setAside]).toEqual([undefined, []]);
    expect(await refreshTokenOf(installation, account.id)).toBe(renewed.refreshToken.reveal());
    expect(await homeLink.binding()).toMatchObject({ accountId: account.id, binding: 'full' });
  });

  it('has what is nobody’s set aside, and is not emptied while it can not be read', async () => {
    const { homeLink, setAside } = createInstallation();
    const foreign = documentOf(mintTokens(grace));
    const left = createMemoryFile(foreign);
    left.states.push({ kind: 'problem', problem: 'keyringUnavailable' });
    const place = new Home('/home/ada/.codex', left, () => Promise.resolve());
    await expect(homeLink.empty(place)).rejects.toMatchObject({ sentence: { messageId: 'home.keyringUnavailable' } });
    expect([left.text, setAside]).toEqual([foreign, []]);
    await homeLink.empty(place);
    expect([left.text, setAside]).toEqual([undefined, [foreign]]);
  });
});
