import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import type { AccountId } from '../../storage/ids.ts';
import { Cancelled, isCancelled } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { Secret } from '../../base/secret.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import { proveAccessToken, type ProvedToken } from './accessTokenSignIn.ts';
import { proveApiKey } from './apiKeySignIn.ts';
import { receiveBrowserTokens, type BrowserTokens, type WaitingForBrowser } from './browserSignIn.ts';
import { runExclusiveBrowserSignIn } from './exclusiveBrowserSignIn.ts';
import { runDeviceCodeSignIn, type WaitingForCode } from './deviceCodeSignIn.ts';
import type { SignInMethod } from './methods.ts';
import { identifyAccessToken, unknownIdentity } from '../directory/accountIdentity.ts';
import type { AccountKind } from '../../storage/account.ts';
import type { SeenRules, SignInRules } from '../use/signInRules.ts';
import type { AttemptLock, Browser, CallbackListener, SignInQuestions } from './ports.ts';
import type { SignInKeeper, Taken } from './signInKeeper.ts';
import type { SignInOutcome } from './signInOutcome.ts';
import type { Expected } from './unexpectedAccount.ts';

/** All ways to sign in, and what keeps what they bring. */
export interface SignInPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly questions: Pick<SignInQuestions, 'takeOverAttempt' | 'keepUnchecked'>;
  readonly directory: Pick<AccountDirectory, 'ensureCanSave'>;
  readonly keeper: SignInKeeper;
  readonly rules: Pick<SignInRules, 'look' | 'requireAllowed'>;
  readonly browser: Browser;
  readonly listener: CallbackListener;
  readonly attemptLock: AttemptLock;
  /** The table for the next attempt; frozen for its length. */
  readonly issuer: () => Issuer;
}

/** How far an attempt has come. */
export type AttemptState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly method: SignInMethod }
  | { readonly kind: 'browser'; readonly waiting: WaitingForBrowser; readonly expected?: Expected | undefined }
  | { readonly kind: 'deviceCode'; readonly waiting: WaitingForCode }
  | { readonly kind: 'finishing'; readonly method: SignInMethod };

const browserPages = { signedIn: 'success', mustConfirm: 'confirm', notSaved: 'notSaved' } as const;

/** What each way brings. */
const kindOf = {
  browser: 'chatgpt',
  pasteUrl: 'chatgpt',
  deviceCode: 'chatgpt',
  apiKey: 'apiKey',
  accessToken: 'accessToken',
} as const satisfies Readonly<Record<SignInMethod, AccountKind>>;

/** What a click wants: who wants the same joins. A key or a token of the person's own is nobody else's goal. */
interface Goal {
  readonly method: SignInMethod;
  readonly expected?: Expected | undefined;
  readonly seen?: SeenRules | undefined;
}

type Work = (signal: AbortSignal, rules: SeenRules) => Promise<SignInOutcome>;

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

  /**
   * @param expected who may come back, as when an account is signed in again in place
   * @param seen the rules as the click has seen them; left out, they are looked at
   */
  withBrowser(expected?: Expected, seen?: SeenRules): Promise<SignInOutcome> {
    return this.#run({ method: 'browser', expected, seen }, (signal, rules) => this.#browser(expected, rules, signal));
  }

  withDeviceCode(expected?: Expected): Promise<SignInOutcome> {
    return this.#run({ method: 'deviceCode', expected }, async (signal) => {
      const issuer = this.#ports.issuer();
      const onWaiting = (waiting: WaitingForCode): void => {
        this.#move({ kind: 'deviceCode', waiting });
      };
      const tokens = await runDeviceCodeSignIn(this.#ports, { issuer, onWaiting, signal });
      const { keeper } = this.#ports;
      return keeper.complete(await keeper.take({ issuer, tokens, expected }, signal), signal);
    });
  }

  /**
   * A bad key is never kept; one that could not be checked only with the person's yes.
   * @param replacedId the account whose key it takes the place of
   * @throws AuthError `correctInput` for a bad one
   */
  withApiKey(key: Secret, replacedId?: AccountId): Promise<SignInOutcome> {
    return this.#run({ method: 'apiKey' }, async (signal) => {
      const { http, issuer, keeper, questions } = this.#ports;
      const { check, reason } = await proveApiKey(http, issuer(), { key, signal });
      if (check === 'unclear' && (await questions.keepUnchecked(reason)) === 'leave') {
        return { kind: 'cancelled' };
      }
      signal.throwIfAborted();
      const credential = { kind: 'apiKey', key, check: check === 'good' ? 'good' : 'unchecked' } as const;
      return keeper.complete(await keeper.keep(credential, unknownIdentity, { replacedId, signal }), signal, check);
    });
  }

  withAccessToken(candidate: Omit<ProvedToken, 'who'>): Promise<SignInOutcome> {
    return this.#run({ method: 'accessToken' }, async (signal) => {
      const { http, issuer, keeper, rules } = this.#ports;
      const { token, shape, who } = await proveAccessToken(http, issuer(), { ...candidate, signal });
      const identity = identifyAccessToken(who);
      await rules.requireAllowed('accessToken', identity);
      const credential = { kind: 'accessToken', token, shape } as const;
      return keeper.complete(await keeper.keep(credential, identity, { signal }), signal, 'good');
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

  async #run(goal: Goal, work: Work): Promise<SignInOutcome> {
    const open = this.#running;
    if (open !== undefined && isSameGoal(open.goal, goal) && !open.controller.signal.aborted) {
      return open.outcome;
    }
    // Something else was chosen: the person has decided, so the open attempt gives way.
    open?.controller.abort(new Cancelled());
    const controller = new AbortController();
    const previous = open?.outcome.catch(() => undefined);
    const outcome = this.#attempt({ goal, controller, previous }, work);
    this.#running = { goal, controller, outcome };
    return outcome;
  }

  async #attempt(
    attempt: {
      readonly goal: Goal;
      readonly controller: AbortController;
      readonly previous: Promise<unknown> | undefined;
    },
    work: Work,
  ): Promise<SignInOutcome> {
    const { goal, controller, previous } = attempt;
    const { method, seen } = goal;
    try {
      await previous;
      controller.signal.throwIfAborted();
      this.#move({ kind: 'starting', method });
      const rules = seen ?? (await this.#ports.rules.look());
      rules.requireMethod(kindOf[method]);
      await this.#ports.directory.ensureCanSave();
      return await work(controller.signal, rules);
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

  #browser(expected: Expected | undefined, rules: SeenRules, signal: AbortSignal): Promise<SignInOutcome> {
    return runExclusiveBrowserSignIn(this.#ports, signal, async (ended): Promise<SignInOutcome> => {
      const issuer = this.#ports.issuer();
      const received = await receiveBrowserTokens(this.#ports, {
        issuer,
        allowedWorkspaceIds: expected === undefined ? rules.listWorkspaces() : [expected.workspaceId],
        onWaiting: (waiting) => {
          this.#move({ kind: 'browser', waiting, expected });
        },
        signal: ended,
      });
      this.#move({ kind: 'finishing', method: 'browser' });
      const { tokens, showPage } = received;
      const taken = await this.#takeFromBrowser({ issuer, tokens, expected }, showPage, ended);
      return this.#ports.keeper.complete(taken, ended);
    });
  }

  /** The browser says what became of the sign-in, and is not left waiting whatever that is. */
  async #takeFromBrowser(
    received: Parameters<SignInKeeper['take']>[0],
    showPage: BrowserTokens['showPage'],
    signal: AbortSignal,
  ): Promise<Taken> {
    try {
      const taken = await this.#ports.keeper.take(received, signal);
      await showPage(browserPages[taken.kind]);
      return taken;
    } finally {
      // Where a page was shown, that one stays.
      await showPage('notSaved');
    }
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
