import type { Browser } from '../../accounts/signIn/ports.ts';
import type { AttemptState, SignInService } from '../../accounts/signIn/signInService.ts';
import type { PanelCommand } from '../../webview/messages.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import type { PanelActionName } from './actions.ts';

export interface PanelCommandFlow {
  readonly attempt: { readonly state: AttemptState };
  readonly browser: Pick<Browser, 'open'>;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly loadSignIn: () => Promise<Pick<SignInService, 'cancel'>>;
  readonly run: (name: CommandName) => Promise<void>;
  /** Runs what is no command of VS Code; what went wrong has been said. */
  readonly runPanelAction: (name: PanelActionName) => Promise<void>;
}

/** What a button of the panel does: a command, or an action on the sign-in that is open. */
export async function runPanelCommand(command: PanelCommand, flow: PanelCommandFlow): Promise<void> {
  const { state } = flow.attempt;
  switch (command) {
    case 'copyCodeAndOpen':
    case 'copyUserCode':
      if (state.kind === 'deviceCode') {
        await flow.clipboard.writeText(state.waiting.userCode);
        if (command === 'copyCodeAndOpen') {
          await flow.browser.open(state.waiting.verificationUrl);
        }
      }
      return;
    case 'cancelSignIn':
      (await flow.loadSignIn()).cancel();
      return;
    case 'signInAgain':
    case 'installOnHost':
    case 'useAccountOnHost':
    case 'renewOnHost':
    case 'bringAlongOnHost':
    case 'takeOutOfCodex':
    case 'lookAtLoginShell':
    case 'copyHelpMessage':
    case 'openHelpPage':
      await flow.runPanelAction(command);
      return;
    default:
      await flow.run(command);
  }
}
