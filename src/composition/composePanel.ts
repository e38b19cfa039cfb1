import type { Uri } from 'vscode';
import { findSignInVariables } from '../home/signInVariables.ts';
import { AccountPanel, type PanelPorts } from '../ui/panel/accountPanel.ts';
import type { PanelActionFlow } from '../ui/commands/actions.ts';
import { runPanelCommand, type PanelCommandFlow } from '../ui/commands/panelCommands.ts';
import { PanelRules, type PanelRulesPorts } from '../ui/panel/panelRules.ts';
import type { Log } from '../ui/shell/log.ts';
import { settings } from '../ui/shell/settings.ts';

type PanelServices = Omit<PanelCommandFlow, 'runPanelAction'> &
  PanelActionFlow &
  Pick<PanelPorts, 'current' | 'attempt' | 'places' | 'host' | 'remote' | 'running' | 'payer' | 'usage'> &
  PanelRulesPorts & {
    readonly log: Pick<Log, 'info' | 'unawaited'>;
  };

/** The panel with its ports, made when it is first shown. */
export function composePanel(services: PanelServices, extensionUri: Uri): AccountPanel {
  const { current, attempt, places, host, remote, running, payer, usage, clock, log } = services;
  const commands: PanelCommandFlow = {
    ...services,
    runPanelAction: async (name) => (await import('../ui/commands/actions.ts')).runPanelAction(name, services),
  };
  return new AccountPanel({
    extensionUri,
    current,
    attempt,
    places,
    host,
    remote,
    running,
    payer,
    usage,
    rules: new PanelRules(services),
    clock,
    log,
    variables: findSignInVariables(process.env),
    hidePersonalInfo: settings.hidePersonalInfo,
    run: (command) => {
      log.unawaited('command', runPanelCommand(command, commands));
    },
    onDropped: (count) => {
      log.info('panel message dropped', String(count));
    },
  });
}
