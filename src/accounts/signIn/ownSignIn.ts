import { buildOwn, type RemoteCredential } from '../../home/credential/remoteCredential.ts';
import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Identity } from '../../storage/account.ts';
import { isCancelled } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { AccountCheck } from '../use/accountCheck.ts';
import { receiveBrowserTokens, type WaitingForBrowser } from './browserSignIn.ts';
import { runExclusiveBrowserSignIn } from './exclusiveBrowserSignIn.ts';
import { runDeviceCodeSignIn, type WaitingForCode } from './deviceCodeSignIn.ts';
import { identifyTokens } from '../directory/accountIdentity.ts';
import type { AttemptLock, Browser, CallbackListener, SignInQuestions } from './ports.ts';
import { revokeNewGrant } from './revokeNewGrant.ts';

/** What a sign-in for another host works with; nothing of it is kept here. */
export interface OwnSignInPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly browser: Browser;
  readonly listener: CallbackListener;
  readonly attemptLock: AttemptLock;
  readonly questions: OwnSignInQuestions;
  readonly check: Pick<AccountCheck, 'identify'>;
  /** The table for the next attempt; frozen for its length. */
  readonly issuer: () => Issuer;
}

/** What is asked in its course; the person chooses the way before. */
export interface OwnSignInQuestions extends Pick<SignInQuestions, 'takeOverAttempt'> {
  /** Is this the one for that host? Asked before anything leaves this computer. */
  confirmHandOver(who: { readonly identity: Identity; readonly hostName: string }): Promise<'handOver' | 'discard'>;
}

/** What the person is shown until the browser or the code is back. */
export type OwnWaiting =
  | { readonly kind: 'browser'; readonly waiting: WaitingForBrowser }
  | { readonly kind: 'deviceCode'; readonly waiting: WaitingForCode };

/** One attempt for one host. */
export interface OwnSignInRequest {
  readonly method: 'browser' | 'deviceCode';
  /** For the question. */
  readonly hostName: string;
  readonly onWaiting: (waiting: OwnWaiting) => void;
  readonly signal: AbortSignal;
}

/** `ready`: tokens that only this answer holds; the caller hands them over or calls `discard`. */
export type OwnSignInOutcome =
  | {
      readonly kind: 'ready';
      readonly credential: RemoteCredential;
      readonly identity: Identity;
      /** Ends it on the server: for a sign-in that did not reach its host, since nobody else has it. */
      readonly discard: () => Promise<void>;
    }
  /** The wrong account came back: its fresh sign-in was ended. */
  | { readonly kind: 'discarded' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'useInstead'; readonly method: 'deviceCode' };

/**
 * A second sign-in, made on this computer for another host (docs/decisions.md, Bindings): it goes to the caller, never
 * into the Vault, the Ledger or a Home of ours.
 */
export class OwnSignIn implements Disposable {
  readonly #ports: OwnSignInPorts;
  readonly #scope = new Disposables();

  constructor(ports: OwnSignInPorts) {
    this.#ports = ports;
  }

  /** @throws AuthError as every sign-in does */
  async run(request: OwnSignInRequest): Promise<OwnSignInOutcome> {
    const signal = AbortSignal.any([request.signal, this.#scope.ended]);
    try {
      return request.method === 'browser'
        ? await this.#browser({ ...request, signal })
        : await this.#deviceCode({ ...request, signal });
    } catch (failure) {
      if (isCancelled(failure)) {
        return { kind: 'cancelled' };
      }
      throw failure;
    }
  }

  /** Ends every attempt that is open. */
  dispose(): void {
    this.#scope.dispose();
  }

  async #deviceCode({ hostName, onWaiting, signal }: OwnSignInRequest): Promise<OwnSignInOutcome> {
    const issuer = this.#ports.issuer();
    const tokens = await runDeviceCodeSignIn(this.#ports, {
      issuer,
      onWaiting: (waiting) => {
        onWaiting({ kind: 'deviceCode', waiting });
      },
      signal,
    });
    return this.#confirm({ issuer, tokens, hostName }, signal);
  }

  async #browser({ hostName, onWaiting, signal }: OwnSignInRequest): Promise<OwnSignInOutcome> {
    const came = await runExclusiveBrowserSignIn(this.#ports, signal, async (ended) => {
      const issuer = this.#ports.issuer();
      const { tokens, showPage } = await receiveBrowserTokens(this.#ports, {
        issuer,
        allowedWorkspaceIds: [],
        onWaiting: (waiting) => {
          onWaiting({ kind: 'browser', waiting });
        },
        signal: ended,
      });
      await showPage('confirm');
      return { kind: 'received', issuer, tokens } as const;
    });
    return came.kind === 'received' ? this.#confirm({ ...came, hostName }, signal) : came;
  }

  async #confirm({ issuer, tokens, hostName }: Received, signal: AbortSignal): Promise<OwnSignInOutcome> {
    const { check, questions, http } = this.#ports;
    const identity = await check.identify(tokens, identifyTokens(tokens), signal);
    const discard = async (): Promise<void> => {
      await revokeNewGrant(http, issuer, tokens);
    };
    if ((await questions.confirmHandOver({ identity, hostName })) === 'discard') {
      await discard();
      return { kind: 'discarded' };
    }
    return { kind: 'ready', credential: buildOwn(tokens), identity, discard };
  }
}

interface Received {
  readonly issuer: Issuer;
  readonly tokens: TokenSet;
  readonly hostName: string;
}
