import { describe, expect, it } from 'vitest';
import {
  signInToWorkspaceWithCode,
  signInWithDeviceCode,
  showCode,
} from '../../../../src/ui/signIn/deviceCodeProgress.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeSignIn, waitingForCode } from '../../../support/fakeSignIn.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

function createScene(...answers: readonly Answer[]) {
  const ending = Promise.withResolvers<{ readonly kind: 'cancelled' }>();
  const signIn = createFakeSignIn((move) => {
    move({ kind: 'deviceCode', waiting: waitingForCode });
    return ending.promise;
  });
  const end = (): void => {
    ending.resolve({ kind: 'cancelled' });
  };
  return { ...createFakeFlow(...answers), signIn, end, loadSignIn: () => Promise.resolve(signIn) };
}

describe('a sign-in with a device code', () => {
  it('asks for no code before the person says that device codes are on', async () => {
    const flow = createScene('dismiss');
    await signInWithDeviceCode(flow);
    expect([flow.signIn.asked, flow.prompts.texts]).toEqual([[], ['Sign In with a Device Code']]);
  });

  it('opens the settings where they are switched on, and asks again', async () => {
    const flow = createScene({ row: 'Security Settings' }, { row: 'Workspace Permissions' }, 'dismiss');
    await signInWithDeviceCode(flow);
    expect(flow.opened).toEqual(['https://chatgpt.com/#settings/Security', 'https://chatgpt.com/admin/permissions']);
    expect(flow.prompts.shown).toHaveLength(3);
  });

  it('shows the code, and counts down until it ends', async () => {
    const flow = createScene({ row: 'Get a Code' }, 'dismiss');
    const signingIn = signInWithDeviceCode(flow);
    await flow.clock.advance(1000);
    flow.end();
    await signingIn;
    expect(flow.prompts.texts).toEqual([
      'Sign In with a Device Code',
      'Signing in to Codex',
      'Type ABCD-12345 at https://auth.openai.com/codex/device (15:00 left).',
      'ABCD-12345',
      'Type ABCD-12345 at https://auth.openai.com/codex/device (14:59 left).',
    ]);
    expect(flow.clock.waiting).toBe(0);
  });

  it('ends when it is cancelled, and nothing is called wrong', async () => {
    const flow = createScene({ row: 'Get a Code' }, 'dismiss', 'cancel');
    const signingIn = signInWithDeviceCode(flow);
    await flow.clock.advance(0);
    expect(flow.signIn.cancelled).toBe(1);
    flow.end();
    await signingIn;
    expect(flow.prompts.shown.some(({ kind }) => kind === 'tell' || kind === 'offer')).toBe(false);
  });

  it('shows the code again while one is open', async () => {
    const flow = createScene('dismiss');
    await signInWithDeviceCode({
      ...flow,
      attempt: { ...flow.attempt, state: { kind: 'deviceCode', waiting: waitingForCode } },
    });
    expect([flow.signIn.asked, flow.prompts.texts]).toEqual([[], ['ABCD-12345']]);
  });

  it('for one workspace offers the browser instead, and says so to who asked', async () => {
    const expected = { workspaceId: 'workspace-ada' };
    const flow = createScene({ row: 'Use the Browser Instead' });
    expect(await signInToWorkspaceWithCode(expected, flow)).toBe('browser');
    expect(await signInToWorkspaceWithCode(expected, createScene('dismiss'))).toBe('done');
    expect(flow.signIn.asked).toEqual([]);
  });
});

describe('the code in its dialog', () => {
  it.each<[Answer, readonly string[], readonly string[]]>([
    [{ click: 'Copy Code and Open' }, ['ABCD-12345'], ['https://auth.openai.com/codex/device']],
    [{ click: 'Copy Code' }, ['ABCD-12345'], []],
    [{ click: 'Close' }, [], []],
    ['dismiss', [], []],
  ])('after %j copies %j and opens %j', async (answer, copied, opened) => {
    const flow = createFakeFlow(answer);
    await showCode(waitingForCode, flow);
    expect([flow.copied, flow.opened]).toEqual([copied, opened]);
    expect(flow.prompts.shown).toMatchObject([
      { text: 'ABCD-12345', buttons: ['Copy Code and Open', 'Copy Code', 'Close'] },
    ]);
    expect(flow.prompts.shown[0]?.detail).toContain('Never share this code');
  });
});
