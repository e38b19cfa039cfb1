import { buildAuthorizeUrl, buildRedirectUri } from '../../protocol/oauth/authorizeUrl.ts';
import { judgeCallback, type CallbackRequest } from '../../protocol/oauth/callbackRequest.ts';
import type { HttpClient } from '../../network/http.ts';
import { callbackPorts, type Issuer } from '../../protocol/oauth/issuer.ts';
import { judgePastedAddress, type PastedVerdict, type PasteProblem } from '../../protocol/oauth/pastedAddress.ts';
import { createPkce, createState, type Pkce } from '../../protocol/oauth/pkce.ts';
import { parseTokens, requestTokens } from '../../protocol/oauth/tokenEndpoint.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { AuthError } from '../../errors/authError.ts';
import { rfc3339, type Clock } from '../../util/clock.ts';
import { Secret } from '../../util/secret.ts';
import { say, type Sentence } from '../../errors/sentence.ts';
import { callbackFailures, failurePage, page, pagePaths, refusalReply, type FinalPage } from './callbackReplies.ts';
import type { CallbackReach } from '../../window/callbackReach.ts';
import type { Browser, CallbackListener, CallbackReply, PortHolder } from './ports.ts';

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
  readonly paste: PasteDoor;
}

/** Takes the address of the page that the browser could not show, in place of its request. */
interface PasteDoor {
  /** Why an address is not the one that this sign-in waits for. */
  findProblem(address: Secret): PasteProblem | undefined;
  /** Goes on with the right address as with the browser's own request; with any other nothing happens. */
  take(address: Secret): void;
}

export interface BrowserSignIn {
  readonly issuer: Issuer;
  readonly allowedWorkspaceIds: readonly string[];
  readonly onWaiting: (waiting: WaitingForBrowser) => void;
  /**
   * Stores the tokens and reads them back; only then does the browser say "signed in". `mustConfirm` when the person
   * has to say first whether the right account came back.
   */
  readonly keep: (tokens: TokenSet) => Promise<'kept' | 'mustConfirm'>;
  readonly signal: AbortSignal;
}

export const browserLimitMs = 10 * 60 * 1000;

/** So long without an answer, the person may be looking at an error page. */
export const pasteOfferAfterMs = 20 * 1000;

const reachPatienceMs = 5000;

/**
 * One sign-in in the browser: listener, authorize page, callback, token request, keeping (RFC 8252, RFC 7636).
 * @throws AuthError; `Cancelled` when the person ended it
 */
export async function signInWithBrowser(ports: BrowserSignInPorts, request: BrowserSignIn): Promise<void> {
  await new BrowserAttempt(ports, request, await createPkce()).run();
}

/** Who holds the ports, as a sentence can carry it: `node (1455), 1457`. */
export function listHolders(holders: readonly PortHolder[]): string {
  return holders
    .map(({ port, process }) => (process === undefined ? String(port) : `${process} (${String(port)})`))
    .join(', ');
}

/** No program can be ended where the system keeps both ports from all of them. */
function explainHolders(holders: readonly PortHolder[]): Sentence {
  return holders.every(({ isReserved }) => isReserved === true)
    ? say('browser.portsReserved', { ports: listHolders(holders) })
    : say('browser.portsTaken', { holders: listHolders(holders) });
}

type Ending =
  | { readonly page: 'success' | 'confirm' }
  | { readonly page: Exclude<FinalPage, 'success' | 'confirm'>; readonly failure: unknown };

class BrowserAttempt {
  readonly #ports: BrowserSignInPorts;
  readonly #request: BrowserSignIn;
  readonly #pkce: Pkce;
  readonly #state = createState();
  readonly #outcome = Promise.withResolvers<undefined>();
  readonly #pageServed = Promise.withResolvers<undefined>();
  #redirectUri = '';
  #isConsumed = false;
  /** What the first callback leads to, however many come. */
  #ending: Promise<Ending> | undefined;
  /** The one page that may be shown after the redirect. */
  #finalPage: FinalPage | undefined;
  /** Redirects whose page was not asked for yet. */
  #owedPages = 0;

  constructor(ports: BrowserSignInPorts, request: BrowserSignIn, pkce: Pkce) {
    this.#ports = ports;
    this.#request = request;
    this.#pkce = pkce;
    // The outcome is awaited only once the browser is open; a callback may come before.
    this.#outcome.promise.catch(() => undefined);
  }

  async run(): Promise<void> {
    const { clock } = this.#ports;
    const { signal } = this.#request;
    const result = await this.#ports.listener.open(callbackPorts, (callback, port) => this.#answer(callback, port));
    if (result.kind === 'taken') {
      throw new AuthError('chooseAnotherMethod', explainHolders(result.holders));
    }
    const done = new AbortController();
    const ended = AbortSignal.any([signal, done.signal]);
    try {
      signal.throwIfAborted();
      await this.#openBrowser(result.listener.port, ended);
      await Promise.race([this.#outcome.promise, this.#waitForEnd(clock.delay(browserLimitMs, ended))]);
    } finally {
      // An address that is pasted after the end finds the door closed.
      this.#isConsumed = true;
      await this.#showFinalPage(done);
      await result.listener.close();
    }
  }

  /** Time or the person ends the waiting, but no longer once the callback has come: then what it brings counts. */
  async #waitForEnd(limit: Promise<void>): Promise<undefined> {
    try {
      await limit;
    } catch (reason) {
      if (!this.#isConsumed) {
        throw reason;
      }
    }
    if (!this.#isConsumed) {
      throw new AuthError('tryAgain', say('browser.tooLate', {}));
    }
    return this.#outcome.promise;
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
    const waiting = { link: new Secret(link), port, deadlineMs, reach, paste: this.#openPasteDoor(port) };
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
    const known = new AbortController();
    const patience = this.#ports.clock.delay(reachPatienceMs, AbortSignal.any([ended, known.signal]));
    try {
      return await Promise.race([this.#ports.browser.findReach(port), patience.then(() => 'elsewhere' as const)]);
    } finally {
      patience.catch(() => undefined);
      known.abort();
    }
  }

  #offerPasteLater(offer: () => void, ended: AbortSignal): void {
    this.#ports.clock.delay(pasteOfferAfterMs, ended).then(
      () => {
        if (!this.#isConsumed) {
          offer();
        }
      },
      () => undefined,
    );
  }

  #openPasteDoor(port: number): PasteDoor {
    const judge = (address: Secret): PastedVerdict =>
      judgePastedAddress(address, { port, state: this.#state, issuerUrl: this.#request.issuer.url });
    return {
      findProblem: (address) => {
        const verdict = judge(address);
        return verdict.kind === 'wrong' ? verdict.problem : undefined;
      },
      take: (address) => {
        const verdict = judge(address);
        if (verdict.kind === 'code' && !this.#isConsumed) {
          this.#isConsumed = true;
          this.#ending = this.#finish(verdict.code);
          // No browser waits for a page.
          void this.#ending.then((ending) => {
            this.#settle(ending);
          });
        }
      },
    };
  }

  /** After a redirect a browser asks for one more page; the listener waits for each such request, but not long. */
  async #showFinalPage(done: AbortController): Promise<void> {
    if (this.#finalPage !== undefined) {
      const patience = this.#ports.clock.delay(2000, done.signal).catch(() => undefined);
      await Promise.race([this.#pageServed.promise, patience]);
    }
    done.abort();
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
        return this.#end(() =>
          Promise.resolve({ page: failurePage(verdict.failure), failure: callbackFailures[verdict.failure]() }),
        );
      case 'code':
        return this.#end(() => this.#finish(verdict.code));
    }
  }

  async #finish(code: Secret): Promise<Ending> {
    const { issuer, keep, signal } = this.#request;
    let tokens: TokenSet;
    try {
      const exchange = { issuer, code, redirectUri: this.#redirectUri, verifier: this.#pkce.verifier };
      const answer = await requestTokens(this.#ports.http, exchange, signal);
      tokens = parseTokens(answer, issuer, rfc3339(this.#ports.clock.nowMs()));
    } catch (failure) {
      return { page: 'failed', failure };
    }
    try {
      return { page: (await keep(tokens)) === 'kept' ? 'success' : 'confirm' };
    } catch (failure) {
      return { page: 'notSaved', failure };
    }
  }

  /**
   * The first callback decides; another one with the right state gets the page that the first led to. That page is
   * decided before the outcome is known outside, so that the listener stays for it.
   */
  async #end(begin: () => Promise<Ending>): Promise<CallbackReply> {
    if (this.#ending === undefined) {
      if (this.#isConsumed) {
        return page(409, 'refused');
      }
      this.#isConsumed = true;
      this.#ending = begin();
    }
    const ending = await this.#ending;
    this.#finalPage = ending.page;
    this.#owedPages += 1;
    this.#settle(ending);
    return { kind: 'seeOther', path: pagePaths[ending.page] };
  }

  #settle(ending: Ending): void {
    if ('failure' in ending) {
      this.#outcome.reject(ending.failure);
    } else {
      this.#outcome.resolve(undefined);
    }
  }

  #servePage(path: string): CallbackReply {
    if (this.#finalPage === undefined || pagePaths[this.#finalPage] !== path) {
      return page(404, 'notFound');
    }
    this.#owedPages -= 1;
    if (this.#owedPages <= 0) {
      this.#pageServed.resolve(undefined);
    }
    return page(200, this.#finalPage);
  }
}
