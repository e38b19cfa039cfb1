import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account, AccountId, Credential, Identity } from '../../storage/account.ts';
import { AuthError, Cancelled, isCancelled } from '../../errors/authError.ts';
import type { Clock } from '../../util/clock.ts';
import { Emitter, type Event } from '../../util/emitter.ts';
import { say } from '../../errors/sentence.ts';
import { abandonSignIn, type UnsavedSignIn } from './abandonedSignIn.ts';
import type { AccountCheck } from '../use/accountCheck.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import { proveAccessToken, type ProvedToken } from './accessTokenSignIn.ts';
import { receiveBrowserTokens, type BrowserTokens, type WaitingForBrowser } from './browserSignIn.ts';
import { takeBrowserTurn } from './browserTurn.ts';
import { signInWithDeviceCode, type WaitingForCode } from './deviceCodeSignIn.ts';
import type { HomeLink, Placement } from '../home/homeLink.ts';
import type { SignInMethod } from './methods.ts';
import { identifyAccessToken, identifyTokens, nobody } from '../directory/newAccount.ts';
import type { AttemptLock, Browser, CallbackListener, Questions, Surprise } from './ports.ts';
import { findSurprise, type Expected } from './surprise.ts';
import { endUnwanted } from './unwantedSignIn.ts';

export interface SignInPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly browser: Browser;
  readonly listener: CallbackListener;
  readonly attemptLock: AttemptLock;
  readonly questions: Questions;
  readonly directory: AccountDirectory;
  readonly homeLink: HomeLink;
  readonly check: AccountCheck;
  /** The table for the next attempt; frozen for its length. */
  readonly issuer: () => Issuer;
}

/** Where an attempt stands. */
export type AttemptState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly method: SignInMethod }
  | { readonly kind: 'browser'; readonly waiting: WaitingForBrowser; readonly expected?: Expected | undefined }
  | { readonly kind: 'deviceCode'; readonly waiting: WaitingForCode }
  | { readonly kind: 'finishing'; readonly method: SignInMethod };

export interface SignedIn {
  readonly kind: 'signedIn';
  readonly account: Account;
  readonly placement: Placement;
  /** It was not here before this sign-in, which can be undone. */
  readonly isNew: boolean;
}

export type SignInOutcome =
  | SignedIn
  /** The wrong account came back: nothing was saved, and its fresh sign-in was ended. */
  | { readonly kind: 'discarded' }
  /** It could not be saved, and the person let it go; `isEnded` when the server knows. */
  | { readonly kind: 'givenUp'; readonly isEnded: boolean }
  /** The person let it go, and whether it was saved cannot be seen now: it was not ended. */
  | { readonly kind: 'unconfirmed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'useInstead'; readonly method: SignInMethod };

/** Not saved, for a reason that may pass. */
interface NotSaved extends UnsavedSignIn {
  readonly kind: 'notSaved';
  readonly failure: AuthError;
}

/** What came back: saved already, or waiting for the person's word. */
type Taken =
  | SignedIn
  | NotSaved
  | {
      readonly kind: 'mustConfirm';
      readonly issuer: Issuer;
      readonly tokens: TokenSet;
      readonly identity: Identity;
      readonly surprise: Surprise;
    };

const browserPages = { signedIn: 'success', mustConfirm: 'confirm', notSaved: 'notSaved' } as const;

/** What a click wants: who wants the same joins. A key or a token of the person's own is nobody else's goal. */
interface Goal {
  readonly method: SignInMethod;
  readonly expected?: Expected | undefined;
}

interface RunningAttempt {
  readonly goal: Goal;
  readonly controller: AbortController;
  readonly outcome: Promise<SignInOutcome>;
}

/** Signs people in, one attempt at a time: a second click for the same joins the attempt that is open. */
export class SignInService {
  readonly #ports: SignInPorts;
  readonly #changed = new Emitter<AttemptState>();
  readonly onDidChange: Event<AttemptState> = this.#changed.event;
  #state: AttemptState = { kind: 'idle' };
  #running: RunningAttempt | undefined;

  constructor(ports: SignInPorts) {
    this.#ports = ports;
  }

  get state(): AttemptState {
    return this.#state;
  }

  /** @param expected who may come back, as when an account is signed in again in place */
  withBrowser(expected?: Expected): Promise<SignInOutcome> {
    return this.#run({ method: 'browser', expected }, (signal) => this.#browser(expected, signal));
  }

  withDeviceCode(expected?: Expected): Promise<SignInOutcome> {
    return this.#run({ method: 'deviceCode', expected }, async (signal) => {
      const issuer = this.#ports.issuer();
      const onWaiting = (waiting: WaitingForCode): void => {
        this.#move({ kind: 'deviceCode', waiting });
      };
      const tokens = await signInWithDeviceCode(this.#ports, { issuer, onWaiting, signal });
      return this.#complete(await this.#takeTokens(issuer, tokens, expected));
    });
  }

  /**
   * Keeps a key that was checked, or that the person keeps unchecked.
   * @param replacedId the account whose key it takes the place of
   */
  withApiKey(credential: Extract<Credential, { kind: 'apiKey' }>, replacedId?: AccountId): Promise<SignInOutcome> {
    return this.#run({ method: 'apiKey' }, async () =>
      this.#complete(await this.#keep(credential, nobody, replacedId)),
    );
  }

  withAccessToken(candidate: Omit<ProvedToken, 'who'>): Promise<SignInOutcome> {
    return this.#run({ method: 'accessToken' }, async (signal) => {
      const { token, shape, who } = await proveAccessToken(this.#ports.http, this.#ports.issuer(), {
        ...candidate,
        signal,
      });
      return this.#complete(await this.#keep({ kind: 'accessToken', token, shape }, identifyAccessToken(who)));
    });
  }

  /** Ends the open attempt; nothing that was signed in before changes. */
  cancel(): void {
    this.#running?.controller.abort(new Cancelled());
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
  }

  async #run(goal: Goal, work: (signal: AbortSignal) => Promise<SignInOutcome>): Promise<SignInOutcome> {
    const open = this.#running;
    if (open !== undefined && isSameGoal(open.goal, goal) && !open.controller.signal.aborted) {
      return open.outcome;
    }
    // Something else was chosen: the person has decided, so the open attempt gives way.
    open?.controller.abort(new Cancelled());
    const controller = new AbortController();
    const previous = open?.outcome.catch(() => undefined);
    const outcome = this.#attempt({ method: goal.method, controller, previous }, work);
    this.#running = { goal, controller, outcome };
    return outcome;
  }

  async #attempt(
    attempt: {
      readonly method: SignInMethod;
      readonly controller: AbortController;
      readonly previous: Promise<unknown> | undefined;
    },
    work: (signal: AbortSignal) => Promise<SignInOutcome>,
  ): Promise<SignInOutcome> {
    const { method, controller, previous } = attempt;
    try {
      await previous;
      controller.signal.throwIfAborted();
      this.#move({ kind: 'starting', method });
      await this.#ports.directory.ensureCanSave();
      return await work(controller.signal);
    } catch (failure) {
      if (isCancelled(failure)) {
        return { kind: 'cancelled' };
      }
      throw failure;
    } finally {
      if (this.#running?.controller === controller) {
        this.#running = undefined;
        this.#move({ kind: 'idle' });
      }
    }
  }

  #browser(expected: Expected | undefined, signal: AbortSignal): Promise<SignInOutcome> {
    return takeBrowserTurn(this.#ports, signal, async (ended): Promise<SignInOutcome> => {
      const issuer = this.#ports.issuer();
      const received = await receiveBrowserTokens(this.#ports, {
        issuer,
        allowedWorkspaceIds: expected === undefined ? [] : [expected.workspaceId],
        onWaiting: (waiting) => {
          this.#move({ kind: 'browser', waiting, expected });
        },
        signal: ended,
      });
      this.#move({ kind: 'finishing', method: 'browser' });
      return this.#complete(await this.#takeFromBrowser(issuer, received, expected));
    });
  }

  /** The browser says what became of the sign-in, and is not left waiting whatever that is. */
  async #takeFromBrowser(
    issuer: Issuer,
    { tokens, showPage }: BrowserTokens,
    expected: Expected | undefined,
  ): Promise<Taken> {
    try {
      const taken = await this.#takeTokens(issuer, tokens, expected);
      await showPage(browserPages[taken.kind]);
      return taken;
    } finally {
      // Where a page was shown, that one stays.
      await showPage('notSaved');
    }
  }

  /** Saves what came back, unless the person has to be asked first whether it is the right one. */
  async #takeTokens(issuer: Issuer, tokens: TokenSet, expected: Expected | undefined): Promise<Taken> {
    const { directory } = this.#ports;
    const credential = { kind: 'chatgpt', tokens } as const;
    const identity = identifyTokens(tokens);
    if (expected !== undefined && identity.workspaceId !== expected.workspaceId) {
      await endUnwanted(this.#ports.http, issuer, tokens);
      throw new AuthError('signInAgain', say('browser.otherWorkspace', {}));
    }
    const surprise = await findSurprise(this.#ports, { credential, identity, expected });
    if (surprise !== undefined) {
      return { kind: 'mustConfirm', issuer, tokens, identity, surprise };
    }
    // What is said of the switch that follows, in any window, is to name the account as it stays named.
    const mustName = (await directory.count()) > 0;
    const named = mustName ? await this.#ports.check.identify(tokens, identity) : identity;
    return this.#tryToKeep({ issuer, credential, identity: named });
  }

  async #tryToKeep(received: UnsavedSignIn): Promise<SignedIn | NotSaved> {
    try {
      return await this.#keep(received.credential, received.identity);
    } catch (failure) {
      if (failure instanceof AuthError && (failure.code === 'tryAgain' || failure.code === 'fixFile')) {
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
  async #keep(credential: Credential, identity: Identity, replacedId?: AccountId): Promise<SignedIn> {
    const { directory } = this.#ports;
    const isNew = replacedId === undefined && (await directory.findSame(credential, identity)) === undefined;
    return this.#place(await directory.save(credential, identity, replacedId), { isNew, replacedId });
  }

  async #place(
    account: Account,
    { isNew, replacedId }: { readonly isNew: boolean; readonly replacedId?: AccountId | undefined },
  ): Promise<SignedIn> {
    const { directory, homeLink } = this.#ports;
    const placement = await homeLink.place(account, 'silently');
    // Until then the Home may hold the key before, and is known by it to hold this account.
    await (replacedId === undefined ? undefined : directory.leaveOldGrants(account, placement.kind === 'failed'));
    return { kind: 'signedIn', account, placement, isNew };
  }

  /** What can wait until the browser has its page: the question about the Home, and the workspace's name. */
  async #complete(taken: Taken): Promise<SignInOutcome> {
    const { homeLink, check } = this.#ports;
    const signedIn = taken.kind === 'mustConfirm' ? await this.#confirm(taken) : await this.#keepAtLast(taken);
    if (signedIn.kind !== 'signedIn') {
      return signedIn;
    }
    const placement =
      signedIn.placement.kind === 'mustAsk' ? await homeLink.place(signedIn.account, 'asking') : signedIn.placement;
    if (signedIn.account.credential.kind === 'accessToken') {
      // Its sign-in was the proof: the server, or its keys, have just vouched for it.
      check.note(signedIn.account.id, { kind: 'good', checkedAtMs: this.#ports.clock.nowMs() });
      return { ...signedIn, placement };
    }
    const { account } = await check.run(signedIn.account);
    return { ...signedIn, account, placement };
  }

  async #confirm({
    issuer,
    tokens,
    identity,
    surprise,
  }: Extract<Taken, { kind: 'mustConfirm' }>): Promise<SignInOutcome> {
    const named = await this.#ports.check.identify(tokens, identity);
    if ((await this.#ports.questions.confirmIdentity({ identity: named, surprise })) === 'discard') {
      await endUnwanted(this.#ports.http, issuer, tokens);
      return { kind: 'discarded' };
    }
    return this.#keepAtLast(
      await this.#tryToKeep({ issuer, credential: { kind: 'chatgpt', tokens }, identity: named }),
    );
  }

  #move(state: AttemptState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}

function isSameGoal(left: Goal, right: Goal): boolean {
  const isJoined = left.method === 'browser' || left.method === 'deviceCode';
  return isJoined && left.method === right.method && isSameExpected(left.expected, right.expected);
}

function isSameExpected(left: Expected | undefined, right: Expected | undefined): boolean {
  return left?.workspaceId === right?.workspaceId && left?.userId === right?.userId;
}
