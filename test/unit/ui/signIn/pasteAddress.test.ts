import { describe, expect, it } from 'vitest';
import type { PasteProblem } from '../../../../src/protocol/oauth/pastedAddress.ts';
import type { InputOptions } from '../../../../src/ui/shell/prompts.ts';
import { askForAddress, askWhileOpen } from '../../../../src/ui/signIn/pasteAddress.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import type { Secret } from '../../../../src/base/secret.ts';
import { settle } from '../../../support/fakeClock.ts';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.ts';

function createPaste(problem?: PasteProblem) {
  const taken: string[] = [];
  const paste = {
    validate: () => problem,
    submit: (address: Secret) => {
      taken.push(address.reveal());
    },
  };
  return { paste, taken };
}

describe('the address of the browser’s error page', () => {
  it('is taken as it was pasted', async () => {
    const { paste, taken } = createPaste();
    const prompts = new ScriptedPrompts({ type: 'http://127.0.0.1:1455/auth/callback?code=x' });
    await askForAddress({ paste }, new AbortController().signal, prompts);
    expect(taken).toEqual(['http://127.0.0.1:1455/auth/callback?code=x']);
  });

  it('is not taken when it is another one, and the box says why', async () => {
    const { paste, taken } = createPaste('otherSite');
    const prompts = new ScriptedPrompts({ type: 'https://example.com/' });
    await askForAddress({ paste }, new AbortController().signal, prompts);
    expect(taken).toEqual([]);
    expect(prompts.texts[1]).toContain('leads to another site');
  });

  it('is not asked for any more once the sign-in waits for no browser', async () => {
    const { paste, taken } = createPaste();
    const changed = new Emitter<unknown>();
    const attempt = { state: { kind: 'browser' }, onDidChange: changed.event };
    const boxes: InputOptions[] = [];
    const prompts = {
      input: (options: InputOptions) => {
        boxes.push(options);
        return new Promise<undefined>((resolve) => {
          options.signal?.addEventListener('abort', () => {
            resolve(undefined);
          });
        });
      },
    };
    let isOver = false;
    const asking = askWhileOpen({ paste }, attempt, prompts).then(() => {
      isOver = true;
    });
    changed.fire(undefined);
    await settle();
    expect(isOver, 'the browser is still waited for').toBe(false);
    attempt.state.kind = 'finishing';
    changed.fire(undefined);
    await asking;
    expect([taken, boxes.map(({ isPassword }) => isPassword)]).toEqual([[], [true]]);
  });
});
