import { describe, expect, it, vi } from 'vitest';
import { installCompanion } from '../../../../src/ui/hosts/companionInstall.ts';
import { commands } from '../../../support/vscodeWords.ts';
import { createHostFlow } from './hostFlowScene.ts';

/** What VS Code was asked to do. */
function listenToCommands(): readonly string[] {
  const asked: string[] = [];
  vi.spyOn(commands, 'executeCommand').mockImplementation((name) => {
    asked.push(name);
    return Promise.resolve();
  });
  return asked;
}

describe('installing the companion on the host of this window', () => {
  it('needs nothing more once it answers', async () => {
    const asked = listenToCommands();
    const { flow, prompts } = await createHostFlow();
    await installCompanion('gpu-box', flow);
    expect([asked, prompts.shown]).toEqual([
      ['workbench.extensions.installExtension'],
      [{ kind: 'flash', text: '“Codex Accounts Host” is installed on gpu-box.' }],
    ]);
  });

  it.each([
    ['Reload Window', ['workbench.extensions.installExtension', 'workbench.action.reloadWindow']],
    [undefined, ['workbench.extensions.installExtension']],
  ])('offers a reload where an older one still answers: %s', async (click, expected) => {
    const asked = listenToCommands();
    const { flow, prompts, there } = await createHostFlow(click === undefined ? 'dismiss' : { click });
    there.instead = { kind: 'older', version: '0.0.1' };
    await installCompanion('gpu-box', flow);
    expect(prompts.shown).toMatchObject([{ kind: 'offer', severity: 'information', buttons: ['Reload Window'] }]);
    expect(asked).toEqual(expected);
  });

  it('says how to do it by hand when VS Code could not, with the path of the file', async () => {
    vi.spyOn(commands, 'executeCommand').mockRejectedValue(new RangeError('no server there'));
    const { flow, prompts, done } = await createHostFlow({ click: 'Copy Path' });
    await installCompanion('gpu-box', flow);
    const path = '/extensions/codex-accounts/dist/codex-accounts-host.vsix';
    expect(prompts.shown).toMatchObject([
      { kind: 'offer', severity: 'error', text: expect.stringContaining(path) as string },
    ]);
    expect([done.copied, done.noted]).toEqual([[path], [expect.any(RangeError)]]);
  });
});
