import { buildCopy, buildLease, type RemoteCredential } from '../../home/credential/remoteCredential.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import { AuthError, signInNeeded } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { toHomeCredential } from '../directory/accountIdentity.ts';
import type { LeaseOutcome, RefreshOutcome } from './refreshOutcome.ts';
import type { Renewal } from './refreshService.ts';

/** What renews a grant for a host that gets its access token alone. */
export interface LeasePorts {
  readonly refresh: Renewal;
}

/**
 * Makes what another host may use of an account that stays here: for ChatGPT an access token from a refresh of its own,
 * so that `codex logout` there, which revokes what it finds (docs/codex-protocol.md, Revocation), does not reach ours.
 */
export class LeaseService {
  readonly #ports: LeasePorts;

  constructor(ports: LeasePorts) {
    this.#ports = ports;
  }

  /**
   * A lease of a ChatGPT account; a key or an access token is copied as it is. The account itself is renewed first
   * when it is due, and otherwise keeps its access token.
   * @throws AuthError `signInAgain` when the account has none to give, `tryAgain` or `checkNetwork` when not now
   */
  async make(account: Account): Promise<RemoteCredential> {
    const { credential } = account;
    if (isProvider(credential)) {
      throw new AuthError('fixFile', buildSentence('lease.providerOfHost', { label: account.label }));
    }
    if (credential.kind !== 'chatgpt') {
      return buildCopy(toHomeCredential(credential));
    }
    const fresh = await this.#ports.refresh.run(account, 'ifDue');
    if (fresh.kind !== 'fresh' && fresh.kind !== 'renewed') {
      throw explainStop(fresh);
    }
    const lease = await this.#ports.refresh.lease(fresh.account);
    if (lease.kind !== 'leased') {
      throw explainStop(lease);
    }
    return buildLease(lease.tokens);
  }
}

function explainStop(outcome: Exclude<RefreshOutcome | LeaseOutcome, { readonly account: Account }>): AuthError {
  switch (outcome.kind) {
    case 'dead':
      return signInNeeded(buildSentence(`grant.${outcome.cause}`, {}));
    case 'keptElsewhere':
      return signInNeeded(buildSentence('lease.keptElsewhere', { product: outcome.product }));
    case 'workspaceClosed':
      return signInNeeded(buildSentence('grant.workspaceClosed', {}));
    case 'homeNotWritable':
      return new AuthError('fixFile', outcome.sentence);
    case 'missing':
      return signInNeeded(buildSentence('account.secretsLost', {}));
    case 'leftToCodex':
      return new AuthError('tryAgain', buildSentence('lease.codexRenews', {}));
    case 'offline':
      return new AuthError('checkNetwork', buildSentence('lease.offline', {}));
  }
}
