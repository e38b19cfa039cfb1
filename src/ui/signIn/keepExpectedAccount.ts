import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { SignInService } from '../../accounts/signIn/signInService.ts';
import type { Expected } from '../../accounts/signIn/unexpectedAccount.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import { FailedSignIn } from '../failure/failedSignIn.ts';
import type { GuardedFlow } from '../failure/runGuarded.ts';
import type { HomeAccessFlow } from '../home/ensureHomeWritable.ts';
import type { SignInAttemptState } from '../shell/signInAttemptState.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { SourcedPickFlow } from '../shell/pickSourced.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { SignInRulesFlow } from './signInRulesFlow.ts';
import type { SignInResultFlow } from './signInResult.ts';

/** What a sign-in with ChatGPT needs, in the browser or with a device code: each of them may go on as the other. */
export type ChatGptSignInFlow = HomeAccessFlow &
  SignInRulesFlow &
  GuardedFlow &
  SourcedPickFlow &
  SignInResultFlow & {
    readonly prompts: Pick<Prompts, 'confirm' | 'input' | 'progress' | 'flash'>;
    readonly clipboard: Pick<Clipboard, 'writeText'>;
    readonly clock: Clock;
    readonly attempt: Pick<SignInAttemptState, 'state' | 'onDidChange'>;
    readonly directory: Pick<AccountDirectory, 'list'>;
    readonly loadSignIn: () => Promise<
      Pick<SignInService, 'state' | 'onDidChange' | 'withBrowser' | 'withDeviceCode' | 'cancel'>
    >;
  };

/** Runs an attempt; where it fails, the way on asks for the same account as the attempt did. */
export async function keepExpectedAccount<T>(
  expected: Expected | undefined,
  flow: ChatGptSignInFlow,
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
      await runGuarded(() => signInToWorkspace(expected, flow, method), flow);
    });
  }
}
