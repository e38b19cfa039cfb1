import { l10n, type ExtensionContext } from 'vscode';
import type { AccountDirectory } from '../accounts/directory/accountDirectory.ts';
import { HomeFactsReader } from '../accounts/home/homeFactsReader.ts';
import type { CurrentAccount } from '../accounts/use/currentAccount.ts';
import { isElsewhere } from '../home/running/inventory.ts';
import { RunningCodexService } from '../home/running/runningCodexService.ts';
import { SystemBackgroundServer } from '../platform/codex/backgroundServer.ts';
import { SystemCodexProcesses } from '../platform/codex/codexProcesses.ts';
import { DaemonCommands } from '../platform/codex/daemonCommands.ts';
import type { SignedInAs } from '../protocol/appServer.ts';
import { isProvider, type Account } from '../storage/account.ts';
import { linkSafeText } from '../base/displayText.ts';
import { listOpenFolders } from '../ui/shell/openFolders.ts';
import { restartWord } from '../ui/text/restartWord.ts';
import { restartExtensionHost } from '../ui/shell/restartExtensionHost.ts';
import { describeElsewhere, describeShortly, type RunningNames } from '../ui/text/runningText.ts';
import type { Log } from '../ui/shell/log.ts';
import type { Prompts } from '../ui/shell/prompts.ts';
import type { RunningState } from '../ui/shell/runningState.ts';
import type { RunningOfThisHost } from '../ui/shell/bringAlongFlow.ts';
import { settings } from '../ui/shell/settings.ts';
import { readVersion } from '../ui/shell/userAgent.ts';
import type { CoreServices } from './coreServices.ts';

/** What main knows of this host's Home and accounts. */
export interface RunningParts {
  readonly context: ExtensionContext;
  readonly ended: AbortSignal;
  readonly services: {
    readonly directory: AccountDirectory;
    readonly current: CurrentAccount;
    readonly running: RunningState;
    readonly prompts: Prompts;
    readonly log: Log;
  };
  readonly core: Pick<CoreServices, 'home' | 'inspector' | 'reader' | 'providerReader' | 'clock' | 'bindings'>;
}

/** What knows which Codex of this host uses which account; loaded with the first look. Long because it is a list. */
export function composeRunning({ context, ended, services, core }: RunningParts): RunningOfThisHost {
  const { home, clock, bindings } = core;
  const { directory, current, running, prompts, log } = services;
  const commandsOfCli = new DaemonCommands({
    home: home.folder,
    environment: process.env,
    workspaceFolders: listOpenFolders,
    ended,
  });
  const facts = new HomeFactsReader(core);
  return {
    service: new RunningCodexService({
      clock,
      processes: new SystemCodexProcesses(home.folder),
      server: new SystemBackgroundServer({
        home: home.folder,
        version: readVersion(context),
        commands: commandsOfCli,
        clock,
        ended,
      }),
      readHome: () => facts.read(),
      withHome: (work) => bindings.withHome(home.folder, work),
    }),
    prompts,
    mode: settings.followSwitch,
    names: async () => {
      const accounts = (await directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account] : []));
      return {
        hidePersonalInfo: settings.hidePersonalInfo(),
        findLabel: (told) => findAccount(told, accounts)?.label,
        host: undefined,
      } satisfies RunningNames;
    },
    nextAccount: async () => {
      const state = await current.update();
      if (state.kind === 'signedIn' && isProvider(state.account.credential)) {
        return linkSafeText(state.account.label);
      }
      const occupant = 'home' in state ? state.home : undefined;
      return occupant?.kind === 'none'
        ? undefined
        : occupant?.kind === 'ours'
          ? linkSafeText(occupant.account.label)
          : l10n.t('the sign-in that stands there');
    },
    show: (found, names) => {
      running.show({
        sentences: describeElsewhere(found, names),
        short: describeShortly(found, names),
        pids: found.filter(isElsewhere).map(({ pid }) => pid),
      });
    },
    restart: { title: restartWord(), run: restartExtensionHost },
    offered: new Set(),
    note: (failure) => {
      log.failure('running', failure);
    },
    hasHomeChanged: async () => {
      const { changes } = facts;
      await facts.read();
      return facts.changes !== changes;
    },
  };
}

/** The same person in the same workspace. */
function findAccount(told: SignedInAs, accounts: readonly Account[]): Account | undefined {
  return told.kind !== 'chatgpt' || told.userId === undefined
    ? undefined
    : accounts.find(({ identity }) => identity.userId === told.userId && identity.workspaceId === told.workspaceId);
}
