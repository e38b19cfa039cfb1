import type { Expected } from '../../accounts/signIn/surprise.ts';
import { AuthError } from '../../errors/authError.ts';
import { FailedSignIn } from '../failure/failedSignIn.ts';
import type { Services } from '../shell/services.ts';

/** Runs an attempt; where it fails, the way on asks for the same account as the attempt did. */
export async function keepExpected<T>(
  expected: Expected | undefined,
  services: Services,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    if (expected === undefined || !(failure instanceof AuthError)) {
      throw failure;
    }
    throw new FailedSignIn(failure, async (method) => {
      const [{ runGuarded }, { signInToWorkspace }] = await Promise.all([
        import('../failure/runGuarded.ts'),
        import('./browserProgress.ts'),
      ]);
      await runGuarded(() => signInToWorkspace(expected, services, method), services);
    });
  }
}
