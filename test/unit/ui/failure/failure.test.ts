import { describe, expect, it } from 'vitest';
import { AuthError, Cancelled, type AuthErrorCode, type AuthErrorReason } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { showFailure } from '../../../../src/ui/failure/failure.ts';
import { FailedSignIn } from '../../../../src/ui/failure/failedSignIn.ts';
import { runGuarded } from '../../../../src/ui/failure/runGuarded.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { codeServerFacts, situationOf } from '../../../support/situations.ts';

function failureOf(code: AuthErrorCode, reason?: AuthErrorReason): AuthError {
  return new AuthError(code, buildSentence('account.refused', {}), { reason });
}

async function offerFor(failure: unknown, host = situationOf()) {
  const { prompts, ...flow } = createFakeFlow();
  await showFailure(failure, { ...flow, prompts, host });
  return prompts.shown[0]?.buttons;
}

describe('what a failure offers', () => {
  it.each<[AuthErrorCode, AuthErrorReason | undefined, readonly string[]]>([
    ['signInAgain', undefined, ['Sign In…', 'Show Log']],
    ['tryAgain', undefined, ['Sign In…', 'Show Log']],
    ['correctInput', undefined, ['Sign In…', 'Show Log']],
    ['checkNetwork', undefined, ['Show Log']],
    ['fixFile', undefined, ['Show Log']],
    ['chooseAnotherMethod', undefined, ['Use a Device Code', 'Show Log']],
    ['chooseAnotherMethod', 'deviceCode', ['Sign In with Browser', 'Show Log']],
    ['askAdmin', 'deviceCode', ['Sign In with Browser', 'Show Log']],
    ['askAdmin', undefined, ['Sign In…', 'Show Log']],
    ['chooseAnotherMethod', 'keysRuledOut', ['Sign In with Browser', 'Show Log']],
    ['chooseAnotherMethod', 'chatgptRuledOut', ['Sign In with API Key', 'Show Log']],
    ['signInAgain', 'workspaceRuledOut', ['Sign In…', 'Show Log']],
    ['fixFile', 'noWayIn', ['Show Rules of Codex', 'Show Log']],
    ['tryAgain', 'copy', ['Copy Account to a Host…', 'Show Log']],
    ['tryAgain', 'copyUncertain', ['Copy Account to a Host…', 'Show Log']],
  ])('for %s (%s) is %j', async (code, reason, buttons) => {
    expect(await offerFor(failureOf(code, reason))).toEqual(buttons);
  });

  it('is a pasted address where device codes failed and the browser may not reach the host', async () => {
    expect(await offerFor(failureOf('askAdmin', 'deviceCode'), situationOf(codeServerFacts))).toEqual([
      'Sign In by Pasting an Address',
      'Show Log',
    ]);
  });

  it('is to sign in again in place where a sign-in in place has failed', async () => {
    const failure = new FailedSignIn(failureOf('signInAgain'), () => Promise.resolve());
    expect(await offerFor(failure)).toEqual(['Sign In Again', 'Show Log']);
  });

  it('runs its command with the click, and nothing when it is left alone', async () => {
    const clicked = createFakeFlow({ click: 'Sign In…' });
    await showFailure(failureOf('signInAgain'), clicked);
    expect(clicked.ran).toEqual(['signIn']);
    const left = createFakeFlow('dismiss');
    await showFailure(failureOf('signInAgain'), left);
    expect([left.ran, left.logged]).toEqual([[], []]);
  });

  it('shows the log with a click on it', async () => {
    const flow = createFakeFlow({ click: 'Show Log' });
    await showFailure(failureOf('checkNetwork'), flow);
    expect([flow.logged, flow.ran]).toEqual([['shown'], []]);
  });

  it('is the log alone for a defect, whose own text is not shown', async () => {
    const flow = createFakeFlow({ click: 'Show Log' });
    await showFailure(new TypeError('sk-secret is not a function'), flow);
    expect(flow.prompts.shown).toMatchObject([{ severity: 'error', buttons: ['Show Log'] }]);
    expect(flow.prompts.texts[0]).not.toContain('sk-');
    expect(flow.logged).toEqual(['shown']);
  });
});

describe('a look for the cause', () => {
  it('that fails itself does not keep the message back', async () => {
    const flow = createFakeFlow();
    await showFailure(failureOf('fixFile'), { ...flow, findCause: () => Promise.reject(new TypeError('chunk')) });
    expect([flow.prompts.shown.length, flow.logged]).toEqual([1, ['diagnosis failed']]);
  });
});

describe('a request that was refused for its region', () => {
  const refused = failureOf('checkNetwork', 'regionRefused');
  const onHost = { side: 'workspace', remoteName: 'ssh-remote', hostName: 'gpu-box' } as const;

  it('is said with the setting that moved this extension there', async () => {
    const flow = createFakeFlow();
    await showFailure(refused, { ...flow, host: situationOf({ ...onHost, wantedSide: 'workspace' }) });
    expect(flow.prompts.texts[0]).toContain('remote.extensionKind');
  });

  it('is said without that setting where it moved nothing', async () => {
    const flow = createFakeFlow();
    await showFailure(refused, { ...flow, host: situationOf(onHost) });
    expect(flow.prompts.texts[0]).not.toContain('remote.extensionKind');
  });
});

describe('guarded work', () => {
  it('shows nothing when it was cancelled, and the account is read anew', async () => {
    const flow = createFakeFlow();
    await runGuarded(() => Promise.reject(new Cancelled()), flow);
    expect([flow.prompts.shown, flow.updates.length]).toEqual([[], 1]);
  });

  it('notes and shows what went wrong, and the account is read anew', async () => {
    const flow = createFakeFlow();
    await runGuarded(() => Promise.reject(failureOf('fixFile')), flow);
    expect([flow.logged, flow.prompts.shown.length, flow.updates.length]).toEqual([['command failed'], 1, 1]);
  });

  it('says nothing when all went well', async () => {
    const flow = createFakeFlow();
    await runGuarded(() => flow.run('signIn'), flow);
    expect([flow.ran, flow.logged, flow.prompts.shown, flow.updates.length]).toEqual([['signIn'], [], [], 1]);
  });
});
