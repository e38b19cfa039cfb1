import type { ServerAnswerKind } from './messageIds/server.ts';
import { buildSentence, type Sentence, type SentenceId } from './sentence.ts';

/** What the person can do about it. */
export type AuthErrorCode =
  'tryAgain' | 'checkNetwork' | 'chooseAnotherMethod' | 'signInAgain' | 'askAdmin' | 'correctInput' | 'fixFile';

/** What went wrong, for code that decides by it; words are for people only. Most failures need none. */
export type AuthErrorReason =
  /** A device code was not to be had, or is none any more. */
  | 'deviceCode'
  /** No listener for the browser to come back to. */
  | 'callbackPorts'
  /** An account was not copied to a host. */
  | 'copy'
  /** The same, and what was sent there may have arrived. */
  | 'copyUncertain'
  /** A sign-in rule is against it, and what is left is the other way, another workspace, or nothing. */
  | 'keysRuledOut'
  | 'chatgptRuledOut'
  | 'workspaceRuledOut'
  | 'noWayIn'
  /** An account needs a new sign-in: its grant is over or elsewhere, or its secrets are lost. */
  | 'needsSignIn'
  /** Somebody holds a lock of ours or of the CLI's. */
  | 'held'
  /** The storage of our own records did not take one, give it back, or is newer than we are. */
  | 'notStored'
  | ServerAnswerKind
  | NetworkReason
  | FolderReason
  | HomeReason;

/** Why no whole answer came to a request. */
export type NetworkReason =
  /** No connection came about. */
  | 'offline'
  /** The same, since no name server knows the host. */
  | 'hostUnknown'
  /** The connection ended before the answer did. */
  | 'cut'
  | 'tooSlow'
  /** Of the server's certificate: its issuer, its dates, or anything else about it. */
  | 'untrustedIssuer'
  | 'certificateDates'
  | 'certificate'
  /** A file of certificates that variables name. */
  | 'caFile'
  /** The setting or variable of a proxy means no way. */
  | 'noRoute'
  /** A proxy can not be reached, or lets nothing through. */
  | 'proxy'
  /** A proxy wants to know who we are. */
  | 'proxySignIn'
  /** Something in between sent us elsewhere, or sent too much. */
  | 'strangeAnswer';

/** What is wrong with a folder of ours, or with a file in it. */
export type FolderReason = 'isFile' | 'noPermission' | 'readOnlyDisk' | 'diskFull' | 'unusable' | 'unreadableFile';

/** What is wrong with a Home, by the sentences about it. */
export type HomeReason = HomeReasonIn<SentenceId>;
type HomeReasonIn<Id> = Id extends `home.document.${string}`
  ? never
  : Id extends `home.${infer Reason}`
    ? Reason
    : never;

/** What a failure carries beside its words. */
export interface AuthErrorDetails {
  readonly reason?: AuthErrorReason | undefined;
  /** Foreign text (a server's message, a parser's): never shown. */
  readonly cause?: unknown;
}

/**
 * The one error class. `code` says what the person can do, `sentence` what they are told, `reason` what code decides by.
 * Cancelling is not an error: see `isCancelled`.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly code: AuthErrorCode;
  readonly sentence: Sentence;
  readonly reason: AuthErrorReason | undefined;

  constructor(code: AuthErrorCode, sentence: Sentence, { reason, cause }: AuthErrorDetails = {}) {
    super(sentence.messageId, cause === undefined ? undefined : { cause });
    this.code = code;
    this.sentence = sentence;
    this.reason = reason;
  }
}

/** The failure that says what is wrong with a Home, or with the file at `path` in it. */
export function homeError(
  reason: HomeReason,
  path: string,
  { code = 'fixFile', cause }: { readonly code?: AuthErrorCode; readonly cause?: unknown } = {},
): AuthError {
  return new AuthError(code, buildSentence(`home.${reason}`, { path }), { reason, cause });
}

/** The failure of an account that only a new sign-in brings back. */
export function signInNeeded(sentence: Sentence): AuthError {
  return new AuthError('signInAgain', sentence, { reason: 'needsSignIn' });
}

/**
 * Whether a failure is one that happens: ours, or the operating system's, which names the call that failed. Anything
 * else is a defect.
 */
export function isExpected(failure: unknown): boolean {
  return isAuthError(failure) || (failure instanceof Error && 'syscall' in failure);
}

/** Why an attempt was ended by the person; the reason its signal carries. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** True when the person, not a fault, ended the work. */
export function isCancelled(failure: unknown): failure is Cancelled {
  return failure instanceof Error && failure.name === 'Cancelled';
}

/** What is done stays done, whether or not it could be noted, or this extension ends meanwhile. A defect is thrown. */
export function ignoreExpected(failure: unknown): void {
  if (!isExpected(failure) && !isCancelled(failure)) {
    throw failure;
  }
}

/** By its name: the entry point and the services are two bundles, and each has this class. */
export function isAuthError(failure: unknown): failure is AuthError {
  return failure instanceof Error && failure.name === 'AuthError';
}
