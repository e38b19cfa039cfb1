import type { SignInMethod } from '../../accounts/signIn/methods.ts';
import { AuthError } from '../../errors/authError.ts';

/** A sign-in that failed, and how it goes on for the same workspace and person; without a method, by the best one here. */
export class FailedSignIn extends AuthError {
  readonly goOn: (method?: SignInMethod) => Promise<void>;

  constructor({ code, sentence, reason, cause }: AuthError, goOn: (method?: SignInMethod) => Promise<void>) {
    super(code, sentence, { reason, cause });
    this.goOn = goOn;
  }
}
