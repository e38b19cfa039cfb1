import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import { runPanelCommand } from '../../../../src/ui/commands/panelCommands.ts';
import type { PanelCommand } from '../../../../src/webview/messages.ts';
import { createFakeBrowser } from '../../../support/fakePorts.ts';

const code: AttemptState = {
  kind: 'deviceCode',
  waiting: { userCode: 'ABCD-1234', verificationUrl: 'https://auth.example.com/codex/device', expiresAtMs: 0 },
};

/** Everything that a click on a button had done, in order. */
async function click(command: PanelCommand, state: AttemptState = { kind: 'idle' }): Promise<readonly string[]> {
  const done: string[] = [];
  const note = (what: string): Promise<void> => {
    done.push(what);
    return Promise.resolve();
  };
  const browser = createFakeBrowser();
  await runPanelCommand(command, {
    attempt: { state },
    browser: { open: async (url) => note(`opened ${url}`).then(() => browser.open(url)) },
    clipboard: { writeText: (text) => note(`copied ${text}`) },
    loadSignIn: () => Promise.resolve({ cancel: () => void note('cancelled') }),
    run: (name) => note(`ran ${name}`),
    runPanelAction: (name) => note(`acted ${name}`),
  });
  return done;
}

describe('a button of the panel', () => {
  it('copies the code that is open, and opens its page where it says so', async () => {
    expect(await click('copyUserCode', code)).toEqual(['copied ABCD-1234']);
    expect(await click('copyCodeAndOpen', code)).toEqual([
      'copied ABCD-1234',
      'opened https://auth.example.com/codex/device',
    ]);
  });

  it.each(['copyUserCode', 'copyCodeAndOpen'] as const)('does nothing once its code is gone: %s', async (command) => {
    expect(await click(command)).toEqual([]);
  });

  it('cancels the sign-in that is open', async () => {
    expect(await click('cancelSignIn', code)).toEqual(['cancelled']);
  });

  it('runs a command of ours by its name', async () => {
    expect(await click('signOut')).toEqual(['ran signOut']);
  });

  it.each([
    'signInAgain',
    'installOnHost',
    'useAccountOnHost',
    'renewOnHost',
    'bringAlongOnHost',
    'copyHelpMessage',
    'openHelpPage',
  ] as const)('does what is no command of VS Code: %s', async (command) => {
    expect(await click(command)).toEqual([`acted ${command}`]);
  });
});
