import { l10n } from 'vscode';
import type { SwitchPorts } from '../../accounts/use/switchService.ts';
import type { CodexProcess } from '../../home/running/ports.ts';
import type { Account } from '../../storage/account.ts';
import { displayText } from '../../base/displayText.ts';
import type { Prompts } from '../shell/prompts.ts';

/** The questions of a switch as dialogs. Closing one leaves Codex as it is. */
export function switchQuestions(prompts: Pick<Prompts, 'confirm'>): Pick<SwitchPorts, 'mayDisturb' | 'mayInterrupt'> {
  const proceed = l10n.t('Switch Anyway');
  const mayProceed = async (message: string, detail: string): Promise<boolean> =>
    (await prompts.confirm('warning', message, { detail, buttons: [proceed] })) === proceed;
  return {
    mayDisturb: (processes, movesTo) =>
      mayProceed(l10n.t('Codex is running on this computer ({0}).', listProcesses(processes)), disturbWord(movesTo)),
    mayInterrupt: (account, processes) =>
      mayProceed(
        l10n.t('Codex is open, and its sign-in ran out more than 10 minutes ago ({0}).', listProcesses(processes)),
        l10n.t(
          'Codex renews it by itself the next time it is used. If it is doing so at this very moment, switching may cost {0} its sign-in, and you would sign in to it again. An idle Codex loses nothing.',
          displayText(account.label),
        ),
      ),
  };
}

/** What becomes of a Codex that runs. */
export function disturbWord(movesTo: Account | undefined): string {
  return movesTo === undefined
    ? l10n.t(
        'What runs goes on with the account it started with, until it ends. Whether it is at work right now cannot be seen from outside.',
      )
    : l10n.t(
        'Both accounts are of the same workspace, so what runs moves to {0} by itself when Codex next renews its sign-in, also in the middle of a task. Whether it is at work right now cannot be seen from outside.',
        displayText(movesTo.label),
      );
}

function listProcesses(processes: readonly CodexProcess[]): string {
  return processes.map(({ pid, role }) => `${roleWord(role)} (${String(pid)})`).join(', ');
}

function roleWord(role: CodexProcess['role']): string {
  switch (role) {
    case 'backgroundServer':
      return l10n.t('background server of Codex');
    case 'updateLoop':
    case 'appServer':
      return l10n.t('Codex app server');
    case 'agentHost':
      return l10n.t('VS Code’s own Codex');
    case 'exec':
      return l10n.t('codex exec');
    case 'terminal':
      return l10n.t('Codex in a terminal');
  }
}
