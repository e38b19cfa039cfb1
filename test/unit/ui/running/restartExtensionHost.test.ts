import { describe, expect, it } from 'vitest';
import { restartWith } from '../../../../src/ui/running/restartExtensionHost.ts';

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
