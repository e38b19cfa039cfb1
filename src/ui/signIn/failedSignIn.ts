import type { SignInMethod } from '../../accounts/methods.ts';
import type { Expected } from '../../accounts/surprise.ts';
import { AuthError } from '../../util/authError.ts';
import type { Services } from '../services.ts';

/** A sign-in that failed, and how it goes on for the same workspace and person; without a method, by the best one here. */
export class FailedSignIn extends AuthError {
  readonly goOn: (method?: SignInMethod) => Promise<void>;

  constructor({ code, sentence, cause }: AuthError, goOn: (method?: SignInMethod) => Promise<void>) {
    super(code, sentence, cause);
    this.goOn = goOn;
  }
}

/** Runs an attempt; where it fails, the way on asks for the same account as the attempt did. */
export async function keepExpected<T>(expected: Expected | undefined, services: Services, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    if (expected === undefined || !(failure instanceof AuthError)) {
      throw failure;
    }
    throw new FailedSignIn(failure, async (method) => {
      const [{ runGuarded }, { signInToWorkspace }] = await Promise.all([import('../actions.ts'), import('./browserProgress.ts')]);
      await runGuarded(() => signInToWorkspace(expected, services, method), services);
    });
  }
}
