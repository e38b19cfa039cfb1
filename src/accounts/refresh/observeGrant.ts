import type { Home, HomeSnapshot, HomeState } from '../../home/home.ts';
import type { FileProblem } from '../../home/ports.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account } from '../../storage/account.ts';
import type { Bindings } from '../../storage/bindings.ts';
import { compareToLedger } from '../../storage/ledger.ts';
import { hashOf, isMeantFor } from '../directory/grantTokens.ts';
import { identifyTokens } from '../directory/accountIdentity.ts';
import type { GrantStore, TokenAccount, VaultTokens } from './grantStore.ts';

/** The places that are looked at before a refresh is decided. */
export interface ObservationPorts {
  readonly home: Home;
  readonly grantStore: GrantStore;
  readonly bindings: Pick<Bindings, 'read'>;
}

/** The tokens of one grant in Vault, Ledger and Home, at one moment. */
export interface GrantObservation {
  readonly vault: VaultTokens;
  readonly inHome: GrantInHome;
}

/** What the Home has of a grant. */
export type GrantInHome =
  /** Another sign-in, or none. */
  | { readonly kind: 'absent' }
  /** It uses the grant and can not be read, for now or at all: Codex may have renewed it there. */
  | { readonly kind: 'unseen' }
  | TokensInHome;

/** Tokens of the grant in the Home, compared with what we have. */
export interface TokensInHome {
  readonly kind: 'newer' | 'older' | 'same';
  readonly tokens: TokenSet;
  /** Whether its access token is for the workspace of the account that was asked about. */
  readonly isSameWorkspace: boolean;
  readonly seen: HomeSnapshot;
}

type HeldTokens = Exclude<VaultTokens, { kind: 'missing' }>;

/** Problems behind which a credential may be that Codex reads and we do not. */
const unseenProblems: readonly FileProblem[] = [
  'keychainNotRead',
  'storeEncrypted',
  'keyringUnavailable',
  'keyringMissing',
];

const absent: GrantInHome = { kind: 'absent' };

/**
 * Reads Home, Vault and Ledger once each. Called under the grant's lock; the account says which grant is meant, and what
 * it says of its tokens is not used.
 */
export async function observeGrant(ports: ObservationPorts, account: Account): Promise<GrantObservation> {
  const state = await ports.home.read();
  const vault = await ports.grantStore.look(account.id, account.grantId);
  if (state.kind === 'signedIn') {
    return { vault, inHome: vault.kind === 'missing' ? absent : await compareToHome(vault, state) };
  }
  const isUnseen = state.kind === 'problem' && unseenProblems.includes(state.problem);
  return { vault, inHome: isUnseen && (await isBoundToGrant(ports, account)) ? { kind: 'unseen' } : absent };
}

async function isBoundToGrant(
  { home, grantStore, bindings }: ObservationPorts,
  { id, grantId }: Account,
): Promise<boolean> {
  const binding = await bindings.read(home.folder);
  const onGrant = [id, ...((await grantStore.readEntry(grantId))?.accounts ?? []).map((account) => account.id)];
  return binding?.binding === 'full' && onGrant.includes(binding.accountId);
}

async function compareToHome(
  vault: HeldTokens,
  { credential, seen }: Extract<HomeState, { kind: 'signedIn' }>,
): Promise<GrantInHome> {
  if (credential.kind !== 'chatgpt' || credential.tokens.refreshToken.isEmpty) {
    return absent;
  }
  const { tokens } = credential;
  const freshness = compareToLedger(vault.entry, await hashOf(tokens));
  if (!isSameGrant(tokens, vault.held, freshness)) {
    return absent;
  }
  const isSameWorkspace = identifyTokens(tokens).workspaceId === vault.held.account.identity.workspaceId;
  const kind = compareTokens({ tokens, isSameWorkspace }, vault, freshness);
  return { kind, tokens, isSameWorkspace, seen };
}

/** An equal hash is the same, a spent one is older, anything else is newer (docs/decisions.md, Home against Vault). */
function compareTokens(
  { tokens, isSameWorkspace }: Pick<TokensInHome, 'tokens' | 'isSameWorkspace'>,
  { kind, entry, held }: HeldTokens,
  freshness: ReturnType<typeof compareToLedger>,
): TokensInHome['kind'] {
  if (kind === 'behind') {
    // Equal tokens that the Ledger does not know are newer too: it could not be written when they came.
    return freshness === 'spent' ? 'older' : 'newer';
  }
  if (tokens.refreshToken.equals(held.tokens.refreshToken)) {
    // A server that does not rotate: only the access token and its date have changed. One that is for another workspace,
    // whatever the document says of itself, is none that this account would take.
    const isUseful = isSameWorkspace && isMeantFor(held.account, tokens) !== false;
    return tokens.accessToken.equals(held.tokens.accessToken) || !isUseful ? 'same' : compareDates(tokens, held.tokens);
  }
  if (entry === undefined) {
    return compareDates(tokens, held.tokens);
  }
  return freshness === 'unknown' ? 'newer' : 'older';
}

/** Tokens without a date can not be compared. */
function compareDates(left: TokenSet, right: TokenSet): TokensInHome['kind'] {
  const difference = Date.parse(left.lastRefresh ?? '') - Date.parse(right.lastRefresh ?? '');
  return difference > 0 ? 'newer' : difference < 0 ? 'older' : 'same';
}

/**
 * Sign-ins of older CLIs carry no `login_owner_id`: there, the same person in the same workspace with a later date is the
 * same grant, renewed.
 */
function isSameGrant(
  tokens: TokenSet,
  { account, tokens: ours }: TokenAccount,
  freshness: ReturnType<typeof compareToLedger>,
): boolean {
  if (tokens.loginOwnerId !== undefined || ours.loginOwnerId !== undefined) {
    return tokens.loginOwnerId === ours.loginOwnerId;
  }
  const who = identifyTokens(tokens);
  const isSamePerson = who.userId === account.identity.userId && who.workspaceId === account.identity.workspaceId;
  const isSameToken = freshness !== 'unknown' || tokens.refreshToken.equals(ours.refreshToken);
  return isSameToken || (isSamePerson && Date.parse(tokens.lastRefresh ?? '') >= Date.parse(ours.lastRefresh ?? ''));
}
