import { describe, expect, it } from 'vitest';
import { buildNews, buildQuestions } from '../../../companion/dialogs.ts';
import { ScriptedPrompts, type Answer } from '../../support/scriptedPrompts.ts';

const path = '/srv/ada/.codex/auth.json';
const nobody = { kind: 'none' } as const;

function ask(...answers: readonly Answer[]) {
  const prompts = new ScriptedPrompts(...answers);
  return { prompts, questions: buildQuestions('gpu-box', prompts) };
}

describe('the questions on a host', () => {
  it('place an account with a click only, and name it and the host', async () => {
    const question = { label: 'Work', binding: 'lease', expiresAtMs: undefined, path, replaced: nobody } as const;
    const { prompts, questions } = ask({ click: 'Use This Account' }, 'dismiss');
    expect([await questions.mayPlace(question), await questions.mayPlace(question)]).toEqual([true, false]);
    expect(prompts.texts[0]).toBe('Let Codex on gpu-box use Work?');
    expect(prompts.shown[0]).toMatchObject({ kind: 'confirm', severity: 'information' });
  });

  it.each([
    ['own', 'kept nowhere else'],
    ['lease', 'The account stays where it was signed in'],
  ] as const)('remove an account (%s) with a click only, and say what becomes of it', async (binding, detail) => {
    const { prompts, questions } = ask({ click: 'Remove' }, 'dismiss');
    const question = { label: 'Work', binding, path };
    expect([await questions.mayRemove(question), await questions.mayRemove(question)]).toEqual([true, false]);
    expect(prompts.shown[0]).toMatchObject({ kind: 'confirm', severity: 'warning' });
    expect(prompts.shown[0]?.detail).toContain(detail);
  });

  it.each([
    [nobody, `It is written to ${path}.`],
    [{ kind: 'placed', label: 'Work' } as const, `in ${path}.`],
  ])('put a sign-in back with a click only, and say what it replaces', async (replaced, detail) => {
    const { prompts, questions } = ask({ click: 'Put Back' }, 'dismiss');
    const question = { kept: { kind: 'placed', label: 'Home' } as const, replaced, path };
    expect([await questions.mayPutBack(question), await questions.mayPutBack(question)]).toEqual([true, false]);
    expect(prompts.shown[0]?.detail).toContain(detail);
  });
});

describe('the news on a host', () => {
  it.each([
    [true, { click: 'Put Back' } as const, 1],
    [true, 'dismiss' as const, 0],
    [false, { click: 'OK' } as const, 0],
  ])('offer the way back only where there is one (%s), and take it with a click', async (canPutBack, answer, times) => {
    const prompts = new ScriptedPrompts(answer);
    let backs = 0;
    const news = buildNews(
      'gpu-box',
      () => {
        backs += 1;
        return Promise.resolve();
      },
      { prompts, log: { unawaited: () => undefined } },
    );
    news.removed({ label: 'Work', canPutBack });
    await expect.poll(() => backs).toBe(times);
    expect(prompts.shown[0]?.buttons).toEqual([canPutBack ? 'Put Back' : 'OK']);
  });
});
