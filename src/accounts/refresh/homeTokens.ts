import type { Home, HomeState } from '../../home/home.ts';
import type { FileProblem } from '../../home/ports.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account } from '../../storage/account.ts';
import type { Bindings } from '../../storage/bindings.ts';
import { judgeStanding } from '../../storage/ledger.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { hashOf } from '../directory/grantTokens.ts';
import { type GrantKeeper, type TokenAccount, type VaultStanding } from './grantKeeper.ts';
import { identifyTokens } from '../directory/newAccount.ts';

export interface HomeTokensPorts {
  readonly home: Home;
  readonly keeper: GrantKeeper;
  readonly bindings: Pick<Bindings, 'read'>;
}

/** Who renewed a token that we find in the Home: any of the programs that share it. */
const codexWriter = 'Codex';

const mostConflicts = 5;

/** Problems behind which a credential may stand that Codex reads and we do not. */
const unseen: readonly FileProblem[] = ['keychainNotRead', 'storeEncrypted', 'keyringUnavailable', 'keyringMissing'];

type SignedIn = Extract<HomeState, { kind: 'signedIn' }>;
type TokensInHome = SignedIn & { readonly credential: { readonly kind: 'chatgpt'; readonly tokens: TokenSet } };

/** The tokens of one grant in the Home beside what we have of it. */
interface Comparison {
  readonly standing: Exclude<VaultStanding, { kind: 'missing' }>;
  readonly inHome: TokensInHome;
  readonly home: 'newer' | 'older' | 'same';
}

/**
 * The tokens of one grant in the Home, against the Ledger: an equal hash is the same, a spent one is older, anything else
 * is newer (docs/decisions.md, Home against Vault). Called under the grant's lock; what the caller's account says of
 * its tokens is never trusted.
 */
export class HomeTokens {
  readonly #ports: HomeTokensPorts;

  constructor(ports: HomeTokensPorts) {
    this.#ports = ports;
  }

  /** Takes tokens that the Codex CLI renewed, or that never reached the Vault, into it. Undefined when there are none. */
  async adoptNewer(account: Account): Promise<Account | undefined> {
    const found = await this.#compare(account);
    if (found?.home !== 'newer') {
      return undefined;
    }
    const { held } = found.standing;
    const { tokens } = found.inHome.credential;
    return this.#ports.keeper.advance(
      held,
      { ...tokens, provenance: tokens.provenance ?? held.tokens.provenance },
      codexWriter,
    );
  }

  /** Gives the Home the newest tokens of the grant that it already uses; any other Home is left alone. */
  async replaceOlder(account: Account): Promise<'replaced' | 'left' | 'keepsChanging'> {
    for (let conflicts = 0; conflicts < mostConflicts; conflicts += 1) {
      const found = await this.#compare(account);
      if (found?.home !== 'older' || found.standing.kind !== 'current') {
        return 'left';
      }
      const { inHome, standing } = found;
      const { held } = standing;
      const tokens: TokenSet = isSameWorkspace(inHome, held)
        ? held.tokens
        : { ...inHome.credential.tokens, refreshToken: held.tokens.refreshToken };
      if ((await this.#ports.home.put({ kind: 'chatgpt', tokens }, inHome.seen)) === 'done') {
        return 'replaced';
      }
    }
    return 'keepsChanging';
  }

  /**
   * The Home uses this grant and can not be looked into, for now or at all: Codex may have renewed it there, and then
   * whatever we hold is spent.
   */
  async isUnseen({ id, grantId }: Account): Promise<boolean> {
    const { home, keeper, bindings } = this.#ports;
    const state = await home.read();
    if (state.kind !== 'problem' || !unseen.includes(state.problem)) {
      return false;
    }
    const binding = await bindings.read(home.folder);
    const onGrant = [id, ...((await keeper.readEntry(grantId))?.accounts ?? []).map((account) => account.id)];
    return binding?.binding === 'full' && onGrant.includes(binding.accountId);
  }

  /** Why the Home, which holds this grant, could not be given its next token; undefined where nothing is in the way. */
  async findObstacle(account: Account): Promise<Sentence | undefined> {
    return (await this.isInHome(account)) ? this.#ports.home.findObstacle() : undefined;
  }

  async isInHome(account: Account): Promise<boolean> {
    return (await this.#compare(account)) !== undefined;
  }

  async #compare({ id, grantId }: Account): Promise<Comparison | undefined> {
    const state = await this.#ports.home.read();
    const standing = await this.#ports.keeper.look(id, grantId);
    if (state.kind !== 'signedIn' || !holdsTokens(state) || standing.kind === 'missing') {
      return undefined;
    }
    const { tokens } = state.credential;
    if (!isSameGrant(tokens, standing.held, judgeStanding(standing.entry, await hashOf(tokens)))) {
      return undefined;
    }
    return { standing, inHome: state, home: await compare(state, standing) };
  }
}

async function compare(
  inHome: TokensInHome,
  { kind, entry, held }: Comparison['standing'],
): Promise<Comparison['home']> {
  const { tokens } = inHome.credential;
  if (kind === 'behind') {
    // Equal tokens that the Ledger does not know are newer too: it could not be written when they came.
    return judgeStanding(entry, await hashOf(tokens)) === 'spent' ? 'older' : 'newer';
  }
  if (tokens.refreshToken.equals(held.tokens.refreshToken)) {
    // A server that does not rotate: only the access token and its date have changed.
    const isSame = tokens.accessToken.equals(held.tokens.accessToken) || !isSameWorkspace(inHome, held);
    return isSame ? 'same' : compareDates(tokens, held.tokens);
  }
  if (entry === undefined) {
    return compareDates(tokens, held.tokens);
  }
  return judgeStanding(entry, await hashOf(tokens)) === 'unknown' ? 'newer' : 'older';
}

/** Undated tokens are nobody's to judge. */
function compareDates(left: TokenSet, right: TokenSet): Comparison['home'] {
  const difference = Date.parse(left.lastRefresh ?? '') - Date.parse(right.lastRefresh ?? '');
  return difference > 0 ? 'newer' : difference < 0 ? 'older' : 'same';
}

function isSameWorkspace(inHome: TokensInHome, { account }: TokenAccount): boolean {
  return identifyTokens(inHome.credential.tokens).workspaceId === account.identity.workspaceId;
}

function holdsTokens(state: SignedIn): state is TokensInHome {
  return state.credential.kind === 'chatgpt' && !state.credential.tokens.refreshToken.isEmpty;
}

/**
 * Sign-ins of older CLIs carry no `login_owner_id`: there, the same person in the same workspace with a later date is the
 * same grant, renewed. An undated one is nobody's to judge.
 */
function isSameGrant(
  tokens: TokenSet,
  { account, tokens: ours }: TokenAccount,
  standing: ReturnType<typeof judgeStanding>,
): boolean {
  if (tokens.loginOwnerId !== undefined || ours.loginOwnerId !== undefined) {
    return tokens.loginOwnerId === ours.loginOwnerId;
  }
  const who = identifyTokens(tokens);
  const isSamePerson = who.userId === account.identity.userId && who.workspaceId === account.identity.workspaceId;
  const isSameToken = standing !== 'unknown' || tokens.refreshToken.equals(ours.refreshToken);
  return isSameToken || (isSamePerson && Date.parse(tokens.lastRefresh ?? '') >= Date.parse(ours.lastRefresh ?? ''));
}
