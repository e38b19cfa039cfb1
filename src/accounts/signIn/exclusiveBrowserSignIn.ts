import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { AttemptLock, HeldAttempt, SignInQuestions } from './ports.ts';

/** The lock that all windows of this computer share, and whom to ask when it is held. */
export interface ExclusiveBrowserSignInPorts {
  readonly attemptLock: AttemptLock;
  readonly questions: Pick<SignInQuestions, 'takeOverAttempt'>;
}

/** Another window signs in with the browser, and the person lets it. */
export type AttemptInOtherWindow =
  { readonly kind: 'useInstead'; readonly method: 'deviceCode' } | { readonly kind: 'cancelled' };

/**
 * Runs `work` as the one browser sign-in of this machine: asks what to do when another window has one open. The signal
 * that `work` gets aborts with `signal`, and when another window takes over.
 * @throws AuthError `tryAgain` when one did
 */
export async function runExclusiveBrowserSignIn<T>(
  ports: ExclusiveBrowserSignInPorts,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | AttemptInOtherWindow> {
  const holding = await holdAttempt(ports, signal);
  if (holding.kind !== 'held') {
    return holding;
  }
  const { attempt } = holding;
  try {
    return await work(AbortSignal.any([signal, attempt.takenOver]));
  } catch (failure) {
    if (attempt.takenOver.aborted) {
      throw new AuthError('tryAgain', buildSentence('browser.takenOver', {}));
    }
    throw failure;
  } finally {
    await attempt.release();
  }
}

async function holdAttempt(
  { attemptLock, questions }: ExclusiveBrowserSignInPorts,
  signal: AbortSignal,
): Promise<{ readonly kind: 'held'; readonly attempt: HeldAttempt } | AttemptInOtherWindow> {
  const result = await attemptLock.acquire();
  if (result.kind === 'held') {
    return result;
  }
  switch (await questions.takeOverAttempt(result.other)) {
    case 'takeOver':
      return { kind: 'held', attempt: await attemptLock.takeOver(signal) };
    case 'useDeviceCode':
      return { kind: 'useInstead', method: 'deviceCode' };
    case 'leave':
      return { kind: 'cancelled' };
  }
}
