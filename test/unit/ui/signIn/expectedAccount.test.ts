import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import type { Expected } from '../../../../src/accounts/signIn/surprise.ts';
import { showFailure } from '../../../../src/ui/failure/failure.ts';
import type { Services } from '../../../../src/ui/shell/services.ts';
import { signInWithDeviceCode } from '../../../../src/ui/signIn/deviceCodeProgress.ts';
import { FailedSignIn } from '../../../../src/ui/failure/failedSignIn.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { say } from '../../../../src/errors/sentence.ts';
import { commands, window } from '../../../support/vscodeWords.ts';

const ada: Expected = { workspaceId: 'workspace-ada', userId: 'user-ada' };
const notReachable = new AuthError('chooseAnotherMethod', say('browser.notReachable', { port: '1455' }));

/** A device code is asked for in this state of the attempt. @returns what was signed in for, and how that failed */
async function takeDeviceCode(state: AttemptState) {
  const asked: (Expected | undefined)[] = [];
  const service = {
    onDidChange: () => ({ dispose: () => undefined }),
    withDeviceCode: (expected?: Expected) => {
      asked.push(expected);
      return Promise.reject(notReachable);
    },
  };
  const sight = { locate: () => Promise.resolve({ kind: 'file', path: 'auth.json' }) };
  const services = { attempt: { state }, sight, loadSignIn: () => Promise.resolve(service) } as unknown as Services;
  const failure = await signInWithDeviceCode(services).catch((caught: unknown) => caught);
  return { asked, failure };
}

async function clickOn(failure: AuthError): Promise<readonly unknown[]> {
  const run = vi.spyOn(commands, 'executeCommand');
  vi.spyOn(window, 'showErrorMessage').mockImplementation((_message: string, ...buttons: readonly string[]) =>
    Promise.resolve(buttons[0]),
  );
  await showFailure(failure, { host: { kind: 'local', side: 'ui' } } as unknown as Services);
  return run.mock.calls.map(([name]) => name);
}

describe('who is expected to come back', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('stays so when a device code is taken in place of the open browser sign-in, and after that has failed', async () => {
    const { asked, failure } = await takeDeviceCode({ kind: 'browser', waiting: {} as never, expected: ada });
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
    expect(await clickOn(new FailedSignIn(notReachable, goOn))).toEqual([]);
    expect(await clickOn(new FailedSignIn(new AuthError('signInAgain', notReachable.sentence), goOn))).toEqual([]);
    expect(ways).toEqual(['deviceCode', undefined]);
    expect(await clickOn(notReachable)).toEqual(['codexAccounts.signInWithDeviceCode']);
  });
});
