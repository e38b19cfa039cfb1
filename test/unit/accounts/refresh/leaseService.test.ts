import { describe, expect, it } from 'vitest';
import { LeaseService } from '../../../../src/accounts/refresh/leaseService.ts';
import { parseCredentialDocument } from '../../../../src/home/credential/credentialDocument.ts';
import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import { sha256Hex } from '../../../../src/base/bytes.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { answer, offline, refusal, type Reply } from '../../../support/fakeHttp.ts';
import { createAccount, createCredential, accountIdOf } from '../../../support/records.ts';
import {
  answerWith,
  createRefreshScene,
  finish,
  mintLife,
  renew,
  tokensOf,
  type RefreshScene,
} from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;
const switchPath = '/backend-api/accounts/switch-workspace-token';
const path = '/oauth/token';

/** An account in the Vault and in the Home whose hour began `ageMs` ago, and what the issuer gives next. */
async function createScene(
  choose: (next: TokenSet, third: TokenSet) => Reply | readonly Reply[],
  ageMs = 5 * minuteMs,
) {
  const tokens = mintLife({ issuedMs: startMs - ageMs });
  const next = renew(tokens, { issuedMs: startMs });
  const third = renew(next, { issuedMs: startMs });
  const scene = createRefreshScene({ replies: { [path]: choose(next, third), [switchPath]: answer(503) } });
  const account = await scene.save(tokens);
  scene.put(tokens);
  return { scene, tokens, next, third, account, leases: new LeaseService({ refresh: scene.service }) };
}

const sentTokens = (scene: RefreshScene): readonly unknown[] =>
  scene.http.to(path).map(({ body }) => (JSON.parse(body ?? '') as { refresh_token: unknown }).refresh_token);

async function keptTokens(scene: RefreshScene, id: string): Promise<TokenSet> {
  const entry = await scene.vault.read(accountIdOf(id));
  if (entry.kind !== 'account') {
    throw new TypeError('The account is gone.');
  }
  return tokensOf(entry.account);
}

describe('a lease', () => {
  it('has an access token of its own, no refresh token, and the account keeps its own', async () => {
    const { scene, tokens, next, account, leases } = await createScene((next) => answer(200, answerWith(next)));
    const lease = await leases.make(account);
    const kept = await keptTokens(scene, account.id);
    expect(kept.accessToken.equals(tokens.accessToken)).toBe(true);
    expect(kept.refreshToken.equals(next.refreshToken)).toBe(true);
    expect(lease).toMatchObject({ binding: 'lease', expiresAtMs: startMs + 60 * minuteMs });
    expect(lease.accessTokenHash).toBe(await sha256Hex(next.accessToken.reveal()));
    expect(JSON.parse(lease.document.reveal())).toEqual({
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: {
        id_token: next.idToken.reveal(),
        access_token: next.accessToken.reveal(),
        refresh_token: '',
        oauth_provenance: { issuer: 'https://auth.openai.com', client_id: 'app_EMoamEEZ73f0CkXaXp7hrann' },
        account_id: 'workspace-ada',
      },
      last_refresh: new Date(startMs).toISOString(),
    });
  });

  it('gives Ledger and Home the new refresh token, beside the old access token', async () => {
    const { scene, tokens, next, account, leases } = await createScene((next) => answer(200, answerWith(next)));
    await leases.make(account);
    const entry = await scene.ledger.read(account.grantId);
    expect([entry?.gen, entry?.current, entry?.spent, entry?.pending]).toEqual([
      2,
      await sha256Hex(next.refreshToken.reveal()),
      [await sha256Hex(tokens.refreshToken.reveal())],
      undefined,
    ]);
    expect(scene.file.text).toContain(next.refreshToken.reveal());
    expect(scene.file.text).toContain(tokens.accessToken.reveal());
    expect(scene.file.text).not.toContain(next.accessToken.reveal());
  });

  it('is made after the account is renewed, when that is due: no token is sent twice', async () => {
    const { scene, tokens, next, third, account, leases } = await createScene(
      (next, third) => [answer(200, answerWith(next)), answer(200, answerWith(third))],
      50 * minuteMs,
    );
    const lease = await leases.make(account);
    expect(sentTokens(scene)).toEqual([tokens.refreshToken.reveal(), next.refreshToken.reveal()]);
    expect(lease.document.reveal()).toContain(third.accessToken.reveal());
    const kept = await keptTokens(scene, account.id);
    expect([kept.accessToken.equals(next.accessToken), kept.refreshToken.equals(third.refreshToken)]).toEqual([
      true,
      true,
    ]);
  });

  it('is another one for every host, even when two ask at once', async () => {
    const { scene, tokens, next, account, leases } = await createScene((next, third) => [
      answer(200, answerWith(next)),
      answer(200, answerWith(third)),
    ]);
    const made = await Promise.all([leases.make(account), leases.make(account)]);
    expect(new Set(made.map(({ accessTokenHash }) => accessTokenHash)).size).toBe(2);
    expect(sentTokens(scene)).toEqual([tokens.refreshToken.reveal(), next.refreshToken.reveal()]);
  });

  it('starts from what the CLI has renewed meanwhile', async () => {
    const { scene, tokens, account, leases } = await createScene((_next, third) => answer(200, answerWith(third)));
    const theirs = renew(tokens, { issuedMs: startMs });
    scene.put(theirs);
    await leases.make(account);
    expect(sentTokens(scene)).toEqual([theirs.refreshToken.reveal()]);
  });

  it('is not made of a token for another workspace, when the right one is not to be had; the refresh token that came with it is kept', async () => {
    const other = mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' });
    const { scene, account, leases } = await createScene(() => answer(200, answerWith(other)));
    await expect(leases.make(account)).rejects.toMatchObject({ code: 'checkNetwork' });
    expect((await keptTokens(scene, account.id)).refreshToken.equals(other.refreshToken)).toBe(true);
  });

  it.each([
    ['the server ended the sign-in', refusal(401), 'grant.revoked'],
    ['another copy was faster', answer(401, { error: { code: 'refresh_token_reused' } }), 'grant.usedByAnotherCopy'],
    ['the network is gone', offline(), 'lease.offline'],
    ['the server has trouble', answer(503), 'lease.offline'],
  ])('is refused with a sentence when %s', async (_name, reply, messageId) => {
    const { tokens, scene, account, leases } = await createScene(() => reply);
    await expect(leases.make(account)).rejects.toMatchObject({ sentence: { messageId } });
    expect((await keptTokens(scene, account.id)).refreshToken.equals(tokens.refreshToken)).toBe(true);
  });

  it('is left for later while Codex renews the account itself', async () => {
    const { scene, account, leases } = await createScene(() => answer(500), 57 * minuteMs);
    scene.outside.activity = 'busy';
    await expect(leases.make(account)).rejects.toMatchObject({ sentence: { messageId: 'lease.codexRenews' } });
    expect(scene.http.to(path)).toHaveLength(0);
  });

  it('says who keeps the newer token when that is another product', async () => {
    const { scene, tokens, account, leases } = await createScene(() => answer(500));
    scene.file.text = undefined;
    const old = scene.secrets.values.get(`account.${account.id}`) ?? '';
    await scene.grantStore.advance({ account, tokens }, renew(tokens, { issuedMs: startMs }), 'Cursor');
    scene.secrets.values.set(`account.${account.id}`, old);
    await expect(finish(scene.clock, leases.make(account))).rejects.toMatchObject({
      sentence: { messageId: 'lease.keptElsewhere', args: { product: 'Cursor' } },
    });
  });

  it('can not be made of a lease', async () => {
    const { scene, leases } = await createScene(() => answer(500));
    const account = await scene.save(
      mintLife({ issuedMs: startMs }, { loginOwnerId: undefined, refreshToken: new Secret('') }),
    );
    await expect(leases.make(account)).rejects.toMatchObject({
      code: 'signInAgain',
      sentence: { messageId: 'grant.notRenewable' },
    });
    expect(scene.http.to(path)).toHaveLength(0);
  });
});

describe('a key or an access token', () => {
  it.each(['apiKey', 'accessToken'] as const)('is copied as it is, without a request: %s', async (kind) => {
    const { scene, leases } = await createScene(() => answer(500));
    const account = createAccount({ credential: createCredential(kind) });
    const copy = await leases.make(account);
    expect(copy).toMatchObject({ binding: 'copy', expiresAtMs: undefined, accessTokenHash: undefined });
    expect(parseCredentialDocument(copy.document)).toMatchObject({ kind: 'credential', credential: { kind } });
    expect(scene.http.to(path)).toHaveLength(0);
  });
});
