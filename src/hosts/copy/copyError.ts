import { AuthError, type AuthErrorCode } from '../../errors/authError.ts';
import type { Sentence } from '../../errors/sentence.ts';

/** `reason`: left out, nothing of the account arrived. */
export interface CopyErrorDetails {
  /** `copyUncertain`: what was sent to the host may have arrived there. */
  readonly reason?: 'copyUncertain' | undefined;
  readonly cause?: unknown;
}

/** An account was not copied to a host; another try starts with the choice of the host. */
export function copyError(
  code: AuthErrorCode,
  sentence: Sentence,
  { reason, cause }: CopyErrorDetails = {},
): AuthError {
  return new AuthError(code, sentence, { reason: reason ?? 'copy', cause });
}
