import type { CodexActivity } from '../../../../src/accounts/refresh/codexActivity.ts';
import { GrantStore } from '../../../../src/accounts/refresh/grantStore.ts';
import { HomeTokens } from '../../../../src/accounts/refresh/homeTokens.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { RefreshService } from '../../../../src/accounts/refresh/refreshService.ts';
import { serializeCredential } from '../../../../src/home/credential/serializeCredential.ts';
import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { settle, type FakeClock } from '../../../support/fakeClock.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { mintJwt, mintTokens, randomText } from '../../../support/tokens.ts';

const hourMs = 3_600_000;

/** One installation with the real refreshing parts; `random` is what the jitter draws. */
export function createRefreshScene(options: Parameters<typeof createInstallation>[0] = {}) {
  const house = createInstallation(options);
  const { vault, ledger, clock, home, http, issuer, bindings } = house;
  const owner = { vaultId: options.vaultId ?? 'vault-1', product: 'Code' };
  const grantStore = new GrantStore({ vault, ledger, owner, clock });
  const homeTokens = new HomeTokens({ home, grantStore, bindings });
  const outside: { activity: CodexActivity; random: number; looks: number; onLook: (looks: number) => Promise<void> } =
    {
      activity: 'absent',
      random: 1,
      looks: 0,
      onLook: () => Promise.resolve(),
    };
  const service = new RefreshService({
    http,
    clock,
    grantStore,
    homeTokens,
    issuer,
    product: owner.product,
    random: () => outside.random,
    ended: new AbortController().signal,
    lookAtCodex: async () => {
      outside.looks += 1;
      await outside.onLook(outside.looks);
      return outside.activity;
    },
  });
  const save = async (tokens: TokenSet): Promise<Account> =>
    (await house.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens))).account;
  const put = (tokens: TokenSet): void => {
    const before = house.file.text === undefined ? undefined : new Secret(house.file.text);
    house.file.text = serializeCredential({ kind: 'chatgpt', tokens }, before).reveal();
  };
  return { ...house, grantStore, homeTokens, service, outside, save, put };
}

export type RefreshScene = ReturnType<typeof createRefreshScene>;

export interface Life {
  readonly issuedMs: number;
  readonly lengthMs?: number;
  readonly workspaceId?: string;
}

/** An access token of a person in a workspace that began and ends when the test says. */
export function mintAccess({ issuedMs, lengthMs = hourMs, workspaceId = 'workspace-ada' }: Life): string {
  const claims = { chatgpt_user_id: 'user-ada', chatgpt_account_id: workspaceId, chatgpt_plan_type: 'plus' };
  return mintJwt({ iat: issuedMs / 1000, exp: (issuedMs + lengthMs) / 1000, 'https://api.openai.com/auth': claims });
}

/** A whole set; `lastRefresh` is when it was issued. */
export function mintLife(life: Life, over: Partial<TokenSet> = {}): TokenSet {
  const accessToken = new Secret(mintAccess(life));
  const lastRefresh = new Date(life.issuedMs).toISOString();
  return mintTokens({ workspaceId: life.workspaceId ?? 'workspace-ada' }, { accessToken, lastRefresh, ...over });
}

/** The next set of the same grant. */
export function renew(tokens: TokenSet, life: Life): TokenSet {
  return mintLife(life, {
    idToken: tokens.idToken,
    loginOwnerId: tokens.loginOwnerId,
    refreshToken: new Secret(randomText('rt')),
  });
}

/** What the token endpoint answers with a set. */
export function answerWith(tokens: TokenSet): Readonly<Record<string, string>> {
  return {
    id_token: tokens.idToken.reveal(),
    access_token: tokens.accessToken.reveal(),
    refresh_token: tokens.refreshToken.reveal(),
  };
}

export function tokensOf(account: Account): TokenSet {
  if (account.credential.kind !== 'chatgpt') {
    throw new TypeError('Not a ChatGPT account.');
  }
  return account.credential.tokens;
}

/** Turns the hands only while somebody waits for them: hashing takes its own time. */
export async function finish<T>(
  clock: FakeClock,
  work: Promise<T>,
  atMs: (nowMs: number) => void = () => undefined,
): Promise<T> {
  const state = { isDone: false };
  const end = (): void => {
    state.isDone = true;
  };
  work.then(end, end);
  while (!state.isDone) {
    await settle(1);
    if (clock.waiting > 0) {
      await clock.advance(100);
      atMs(clock.nowMs());
    }
  }
  return work;
}
