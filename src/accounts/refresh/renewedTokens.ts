import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account } from '../../storage/account.ts';
import type { BackOff } from '../../base/backOff.ts';
import { Secret } from '../../base/secret.ts';
import { isMeantFor } from '../directory/grantTokens.ts';
import type { GrantStore, TokenAccount } from './grantStore.ts';
import type { HomeTokens } from './homeTokens.ts';
import type { GrantInHome } from './observeGrant.ts';
import type { LeaseOutcome, RefreshOutcome, Stopped } from './refreshOutcome.ts';
import { requestOwnAccess, type OwnAccess } from './workspaceAccess.ts';

/** Where renewed tokens are put, in this order. */
export interface RenewedTokensPorts {
  readonly http: HttpClient;
  readonly issuer: () => Issuer;
  readonly grantStore: GrantStore;
  readonly homeTokens: HomeTokens;
  /** Who we are in the Ledger: the product's name. */
  readonly product: string;
  readonly backOff: BackOff;
}

/** What the server answered for a token, and how the Home was just before. */
export interface Answered {
  readonly held: TokenAccount;
  readonly tokens: TokenSet;
  readonly inHome: GrantInHome;
}

/** Stores new tokens before anybody uses them: Ledger, Vault, Home. Called under the grant's lock. */
export async function keepRenewed(ports: RenewedTokensPorts, answered: Answered): Promise<RefreshOutcome> {
  const { tokens } = answered;
  const account = await store(ports, answered);
  // The server may have answered for the workspace that the grant was switched to: then this account got no token yet.
  const access = await findOwnAccess(ports, account, tokens);
  if (access.kind !== 'given' || account.credential.kind !== 'chatgpt') {
    return explainNoAccess(ports, account, access);
  }
  ports.backOff.reset(account.grantId);
  const own = account.credential.tokens;
  if (own.accessToken.equals(access.accessToken)) {
    return { kind: 'renewed', account };
  }
  const whole: TokenSet = { ...own, accessToken: access.accessToken, lastRefresh: tokens.lastRefresh };
  const next = { held: { account, tokens: own }, tokens: whole, inHome: answered.inHome };
  return { kind: 'renewed', account: await store(ports, next) };
}

/** Stores the refresh token; the access token that came with it is for another host alone. */
export async function keepLeased(ports: RenewedTokensPorts, { held, tokens, inHome }: Answered): Promise<LeaseOutcome> {
  const account = await store(ports, { held, tokens: { ...held.tokens, refreshToken: tokens.refreshToken }, inHome });
  // A token for another workspace is no lease of this account.
  const access = await findOwnAccess(ports, account, tokens);
  if (access.kind !== 'given') {
    return explainNoAccess(ports, account, access);
  }
  ports.backOff.reset(account.grantId);
  const { workspaceId = tokens.workspaceId } = held.tokens;
  return {
    kind: 'leased',
    account,
    tokens: { ...tokens, workspaceId, accessToken: access.accessToken, refreshToken: new Secret('') },
  };
}

/** The Home gets the new token also when the Ledger's disk is full: somebody would send the spent one from there. */
async function store(
  { grantStore, homeTokens, product }: RenewedTokensPorts,
  { held, tokens, inHome }: Answered,
): Promise<Account> {
  let account: Account;
  try {
    account = await grantStore.advance(held, tokens, product);
  } catch (failure) {
    await homeTokens.replaceOlder(held.account);
    throw failure;
  }
  const stored = account.credential.kind === 'chatgpt' ? account.credential.tokens : tokens;
  await homeTokens.give(account, stored, inHome);
  return account;
}

async function findOwnAccess(ports: RenewedTokensPorts, account: Account, tokens: TokenSet): Promise<OwnAccess> {
  const { workspaceId } = account.identity;
  return workspaceId === undefined || isMeantFor(account, tokens) !== false
    ? { kind: 'given', accessToken: tokens.accessToken }
    : requestOwnAccess(ports, { accessToken: tokens.accessToken, workspaceId });
}

function explainNoAccess(
  { backOff }: RenewedTokensPorts,
  { grantId }: Account,
  access: OwnAccess,
): Extract<Stopped, { kind: 'offline' | 'workspaceClosed' }> {
  const { retryAfterMs, sentence } = access.kind === 'later' ? access : {};
  return access.kind === 'closed'
    ? { kind: 'workspaceClosed' }
    : { kind: 'offline', retryAtMs: backOff.next(grantId, retryAfterMs), sentence };
}
