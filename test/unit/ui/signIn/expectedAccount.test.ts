import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import type { Expected } from '../../../../src/accounts/signIn/unexpectedAccount.ts';
import { showFailure } from '../../../../src/ui/failure/failure.ts';
import { signInWithDeviceCode } from '../../../../src/ui/signIn/deviceCodeProgress.ts';
import { FailedSignIn } from '../../../../src/ui/failure/failedSignIn.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeSignIn, waitingForBrowser } from '../../../support/fakeSignIn.ts';

const ada: Expected = { workspaceId: 'workspace-ada', userId: 'user-ada' };
const notReachable = new AuthError('chooseAnotherMethod', buildSentence('browser.notReachable', { port: '1455' }));

/** A device code is asked for in this state of the attempt. @returns what was signed in for, and how that failed */
async function takeDeviceCode(state: AttemptState) {
  const flow = createFakeFlow({ row: 'Get a Code' });
  const signIn = createFakeSignIn(() => Promise.reject(notReachable));
  const failure = await signInWithDeviceCode({
    ...flow,
    attempt: { ...flow.attempt, state },
    loadSignIn: () => Promise.resolve(signIn),
  }).catch((caught: unknown) => caught);
  return { asked: signIn.asked.map(({ expected }) => expected), failure };
}

async function clickOn(failure: AuthError, button: string): Promise<readonly string[]> {
  const flow = createFakeFlow({ click: button });
  await showFailure(failure, flow);
  return flow.ran;
}

describe('who is expected to come back', () => {
  it('stays so when a device code is taken in place of the open browser sign-in, and after that has failed', async () => {
    const { asked, failure } = await takeDeviceCode({ kind: 'browser', waiting: waitingForBrowser, expected: ada });
    expect([asked, failure]).toEqual([[ada], expect.any(FailedSignIn)]);
  });

  it('is anybody where no sign-in is open', async () => {
    const { asked, failure } = await takeDeviceCode({ kind: 'idle' });
    expect([asked, failure]).toEqual([[undefined], notReachable]);
  });

  it('stays so by the way on that a failure offers', async () => {
    const ways: unknown[] = [];
    const goOn = (method?: string): Promise<void> => {
      ways.push(method);
      return Promise.resolve();
    };
    expect(await clickOn(new FailedSignIn(notReachable, goOn), 'Use a Device Code')).toEqual([]);
    expect(
      await clickOn(new FailedSignIn(new AuthError('signInAgain', notReachable.sentence), goOn), 'Sign In Again'),
    ).toEqual([]);
    expect(ways).toEqual(['deviceCode', undefined]);
    expect(await clickOn(notReachable, 'Use a Device Code')).toEqual(['signInWithDeviceCode']);
  });
});
