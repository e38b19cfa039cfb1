import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account } from '../../storage/account.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { TokenAccount } from './grantStore.ts';
import {
  observeGrant,
  type GrantInHome,
  type GrantObservation,
  type ObservationPorts,
  type TokensInHome,
} from './observeGrant.ts';

/** The name in the Ledger of whoever renewed a token that we find in the Home: any of the programs that share it. */
const codexWriter = 'Codex';

const mostConflicts = 5;

/** Moves the tokens of one grant between Vault and Home, so that both have the newest. Called under the grant's lock. */
export class HomeTokens {
  readonly #ports: ObservationPorts;

  constructor(ports: ObservationPorts) {
    this.#ports = ports;
  }

  observe(account: Account): Promise<GrantObservation> {
    return observeGrant(this.#ports, account);
  }

  /** Takes tokens that the Codex CLI renewed, or that never reached the Vault, into it. Undefined when there are none. */
  async adoptNewer(account: Account): Promise<Account | undefined> {
    const { vault, inHome } = await this.observe(account);
    return vault.kind === 'missing' || inHome.kind !== 'newer' ? undefined : this.adopt(vault.held, inHome);
  }

  /** Takes these tokens of the Home into Ledger and Vault. */
  adopt(held: TokenAccount, { tokens }: TokensInHome): Promise<Account> {
    const provenance = tokens.provenance ?? held.tokens.provenance;
    return this.#ports.grantStore.advance(held, { ...tokens, provenance }, codexWriter);
  }

  /** Gives the Home the newest tokens of the grant that it already uses; any other Home is left alone. */
  async replaceOlder(account: Account, observed?: GrantObservation): Promise<'replaced' | 'left' | 'keepsChanging'> {
    let observation = observed ?? (await this.observe(account));
    for (let conflicts = 0; conflicts < mostConflicts; conflicts += 1) {
      const { vault, inHome } = observation;
      if (inHome.kind !== 'older' || vault.kind !== 'current') {
        return 'left';
      }
      if ((await this.#put(vault.held.tokens, inHome)) === 'done') {
        return 'replaced';
      }
      observation = await this.observe(account);
    }
    return 'keepsChanging';
  }

  /**
   * Gives the Home tokens that were just stored, on what was seen there before. Where it had nothing of this grant then,
   * or has changed since, it is looked at again.
   */
  async give(account: Account, tokens: TokenSet, inHome: GrantInHome): Promise<void> {
    const wasSeen = inHome.kind !== 'absent' && inHome.kind !== 'unseen';
    if (!wasSeen || (await this.#put(tokens, inHome)) !== 'done') {
      await this.replaceOlder(account);
    }
  }

  /** Why the Home could not be given its next token; undefined where nothing is in the way. */
  findObstacle(): Promise<Sentence | undefined> {
    return this.#ports.home.findObstacle();
  }

  /** A document for another workspace keeps its access token. */
  #put(newest: TokenSet, { tokens, isSameWorkspace, seen }: TokensInHome): Promise<'done' | 'conflict'> {
    const next = isSameWorkspace ? newest : { ...tokens, refreshToken: newest.refreshToken };
    return this.#ports.home.put({ kind: 'chatgpt', tokens: next }, seen);
  }
}
