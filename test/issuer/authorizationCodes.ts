import { createHash } from 'node:crypto';
import type { SecretMint } from './secretMint.ts';
import type { TokenSubject } from './tokenMint.ts';

/** What a code stands for. */
export interface CodeTerms {
  readonly subject: TokenSubject;
  /** The redirect addresses that the exchange may name; it must name one of them exactly. */
  readonly redirectUris: readonly string[];
  /** S256 challenge, 43 base64url characters (RFC 7636). */
  readonly codeChallenge: string;
}

export interface CodeExchange {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

export type CodeRefusal =
  | { readonly kind: 'unknown' | 'expired' | 'wrongClient' | 'wrongRedirect' | 'wrongVerifier' }
  | { readonly kind: 'used'; readonly grantId: string | undefined };

interface IssuedCode {
  readonly terms: CodeTerms;
  readonly expiresAtMs: number;
  used: boolean;
  grantId: string | undefined;
}

const codeLifetimeMs = 10 * 60 * 1000;

export function challengeOf(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier, 'ascii').digest('base64url');
}

/** One-time codes, bound to client, redirect address and PKCE challenge. */
export class AuthorizationCodes {
  readonly #codes = new Map<string, IssuedCode>();
  readonly #secrets: SecretMint;
  readonly #now: () => number;

  constructor(secrets: SecretMint, now: () => number) {
    this.#secrets = secrets;
    this.#now = now;
  }

  issue(terms: CodeTerms): string {
    const code = this.#secrets.make('ac_');
    this.#codes.set(code, { terms, expiresAtMs: this.#now() + codeLifetimeMs, used: false, grantId: undefined });
    return code;
  }

  /** A code is spent by its first exchange, a wrong redirect address or verifier included, so nobody can try on. */
  redeem(exchange: CodeExchange): { readonly subject: TokenSubject } | { readonly refused: CodeRefusal } {
    const issued = this.#codes.get(exchange.code);
    if (issued === undefined) {
      return { refused: { kind: 'unknown' } };
    }
    if (issued.used) {
      return { refused: { kind: 'used', grantId: issued.grantId } };
    }
    if (issued.expiresAtMs <= this.#now()) {
      return { refused: { kind: 'expired' } };
    }
    if (issued.terms.subject.clientId !== exchange.clientId) {
      return { refused: { kind: 'wrongClient' } };
    }
    issued.used = true;
    if (!issued.terms.redirectUris.includes(exchange.redirectUri)) {
      return { refused: { kind: 'wrongRedirect' } };
    }
    if (challengeOf(exchange.codeVerifier) !== issued.terms.codeChallenge) {
      return { refused: { kind: 'wrongVerifier' } };
    }
    return { subject: issued.terms.subject };
  }

  /** Remembers what a code gave, so that a second exchange can end it. */
  bind(code: string, grantId: string): void {
    const issued = this.#codes.get(code);
    if (issued !== undefined) {
      issued.grantId = grantId;
    }
  }
}
