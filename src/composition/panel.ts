import type { Uri } from 'vscode';
import { findSignInVariables } from '../home/signInVariables.ts';
import { AccountPanel } from '../ui/panel/panel.ts';
import { runPanelCommand } from '../ui/commands/panelCommands.ts';
import type { Services } from '../ui/shell/services.ts';
import { settings } from '../ui/shell/settings.ts';

/** The panel with its ports, made when it is first shown. */
export function composePanel(services: Services, extensionUri: Uri): AccountPanel {
  const { current, attempt, places, host, remote, running, clock, log } = services;
  return new AccountPanel({
    extensionUri,
    current,
    attempt,
    places,
    host,
    remote,
    running,
    clock,
    variables: findSignInVariables(process.env),
    hidePersonalInfo: settings.hidePersonalInfo,
    run: (command) => {
      void runPanelCommand(command, services);
    },
    onDropped: (count) => {
      log.info('panel message dropped', String(count));
    },
  });
}
