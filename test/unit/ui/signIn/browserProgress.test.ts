import { describe, expect, it } from 'vitest';
import type { SignInOutcome } from '../../../../src/accounts/signIn/signInOutcome.ts';
import type { AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import {
  copySignInLink,
  pasteCallbackUrl,
  signInToWorkspace,
  signInWithBrowser,
} from '../../../../src/ui/signIn/browserProgress.ts';
import { createFakeFlow, refusedKeychain } from '../../../support/fakeFlow.ts';
import { createFakeSignIn, waitingForBrowser } from '../../../support/fakeSignIn.ts';
import { createAccount } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { codeServerFacts, situationOf } from '../../../support/situations.ts';

const waiting: AttemptState = { kind: 'browser', waiting: waitingForBrowser };

function createScene(
  { states = [waiting], outcome = { kind: 'cancelled' } }: { states?: AttemptState[]; outcome?: SignInOutcome },
  ...answers: readonly Answer[]
) {
  const signIn = createFakeSignIn((move) => {
    states.forEach(move);
    return Promise.resolve(outcome);
  });
  return { ...createFakeFlow(...answers), signIn, loadSignIn: () => Promise.resolve(signIn) };
}

describe('a sign-in in the browser', () => {
  it('says how to go on without a browser, and when it is almost done', async () => {
    const flow = createScene({ states: [waiting, { kind: 'finishing', method: 'browser' }] });
    await signInWithBrowser(flow);
    expect(flow.prompts.texts).toEqual([
      'Signing in to Codex',
      expect.stringContaining('choose “Copy Sign-In Link”'),
      'Almost done…',
    ]);
    expect(flow.signIn.asked).toEqual([{ method: 'browser', expected: undefined }]);
  });

  it('offers to paste the address once the browser may be on an error page', async () => {
    const states: AttemptState[] = [{ kind: 'browser', waiting: { ...waitingForBrowser, isPasteOffered: true } }];
    const flow = createScene({ states });
    await signInWithBrowser(flow);
    expect(flow.prompts.texts[1]).toContain('[Paste its address here](command:codexAccounts.pasteCallbackUrl)');
  });

  it('offers a device code, too, where the browser may not reach this host', async () => {
    const elsewhere = { ...waitingForBrowser, isPasteOffered: true, reach: 'elsewhere' } as const;
    const flow = createScene({ states: [{ kind: 'browser', waiting: elsewhere }] });
    await signInWithBrowser(flow);
    expect(flow.prompts.texts[1]).toContain('(command:codexAccounts.signInWithDeviceCode)');
  });

  it('says which account comes back where a ChatGPT account is here already', async () => {
    const flow = createScene({});
    const list = () => Promise.resolve([{ kind: 'ready', account: createAccount() } as const]);
    await signInWithBrowser({ ...flow, directory: { ...flow.directory, list } });
    expect(flow.prompts.texts[1]).toContain('[open chatgpt.com](https://chatgpt.com/)');
  });

  it('ends when it is cancelled, and nothing is called wrong', async () => {
    const flow = createScene({}, 'cancel');
    await signInWithBrowser(flow);
    expect(flow.signIn.cancelled).toBe(1);
    expect(flow.prompts.shown.every(({ kind }) => kind === 'progress')).toBe(true);
  });

  it('goes on with a device code when the person chose that instead', async () => {
    const flow = createScene({ outcome: { kind: 'useInstead', method: 'deviceCode' } }, 'dismiss');
    await signInWithBrowser(flow);
    expect(flow.prompts.texts.at(-1)).toBe('Sign In with a Device Code');
  });

  it('does not begin where the Home is not to be reached', async () => {
    const flow = createScene({});
    await signInWithBrowser({ ...flow, ...refusedKeychain });
    expect([flow.signIn.asked, flow.prompts.shown]).toEqual([[], []]);
  });
});

describe('to paste the address of the error page', () => {
  it('begins a sign-in whose address is asked for once', async () => {
    const flow = createScene({ states: [waiting, waiting] }, 'dismiss');
    await pasteCallbackUrl(flow);
    expect(flow.prompts.shown.filter(({ kind }) => kind === 'input')).toHaveLength(1);
    expect(flow.signIn.asked).toHaveLength(1);
  });

  it('is for the sign-in that is open, and begins no other', async () => {
    const flow = createScene({}, 'dismiss');
    await pasteCallbackUrl({ ...flow, attempt: { ...flow.attempt, state: waiting } });
    expect([flow.signIn.asked, flow.prompts.shown.map(({ kind }) => kind)]).toEqual([[], ['input']]);
  });
});

describe('a sign-in to one workspace', () => {
  const expected = { workspaceId: 'workspace-ada' };

  it('is in the browser where that reaches this computer', async () => {
    const flow = createScene({});
    await signInToWorkspace(expected, flow);
    expect(flow.signIn.asked).toEqual([{ method: 'browser', expected }]);
  });

  it('is with a device code where a browser may not come back, or in the browser if the person would rather', async () => {
    const byCode = createScene({ states: [] }, { row: 'Get a Code' });
    await signInToWorkspace(expected, { ...byCode, host: situationOf(codeServerFacts) });
    expect(byCode.signIn.asked).toEqual([{ method: 'deviceCode', expected }]);
    const byBrowser = createScene({ states: [] }, { row: 'Use the Browser Instead' });
    await signInToWorkspace(expected, { ...byBrowser, host: situationOf(codeServerFacts) });
    expect(byBrowser.signIn.asked).toEqual([{ method: 'browser', expected }]);
  });

  it('asks for the pasted address at once when that way was chosen', async () => {
    const flow = createScene({}, 'dismiss');
    await signInToWorkspace(expected, flow, 'pasteUrl');
    expect(flow.prompts.shown.some(({ kind }) => kind === 'input')).toBe(true);
  });
});

describe('the sign-in link', () => {
  it('is copied while a browser sign-in is open', async () => {
    const flow = createScene({});
    await copySignInLink({ ...flow, attempt: { state: waiting } });
    expect(flow.copied).toEqual([waitingForBrowser.link.reveal()]);
    expect(flow.prompts.shown).toEqual([
      { kind: 'flash', text: 'Sign-in link copied. Open it in a browser on this computer.' },
    ]);
  });

  it('is not to be had when none is open', async () => {
    const flow = createScene({});
    await copySignInLink(flow);
    expect(flow.copied).toEqual([]);
    expect(flow.prompts.texts).toEqual(['No browser sign-in is open. Start one with “Sign In with Browser”.']);
  });
});
