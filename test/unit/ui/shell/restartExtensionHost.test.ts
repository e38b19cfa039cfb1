import { afterEach, describe, expect, it } from 'vitest';
import { needsRestartWord, renewAndRestartWord } from '../../../../src/ui/text/hostText.ts';
import { restartWord } from '../../../../src/ui/text/restartWord.ts';
import { restartWith } from '../../../../src/ui/shell/restartExtensionHost.ts';
import { UIKind, env } from '../../../support/vscodeWords.ts';

afterEach(() => {
  env.uiKind = UIKind.Desktop;
});

describe('what it is called', () => {
  it.each([
    ['Desktop', 'Restart Extension Host', 'Renew and Restart Extension Host', 'restart of the extension host'],
    ['Web', 'Reload Window', 'Renew and Reload Window', 'until this window is reloaded'],
  ] as const)('is what it does in that window: %s', (kind, restart, renew, needs) => {
    env.uiKind = UIKind[kind];
    expect([restartWord(), renewAndRestartWord()]).toEqual([restart, renew]);
    expect(needsRestartWord()).toContain(needs);
  });
});

/** As VS Code makes it, when the connection of an extension host ends with a call open. */
function createCut(): Error {
  const cut = new Error('Canceled');
  cut.name = cut.message;
  return cut;
}

describe('starting the extension host again', () => {
  it.each([
    ['desktop', 'workbench.action.restartExtensionHost'],
    ['browser', 'workbench.action.reloadWindow'],
  ] as const)('is in a %s window %s', async (window, command) => {
    const run: string[] = [];
    await restartWith(window, (name) => Promise.resolve(run.push(name)));
    expect(run).toEqual([command]);
  });

  it('is no failure when it cuts its own answer', async () => {
    await expect(restartWith('desktop', () => Promise.reject(createCut()))).resolves.toBeUndefined();
  });

  it('fails with everything else', async () => {
    const failure = new Error("command 'workbench.action.restartExtensionHost' not found");
    await expect(restartWith('desktop', () => Promise.reject(failure))).rejects.toBe(failure);
  });
});
