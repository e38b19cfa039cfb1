import { l10n } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import { findRemote, type HostSituation } from '../../window/hostSituation.ts';
import type { Account } from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import { foreignSettings } from '../shell/settings.ts';

/** What decides whether VS Code's own Codex (its agent host) can do harm after the Home was given an account. */
export interface AgentHostFacts {
  readonly runsCodex: boolean;
  readonly isInAccountsMenu: boolean;
  readonly host: Pick<HostSituation, 'side' | 'remoteName'>;
  readonly given: Account['credential']['kind'];
  /** Another account is kept here: it may have been in the Home when that Codex read it. */
  readonly hasOthers: boolean;
}

/**
 * It reads the Home at its own start alone and shows that account from then on, but its Sign Out revokes what is in
 * the Home now (docs/codex-protocol.md, VS Code's own Codex). Only a ChatGPT sign-in can be revoked so; on a remote,
 * its Home is another one.
 */
export function judgeAgentHost(facts: AgentHostFacts): 'accountsMenu' | 'agentsWindow' | undefined {
  const mayHarm =
    facts.runsCodex && facts.given === 'chatgpt' && facts.hasOthers && findRemote(facts.host) === undefined;
  return !mayHarm ? undefined : facts.isInAccountsMenu ? 'accountsMenu' : 'agentsWindow';
}

export interface AgentHostWarningFlow {
  readonly directory: Pick<AccountDirectory, 'list'>;
  readonly host: Pick<HostSituation, 'side' | 'remoteName'>;
  readonly log: Pick<Log, 'unawaited'>;
  readonly prompts: Pick<Prompts, 'tell'>;
}

/** Warns once, after the Home was given another account, of the one click elsewhere that would end it. */
export async function warnAboutAgentHost(
  account: Account,
  { directory, host, log, prompts }: AgentHostWarningFlow,
): Promise<void> {
  const where = judgeAgentHost({
    runsCodex: foreignSettings.runsAgentHostCodex(),
    isInAccountsMenu: foreignSettings.prefersAgentHostCodex(),
    host,
    given: account.credential.kind,
    hasOthers: (await directory.list()).length > 1,
  });
  if (where !== undefined) {
    // Nothing waits until it has been read.
    log.unawaited('switch', prompts.tell('warning', describeCaution(where, linkSafeText(account.label))));
  }
}

export function describeCaution(where: 'accountsMenu' | 'agentsWindow', label: string): string {
  return where === 'accountsMenu'
    ? l10n.t(
        'VS Code’s own Codex may go on showing the account from before in the Accounts menu. Its Sign Out there would end the sign-in of {0}, which is in use now.',
        label,
      )
    : l10n.t(
        'VS Code’s own Codex may go on showing the account from before in the Agents window. Its Sign Out there would end the sign-in of {0}, which is in use now.',
        label,
      );
}
