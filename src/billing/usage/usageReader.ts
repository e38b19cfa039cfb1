import { sendShortRequest } from '../../network/shortRequest.ts';
import type { HttpClient } from '../../network/http.ts';
import { buildUsageRequest, parseUsage, type Usage } from '../../protocol/api/usage.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { findObstacle } from '../../protocol/oauth/tokenEndpoint.ts';
import { findBearer, type Account } from '../../storage/account.ts';
import type { Clock } from '../../base/clock.ts';
import type { Secret } from '../../base/secret.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Sentence } from '../../errors/sentence.ts';

/** What a question about the usage of an account came to. */
export type UsageAnswer =
  | { readonly kind: 'told'; readonly usage: Usage }
  /** `sentence`: what stood in the way, where that is known. */
  | { readonly kind: 'notTold'; readonly sentence: Sentence | undefined; readonly retryAfterMs: number | undefined };

/** The server and its address. */
export interface UsageReaderPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly issuer: () => Issuer;
}

/** What the service takes for a question about usage; undefined for an account that has no limits of a plan. */
export function findUsageBearer({ credential }: Account): Secret | undefined {
  // An agent identity signs each request; that is Codex's own to do.
  return credential.kind === 'accessToken' && credential.shape !== 'personalAccessToken'
    ? undefined
    : findBearer(credential);
}

/** Asks what an account has used, with the call that the Codex client makes. Renews nothing: a refusal is no answer. */
export class UsageReader {
  readonly #ports: UsageReaderPorts;

  constructor(ports: UsageReaderPorts) {
    this.#ports = ports;
  }

  /** @throws Cancelled when the signal ends it */
  async ask({ identity }: Account, bearer: Secret, signal: AbortSignal): Promise<UsageAnswer> {
    const { issuer, clock } = this.#ports;
    const request = buildUsageRequest(issuer(), bearer, identity.workspaceId);
    try {
      const answer = await sendShortRequest((ends) => ({ ...request, signal: ends }), { ...this.#ports, signal });
      const usage = parseUsage(answer, clock.nowMs());
      return usage === undefined
        ? { kind: 'notTold', sentence: findObstacle(answer), retryAfterMs: answer.retryAfterMs }
        : { kind: 'told', usage };
    } catch (failure) {
      signal.throwIfAborted();
      if (failure instanceof AuthError) {
        return { kind: 'notTold', sentence: failure.sentence, retryAfterMs: undefined };
      }
      throw failure;
    }
  }
}
