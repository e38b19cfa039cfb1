import { describe, expect, it } from 'vitest';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import type { Identity } from '../../../../src/storage/account.ts';
import { signInQuestions } from '../../../../src/ui/signIn/signInQuestions.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { unknownIdentity } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { detailsWith } from '../../../support/answerDetails.ts';

const ada: Identity = { ...unknownIdentity, email: 'ada@example.com', plan: 'plus' };

function createScene(answer: Answer) {
  const flow = createFakeFlow(answer);
  return { ...flow, questions: signInQuestions(flow) };
}

describe('another window that signs in', () => {
  it.each([
    ['takeOver', { click: 'Take Over' }],
    ['useDeviceCode', { click: 'Use a Device Code' }],
    ['leave', 'dismiss'],
  ] as const)('%s is what the person answers with %j', async (answered, answer) => {
    const { questions, prompts } = createScene(answer);
    expect(await questions.takeOverAttempt({ product: 'Cursor' })).toBe(answered);
    expect(prompts.texts).toEqual(['Cursor is signing in with the browser right now.']);
  });

  it('is called so where its product is not known', async () => {
    const { questions, prompts } = createScene('dismiss');
    await questions.takeOverAttempt({ product: '' });
    expect(prompts.texts).toEqual(['Another window is signing in with the browser right now.']);
  });
});

describe('an account that was not expected', () => {
  it('is saved with a click only, and named', async () => {
    const { questions, prompts } = createScene({ click: 'Save' });
    expect(await questions.confirmIdentity({ identity: ada, surprise: 'otherPerson' })).toBe('save');
    expect(prompts.shown).toEqual([
      expect.objectContaining({
        severity: 'information',
        text: 'ada@example.com came back, not the person who was asked for.',
        buttons: ['Save', 'Open chatgpt.com', 'That’s Not the One'],
      }),
    ]);
  });

  it('is used, not saved, when it is here already', async () => {
    const { questions } = createScene({ click: 'Use This Sign-In' });
    expect(await questions.confirmIdentity({ identity: ada, surprise: 'sameAccount' })).toBe('save');
  });

  it.each(['dismiss', { click: 'That’s Not the One' }] as const)('is not saved after %j', async (answer) => {
    const { questions, opened } = createScene(answer);
    expect(await questions.confirmIdentity({ identity: ada, surprise: 'otherWorkspace' })).toBe('discard');
    expect(opened).toEqual([]);
  });

  it('is not saved when chatgpt.com is opened to switch to another', async () => {
    const { questions, opened } = createScene({ click: 'Open chatgpt.com' });
    expect(await questions.confirmIdentity({ identity: ada, surprise: 'otherWorkspace' })).toBe('discard');
    expect(opened).toEqual(['https://chatgpt.com/']);
  });
});

describe('what stands in the Home', () => {
  it('is kept and replaced with a click only, and named', async () => {
    const found = { kind: 'chatgpt', identity: ada } as const;
    const yes = createScene({ click: 'Keep Both, Use the New One' });
    expect(await yes.questions.replaceForeign(found)).toBe('keepAndReplace');
    expect(yes.prompts.texts[0]).toContain('ChatGPT, ada@example.com');
    expect(await createScene('dismiss').questions.replaceForeign(found)).toBe('leave');
  });

  it('is set aside with a click only where it cannot be read', async () => {
    const yes = createScene({ click: 'Set Aside and Replace' });
    expect(await yes.questions.replaceUnreadable('/home/ada/.codex/auth.json')).toBe('setAsideAndReplace');
    expect(yes.prompts.shown[0]?.severity).toBe('warning');
    expect(await createScene('dismiss').questions.replaceUnreadable('/x')).toBe('leave');
  });
});

it('a sign-in that could not be saved is given up unless the person saves it again', async () => {
  const yes = createScene({ click: 'Save Again' });
  expect(await yes.questions.saveAgain(buildSentence('account.refused', {}))).toBe('saveAgain');
  expect(await createScene('dismiss').questions.saveAgain(buildSentence('account.refused', {}))).toBe('giveUp');
});

it('a key that could not be checked is kept with a click only', async () => {
  const yes = createScene({ click: 'Keep It Unchecked' });
  expect(await yes.questions.keepUnchecked(undefined)).toBe('keep');
  expect(yes.prompts.shown[0]).toMatchObject({
    severity: 'warning',
    detail: expect.stringMatching(/^It can be kept/u) as string,
  });
  const no = createScene('dismiss');
  expect(await no.questions.keepUnchecked(buildSentence('network.botCheck', detailsWith({ status: '403' })))).toBe(
    'leave',
  );
  expect(no.prompts.shown[0]?.detail).toMatch(/^A check for robots stands.*\n\nIt can be kept as it is/u);
});
