import { commands, l10n, window } from 'vscode';
import type { CodexProcess, CodexProcesses } from '../../accounts/ports.ts';
import type { Account } from '../../storage/account.ts';
import { displayText } from '../../util/displayText.ts';

/** Codex is running a task on the old account: the person decides. */
export async function mayDisturb(processes: readonly CodexProcess[]): Promise<boolean> {
  const proceed = l10n.t('Switch Anyway');
  const choice = await window.showWarningMessage(
    l10n.t('Codex is running on this computer ({0}).', listProcesses(processes)),
    {
      modal: true,
      detail: l10n.t('What runs goes on with the account it started with; what starts from now on uses the new one. Whether it is at work right now cannot be seen from outside.'),
    },
    proceed,
  );
  return choice === proceed;
}

/** Codex let its sign-in run out: what may be lost is said, and the person decides. */
export async function mayInterrupt(account: Account, processes: readonly CodexProcess[]): Promise<boolean> {
  const proceed = l10n.t('Switch Anyway');
  const choice = await window.showWarningMessage(
    l10n.t('Codex is open, and its sign-in ran out more than 10 minutes ago ({0}).', listProcesses(processes)),
    {
      modal: true,
      detail: l10n.t('Codex renews it by itself the next time it is used. If it is doing so at this very moment, switching may cost {0} its sign-in, and you would sign in to it again. An idle Codex loses nothing.', displayText(account.label)),
    },
    proceed,
  );
  return choice === proceed;
}

/** The truth about what still uses the old account, with the ways to change it. */
export async function tellStillOnOld(stillOnOld: readonly CodexProcess[], processes: CodexProcesses): Promise<void> {
  if (stillOnOld.length === 0) {
    return;
  }
  const servers = stillOnOld.filter(({ role }) => role === 'appServer');
  const restart = l10n.t('Restart Extension Host');
  const end = l10n.t('End the Codex App Server…');
  const buttons = servers.length === 0 ? [restart] : [restart, end];
  const choice = await window.showInformationMessage(
    l10n.t('These still use the account they started with: {0}. The Codex extension takes the new one after a restart of the extension host.', listProcesses(stillOnOld)),
    ...buttons,
  );
  if (choice === restart) {
    await commands.executeCommand('workbench.action.restartExtensionHost');
  } else if (choice === end) {
    await endServers(servers, processes);
  }
}

async function endServers(servers: readonly CodexProcess[], processes: CodexProcesses): Promise<void> {
  const proceed = l10n.t('End It');
  const choice = await window.showWarningMessage(
    l10n.t('End the running Codex app server?'),
    { modal: true, detail: l10n.t('A task it is working on stops. The Codex extension starts a new one, which uses the new account.') },
    proceed,
  );
  if (choice === proceed) {
    for (const server of servers) {
      await processes.end(server);
    }
  }
}

function listProcesses(processes: readonly CodexProcess[]): string {
  return processes.map(({ pid, role }) => `${roleWord(role)} (${String(pid)})`).join(', ');
}

function roleWord(role: CodexProcess['role']): string {
  switch (role) {
    case 'appServer':
      return l10n.t('Codex app server');
    case 'exec':
      return l10n.t('codex exec');
    case 'terminal':
      return l10n.t('Codex in a terminal');
  }
}
