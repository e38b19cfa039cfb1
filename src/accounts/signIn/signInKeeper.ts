import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account, Credential, Identity } from '../../storage/account.ts';
import { AuthError, isAuthError, type AuthErrorReason } from '../../errors/authError.ts';
import { isStoringFault } from '../../errors/placeFault.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { Clock } from '../../base/clock.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { SaveOptions } from '../directory/accountWriter.ts';
import type { SeenAccounts } from '../directory/accountIndex.ts';
import { identifyTokens } from '../directory/accountIdentity.ts';
import type { HomeLink } from '../home/homeLink.ts';
import type { AccountCheck } from '../use/accountCheck.ts';
import type { SignInRules } from '../use/signInRules.ts';
import { abandonSignIn, type UnsavedSignIn } from './giveUpSignIn.ts';
import type { SignInQuestions, Surprise } from './ports.ts';
import type { SignedIn, SignInOutcome } from './signInOutcome.ts';
import { findSurprise, type Expected } from './unexpectedAccount.ts';
import { revokeNewGrant } from './revokeNewGrant.ts';

/** Where a sign-in that came back goes: rules, accounts, Home. */
export interface SignInKeeperPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly questions: SignInQuestions;
  readonly directory: AccountDirectory;
  readonly homeLink: HomeLink;
  readonly check: AccountCheck;
  readonly rules: Pick<SignInRules, 'requireAllowed'>;
}

/** What came back, from which issuer, and who was expected. */
interface Received {
  readonly issuer: Issuer;
  readonly tokens: TokenSet;
  readonly expected: Expected | undefined;
}

/** Not saved, for a reason that may pass. */
interface NotSaved extends UnsavedSignIn {
  readonly kind: 'notSaved';
  readonly failure: AuthError;
}

/** What came back: saved already, or waiting for the person's word. */
export type Taken =
  | SignedIn
  | NotSaved
  | {
      readonly kind: 'mustConfirm';
      readonly issuer: Issuer;
      readonly tokens: TokenSet;
      readonly identity: Identity;
      readonly surprise: Surprise;
    };

/** How a rule says that it is against somebody. */
const ruledOut: readonly AuthErrorReason[] = ['workspaceRuledOut', 'chatgptRuledOut', 'keysRuledOut', 'noWayIn'];

/** Keeps what a sign-in has brought: asks where it is not what one would expect, saves it, and places it in the Home. */
export class SignInKeeper {
  readonly #ports: SignInKeeperPorts;

  constructor(ports: SignInKeeperPorts) {
    this.#ports = ports;
  }

  /**
   * Saves what came back, unless the person has to be asked first whether it is the right one.
   * @param signal ends the question of its name alone: what has come is kept
   */
  async take({ issuer, tokens, expected }: Received, signal: AbortSignal): Promise<Taken> {
    const { directory } = this.#ports;
    const credential = { kind: 'chatgpt', tokens } as const;
    const identity = identifyTokens(tokens);
    if (expected !== undefined && identity.workspaceId !== expected.workspaceId) {
      await revokeNewGrant(this.#ports.http, issuer, tokens);
      throw new AuthError('signInAgain', buildSentence('browser.otherWorkspace', {}));
    }
    await this.#requireAllowed({ issuer, credential, identity });
    const seen = await directory.observe();
    const surprise = await findSurprise(this.#ports, { credential, identity, expected, known: seen.index });
    if (surprise !== undefined) {
      return { kind: 'mustConfirm', issuer, tokens, identity, surprise };
    }
    // What is said of the switch that follows, in any window, is to name the account as it stays named.
    const mustName = (await seen.index.count()) > 0;
    const named = mustName ? await this.#ports.check.identify(tokens, identity, signal) : identity;
    return this.#tryToKeep({ issuer, credential, identity: named }, seen);
  }

  /** What a rule is against is not kept, and its fresh sign-in is ended. Rules that are not known are against nothing. */
  async #requireAllowed({ issuer, credential, identity }: UnsavedSignIn): Promise<void> {
    try {
      await this.#ports.rules.requireAllowed('chatgpt', identity);
    } catch (failure) {
      if (isAuthError(failure) && failure.reason !== undefined && ruledOut.includes(failure.reason)) {
        await revokeNewGrant(this.#ports.http, issuer, credential.tokens);
        throw failure;
      }
    }
  }

  async #tryToKeep(received: UnsavedSignIn, seen?: SeenAccounts): Promise<SignedIn | NotSaved> {
    try {
      return await this.keep(received.credential, received.identity, { seen });
    } catch (failure) {
      if (isStoringFault(failure)) {
        return { ...received, kind: 'notSaved', failure };
      }
      throw failure;
    }
  }

  /** Saves again for as long as the person says so. */
  async #keepAtLast(first: SignedIn | NotSaved): Promise<SignInOutcome> {
    let last = first;
    while (last.kind === 'notSaved') {
      if ((await this.#ports.questions.saveAgain(last.failure.sentence)) === 'giveUp') {
        const end = await abandonSignIn(this.#ports, last);
        return end.kind === 'kept' ? this.#place(end.account, { isNew: false }) : end;
      }
      last = await this.#tryToKeep(last);
    }
    return last;
  }

  /** Saves, and places in the Home as far as nothing has to be asked: a browser may be waiting for its page. */
  async keep(credential: Credential, identity: Identity, options: SaveOptions = {}): Promise<SignedIn> {
    const { account, isNew } = await this.#ports.directory.save(credential, identity, options);
    return this.#place(account, { ...options, isNew: isNew && options.replacedId === undefined });
  }

  async #place(
    account: Account,
    { isNew, replacedId, seen }: SaveOptions & { readonly isNew: boolean },
  ): Promise<SignedIn> {
    const { directory, homeLink } = this.#ports;
    const placement = await homeLink.place(account, 'silently', seen);
    // Until then the Home may hold the key before, and is known by it to hold this account.
    await (replacedId === undefined ? undefined : directory.leaveOldGrants(account, placement.kind === 'failed'));
    return { kind: 'signedIn', account, placement, isNew };
  }

  /**
   * What can wait until the browser has its page: the question about the Home, and the workspace's name.
   * @param signal ends what the server is asked
   * @param proof what the server has said about it already; else it is asked
   */
  async complete(taken: Taken, signal: AbortSignal, proof?: 'good' | 'unclear'): Promise<SignInOutcome> {
    const { homeLink, check } = this.#ports;
    const signedIn = taken.kind === 'mustConfirm' ? await this.#confirm(taken, signal) : await this.#keepAtLast(taken);
    if (signedIn.kind !== 'signedIn') {
      return signedIn;
    }
    const placement =
      signedIn.placement.kind === 'mustAsk' ? await homeLink.place(signedIn.account, 'asking') : signedIn.placement;
    if (proof === 'good') {
      check.note(signedIn.account.id, { kind: proof, checkedAtMs: this.#ports.clock.nowMs() });
    }
    if (proof !== undefined) {
      return { ...signedIn, placement };
    }
    return { ...signedIn, account: await this.#ask(signedIn.account, signal), placement };
  }

  /** The account, with what the server knows better. It is signed in by now, whoever leaves before the answer. */
  async #ask(account: Account, signal: AbortSignal): Promise<Account> {
    try {
      return (await this.#ports.check.run(account, signal)).account;
    } catch (failure) {
      if (signal.aborted) {
        return account;
      }
      throw failure;
    }
  }

  async #confirm(
    { issuer, tokens, identity, surprise }: Extract<Taken, { kind: 'mustConfirm' }>,
    signal: AbortSignal,
  ): Promise<SignInOutcome> {
    const named = await this.#ports.check.identify(tokens, identity, signal);
    if ((await this.#ports.questions.confirmIdentity({ identity: named, surprise })) === 'discard') {
      await revokeNewGrant(this.#ports.http, issuer, tokens);
      return { kind: 'discarded' };
    }
    return this.#keepAtLast(
      await this.#tryToKeep({ issuer, credential: { kind: 'chatgpt', tokens }, identity: named }),
    );
  }
}
