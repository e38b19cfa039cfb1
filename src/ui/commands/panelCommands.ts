import { env } from 'vscode';
import type { PanelCommand } from '../../webview/messages.ts';
import type { Services } from '../shell/services.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';

/** What a button of the panel does: a command, or an action on the sign-in that is open. */
export async function runPanelCommand(command: PanelCommand, services: Services): Promise<void> {
  const { state } = services.attempt;
  switch (command) {
    case 'copyCodeAndOpen':
    case 'copyUserCode':
      if (state.kind === 'deviceCode') {
        await env.clipboard.writeText(state.waiting.userCode);
        if (command === 'copyCodeAndOpen') {
          await vscodeBrowser.open(state.waiting.verificationUrl);
        }
      }
      return;
    case 'cancelSignIn':
      (await services.loadSignIn()).cancel();
      return;
    case 'signInAgain':
    case 'installOnHost':
    case 'useAccountOnHost':
    case 'renewOnHost':
    case 'bringAlongOnHost':
      await (await import('./actions.ts')).runPanelAction(command, services);
      return;
    default:
      await services.run(command);
  }
}
