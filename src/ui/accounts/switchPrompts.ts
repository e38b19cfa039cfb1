import { l10n, window } from 'vscode';
import type { CodexProcess } from '../../home/running/ports.ts';
import type { Account } from '../../storage/account.ts';
import { displayText } from '../../util/displayText.ts';

/** Codex is running a task on the old account: the person decides. */
export async function mayDisturb(processes: readonly CodexProcess[], movesTo: Account | undefined): Promise<boolean> {
  const proceed = l10n.t('Switch Anyway');
  const choice = await window.showWarningMessage(
    l10n.t('Codex is running on this computer ({0}).', listProcesses(processes)),
    {
      modal: true,
      detail: disturbWord(movesTo),
    },
    proceed,
  );
  return choice === proceed;
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

/** Codex let its sign-in run out: what may be lost is said, and the person decides. */
export async function mayInterrupt(account: Account, processes: readonly CodexProcess[]): Promise<boolean> {
  const proceed = l10n.t('Switch Anyway');
  const choice = await window.showWarningMessage(
    l10n.t('Codex is open, and its sign-in ran out more than 10 minutes ago ({0}).', listProcesses(processes)),
    {
      modal: true,
      detail: l10n.t(
        'Codex renews it by itself the next time it is used. If it is doing so at this very moment, switching may cost {0} its sign-in, and you would sign in to it again. An idle Codex loses nothing.',
        displayText(account.label),
      ),
    },
    proceed,
  );
  return choice === proceed;
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
