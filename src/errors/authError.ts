import type { Sentence } from './sentence.ts';

/** What the person can do about it. */
export type AuthErrorCode =
  'tryAgain' | 'checkNetwork' | 'chooseAnotherMethod' | 'signInAgain' | 'askAdmin' | 'correctInput' | 'fixFile';

/**
 * The one error class. `code` says what the person can do, `sentence` what they are told; foreign text (a server's
 * message, a parser's) goes into `cause` only and is never shown. Cancelling is not an error: see `isCancelled`.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly code: AuthErrorCode;
  readonly sentence: Sentence;

  constructor(code: AuthErrorCode, sentence: Sentence, cause?: unknown) {
    super(sentence.messageId, cause === undefined ? undefined : { cause });
    this.code = code;
    this.sentence = sentence;
  }
}

/** Why an attempt was ended by the person; the reason its signal carries. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** True when the person, not a fault, ended the work. */
export function isCancelled(failure: unknown): boolean {
  return failure instanceof Error && failure.name === 'Cancelled';
}

/** By its name: the entry point and the house are two bundles, and each has this class. */
export function isAuthError(failure: unknown): failure is AuthError {
  return failure instanceof Error && failure.name === 'AuthError';
}
