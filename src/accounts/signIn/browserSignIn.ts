import { buildAuthorizeUrl, buildRedirectUri } from '../../protocol/oauth/authorizeUrl.ts';
import { judgeCallback, type CallbackRequest } from '../../protocol/oauth/callbackRequest.ts';
import type { HttpClient } from '../../network/http.ts';
import { callbackPorts, type Issuer } from '../../protocol/oauth/issuer.ts';
import { judgePastedAddress, type PastedVerdict, type PasteProblem } from '../../protocol/oauth/pastedAddress.ts';
import { createPkce, createState, type Pkce } from '../../protocol/oauth/pkce.ts';
import { parseTokens, requestTokens } from '../../protocol/oauth/tokenEndpoint.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { AuthError } from '../../errors/authError.ts';
import { rfc3339, type Clock } from '../../base/clock.ts';
import { Secret } from '../../base/secret.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { callbackError, failurePage, page, pagePaths, refusalReply, type FinalPage } from './callbackReplies.ts';
import type { CallbackReach } from '../../window/callbackReach.ts';
import { explainHolders } from './callbackPortsTaken.ts';
import type { Browser, CallbackListener, CallbackReply, OpenListener } from './ports.ts';
import { firstOf } from '../../base/firstOf.ts';

/** The browser, the listener for its answer, and what trades the code. */
export interface BrowserSignInPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly browser: Browser;
  readonly listener: CallbackListener;
}

/** What the person can be shown while the browser is open. */
export interface WaitingForBrowser {
  /** Carries the state: copied on the person's click, never logged. */
  readonly link: Secret;
  readonly port: number;
  readonly deadlineMs: number;
  readonly reach: CallbackReach;
  /** The browser may be showing an error page by now: its address can be given instead. */
  readonly isPasteOffered: boolean;
  readonly paste: CallbackUrlInput;
}

/** Takes the address of the page that the browser could not show, in place of its request. */
interface CallbackUrlInput {
  /** Why an address is not the one that this sign-in waits for. */
  validate(address: Secret): PasteProblem | undefined;
  /** Goes on with the right address as with the browser's own request; with any other nothing happens. */
  submit(address: Secret): void;
}

/** One attempt. Without `allowedWorkspaceIds` any workspace may come back. */
export interface BrowserSignIn {
  readonly issuer: Issuer;
  readonly allowedWorkspaceIds: readonly string[];
  readonly onWaiting: (waiting: WaitingForBrowser) => void;
  readonly signal: AbortSignal;
}

/** What came back with the browser, which still waits for its page. */
export interface BrowserTokens {
  readonly tokens: TokenSet;
  /**
   * Shows the browser what became of the tokens, and closes the listener. To be called whatever becomes of them: until
   * then the browser waits. The first page counts.
   */
  readonly showPage: (page: 'success' | 'confirm' | 'notSaved') => Promise<void>;
}

/** How long a sign-in waits for the browser. */
export const browserLimitMs = 10 * 60 * 1000;

/** So long without an answer, the person may be looking at an error page. */
export const pasteOfferAfterMs = 20 * 1000;

const reachPatienceMs = 5000;
const pagePatienceMs = 2000;

/**
 * One sign-in in the browser: listener, authorize page, callback, token request (RFC 8252, RFC 7636). Whoever stores the
 * tokens then says which page the browser gets.
 * @throws AuthError; `Cancelled` when the person ended it. The browser has the page that says so by then
 */
export async function receiveBrowserTokens(ports: BrowserSignInPorts, request: BrowserSignIn): Promise<BrowserTokens> {
  return new BrowserAttempt(ports, request, await createPkce()).run();
}

/** In one file with its page and its pasted address: all of them end the one wait for the tokens. */
class BrowserAttempt {
  readonly #ports: BrowserSignInPorts;
  readonly #request: BrowserSignIn;
  readonly #pkce: Pkce;
  readonly #state = createState();
  readonly #tokens = Promise.withResolvers<TokenSet>();
  readonly #pageDecided = Promise.withResolvers<FinalPage>();
  readonly #pagesServed = Promise.withResolvers<undefined>();
  #redirectUri = '';
  /** A callback that comes when it is `over` finds nobody who waits for it. */
  #phase: 'waiting' | 'received' | 'over' = 'waiting';
  /** The one page that may be shown after the redirect. */
  #finalPage: FinalPage | undefined;
  /** Callbacks whose page was not asked for yet. */
  #owedPages = 0;
  #closing: Promise<void> | undefined;

  constructor(ports: BrowserSignInPorts, request: BrowserSignIn, pkce: Pkce) {
    this.#ports = ports;
    this.#request = request;
    this.#pkce = pkce;
    // The tokens are awaited only once the browser is open; a callback may come before.
    this.#tokens.promise.catch(() => undefined);
  }

  async run(): Promise<BrowserTokens> {
    const { clock } = this.#ports;
    const { signal } = this.#request;
    const result = await this.#ports.listener.open(callbackPorts, (callback, port) => this.#answer(callback, port));
    if (result.kind === 'taken') {
      throw new AuthError('chooseAnotherMethod', explainHolders(result.holders), { reason: 'callbackPorts' });
    }
    const { listener } = result;
    const done = new AbortController();
    const ended = AbortSignal.any([signal, done.signal]);
    try {
      signal.throwIfAborted();
      // The callback may be faster than the word that the browser is open.
      const arrived = (): Promise<TokenSet> => this.#tokens.promise;
      await firstOf<unknown>(ended, [arrived, () => this.#openBrowser(listener.port, ended)]);
      const tokens = await firstOf(ended, [arrived, (over) => this.#waitForEnd(clock.delay(browserLimitMs, over))]);
      return { tokens, showPage: (finalPage) => this.#close(finalPage, listener) };
    } catch (failure) {
      if (this.#phase === 'waiting') {
        this.#phase = 'over';
      }
      await this.#close('failed', listener);
      throw failure;
    } finally {
      done.abort();
    }
  }

  /** Time or the person ends the waiting, but no longer once the callback has come: then what it brings counts. */
  async #waitForEnd(limit: Promise<void>): Promise<TokenSet> {
    try {
      await limit;
    } catch (reason) {
      if (this.#phase === 'waiting') {
        throw reason;
      }
    }
    if (this.#phase === 'waiting') {
      throw new AuthError('tryAgain', buildSentence('browser.tooLate', {}));
    }
    return this.#tokens.promise;
  }

  async #openBrowser(port: number, ended: AbortSignal): Promise<void> {
    const { issuer, allowedWorkspaceIds, onWaiting } = this.#request;
    const { browser, clock } = this.#ports;
    this.#redirectUri = buildRedirectUri(port);
    const link = buildAuthorizeUrl({
      issuer,
      redirectUri: this.#redirectUri,
      challenge: this.#pkce.challenge,
      state: this.#state,
      allowedWorkspaceIds,
    });
    const deadlineMs = clock.nowMs() + browserLimitMs;
    const reach = await this.#findReach(port, ended);
    const waiting = { link: new Secret(link), port, deadlineMs, reach, paste: this.#takePastedAddress(port) };
    onWaiting({ ...waiting, isPasteOffered: reach === 'elsewhere' });
    // Without a browser the person still has the link: the attempt goes on.
    await browser.open(link);
    if (reach !== 'elsewhere') {
      this.#offerPasteLater(() => {
        onWaiting({ ...waiting, isPasteOffered: true });
      }, ended);
    }
  }

  /** VS Code may have to open a tunnel first; where it does not answer, none is counted on. */
  async #findReach(port: number, ended: AbortSignal): Promise<CallbackReach> {
    const { browser, clock } = this.#ports;
    return firstOf<CallbackReach>(ended, [
      () => browser.findReach(port),
      async (over) => {
        await clock.delay(reachPatienceMs, over);
        return 'elsewhere';
      },
    ]);
  }

  #offerPasteLater(offer: () => void, ended: AbortSignal): void {
    this.#ports.clock.delay(pasteOfferAfterMs, ended).then(
      () => {
        if (this.#phase === 'waiting') {
          offer();
        }
      },
      () => undefined,
    );
  }

  #takePastedAddress(port: number): CallbackUrlInput {
    const judge = (address: Secret): PastedVerdict =>
      judgePastedAddress(address, { port, state: this.#state, issuerUrl: this.#request.issuer.url });
    return {
      validate: (address) => {
        const verdict = judge(address);
        return verdict.kind === 'wrong' ? verdict.problem : undefined;
      },
      submit: (address) => {
        const verdict = judge(address);
        if (verdict.kind === 'code' && this.#phase === 'waiting') {
          this.#phase = 'received';
          this.#begin(verdict.code);
        }
      },
    };
  }

  async #answer(callback: CallbackRequest, port: number): Promise<CallbackReply> {
    const { url: issuerUrl } = this.#request.issuer;
    const verdict = judgeCallback(callback, { port, state: this.#state, issuerUrl });
    switch (verdict.kind) {
      case 'refused':
        return refusalReply(verdict.refusal);
      case 'page':
        return this.#servePage(verdict.path);
      case 'failed':
        return this.#redirect(() => {
          this.#fail(callbackError(verdict));
        });
      case 'code':
        return this.#redirect(() => {
          this.#begin(verdict.code);
        });
    }
  }

  /** The first callback decides; each with the right state gets the page that the first led to. */
  async #redirect(begin: () => void): Promise<CallbackReply> {
    if (this.#phase === 'over') {
      return page(409, 'refused');
    }
    this.#owedPages += 1;
    if (this.#phase === 'waiting') {
      this.#phase = 'received';
      begin();
    }
    return { kind: 'seeOther', path: pagePaths[await this.#pageDecided.promise] };
  }

  /** Whoever waits for the tokens gets them, or what went wrong. */
  #begin(code: Secret): void {
    this.#exchange(code).then(
      (tokens) => {
        this.#tokens.resolve(tokens);
      },
      (failure: unknown) => {
        this.#fail(failure);
      },
    );
  }

  async #exchange(code: Secret): Promise<TokenSet> {
    const { issuer, signal } = this.#request;
    const exchange = { issuer, code, redirectUri: this.#redirectUri, verifier: this.#pkce.verifier };
    const answer = await requestTokens(this.#ports.http, exchange, signal);
    return parseTokens(answer, issuer, rfc3339(this.#ports.clock.nowMs()));
  }

  #fail(failure: unknown): void {
    this.#decidePage(failurePage(failure));
    this.#tokens.reject(failure);
  }

  #decidePage(finalPage: FinalPage): void {
    this.#finalPage ??= finalPage;
    this.#pageDecided.resolve(this.#finalPage);
  }

  #close(finalPage: FinalPage, listener: OpenListener): Promise<void> {
    this.#decidePage(finalPage);
    this.#closing ??= this.#waitForPages().then(() => listener.close());
    return this.#closing;
  }

  /** After a redirect a browser asks for one more page; the listener waits for each such request, but not long. */
  async #waitForPages(): Promise<void> {
    if (this.#owedPages > 0) {
      await firstOf<unknown>(undefined, [
        () => this.#pagesServed.promise,
        (over) => this.#ports.clock.delay(pagePatienceMs, over),
      ]);
    }
  }

  #servePage(path: string): CallbackReply {
    if (this.#finalPage === undefined || pagePaths[this.#finalPage] !== path) {
      return page(404, 'notFound');
    }
    this.#owedPages -= 1;
    if (this.#owedPages <= 0) {
      this.#pagesServed.resolve(undefined);
    }
    return page(200, this.#finalPage);
  }
}
