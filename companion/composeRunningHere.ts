import type { Home } from '../src/home/home.ts';
import { RunningCodexService, type RunningCodexPorts } from '../src/home/running/runningCodexService.ts';
import { SystemBackgroundServer } from '../src/platform/codex/backgroundServer.ts';
import { SystemCodexProcesses } from '../src/platform/codex/codexProcesses.ts';
import { DaemonCommands } from '../src/platform/codex/daemonCommands.ts';
import { systemClock as clock } from '../src/platform/systemClock.ts';
import type { Bindings } from '../src/storage/bindings.ts';
import type { Placements } from '../src/storage/placements.ts';
import type { BringAlongFlow } from '../src/ui/shell/bringAlongFlow.ts';
import { beginToFollow } from '../src/ui/running/restartPrompts.ts';
import { listOpenFolders } from '../src/ui/shell/openFolders.ts';
import { restartWord } from '../src/ui/text/restartWord.ts';
import { restartExtensionHost } from '../src/ui/shell/restartExtensionHost.ts';
import type { LastServerAnswers } from './lastServerAnswers.ts';
import type { HostLog } from './hostLog.ts';
import { readFollowMode, readHidePersonalInfo } from './mainSettings.ts';
import { PlacedFacts } from './placedFacts.ts';
import type { RunningHere } from './ports.ts';

/** What is known of this host's Home and who is asked. */
export interface RunningHereParts {
  readonly home: Home;
  readonly placements: Placements;
  /** Its lock on a Home is the one that main takes where it runs on this host. */
  readonly bindings: Bindings;
  readonly lastAnswers: LastServerAnswers;
  /** Aborts when this extension ends. */
  readonly ended: AbortSignal;
  /** The name of this host, as it is shown. */
  readonly host: string;
  /** Of this extension. */
  readonly version: string;
  readonly log: HostLog;
  readonly prompts: BringAlongFlow['prompts'];
}

/** What knows which Codex of this host uses which account, and brings it along. */
export function composeRunningHere({
  home,
  placements,
  bindings,
  lastAnswers,
  ended,
  host,
  version,
  log,
  prompts,
}: RunningHereParts): RunningHere {
  const { folder } = home;
  const facts = new PlacedFacts({ home, placements, clock });
  const commandsOfCli = new DaemonCommands({
    home: folder,
    environment: process.env,
    workspaceFolders: listOpenFolders,
    ended,
  });
  const server = new SystemBackgroundServer({ home: folder, version, commands: commandsOfCli, clock, ended });
  const ports: Omit<RunningCodexPorts, 'server'> = {
    clock,
    processes: new SystemCodexProcesses(folder),
    readHome: () => facts.read(),
    withHome: (work) => bindings.withHome(folder, work),
  };
  const service = new RunningCodexService({ ...ports, server: lastAnswers.listen(server) });
  const unasked = new RunningCodexService({ ...ports, server: lastAnswers.repeat(server) });
  const note = (failure: unknown): void => {
    log.failure('running', failure);
  };
  const hand: BringAlongFlow = {
    note,
    prompts,
    offered: new Set(),
    service,
    mode: readFollowMode,
    names: () => Promise.resolve({ hidePersonalInfo: readHidePersonalInfo(), findLabel: () => undefined, host }),
    nextAccount: () => facts.nextAccount(),
    // Main asks for it and shows it.
    show: () => undefined,
    restart: { title: restartWord(), run: restartExtensionHost },
  };
  return {
    look: (asksServer) => (asksServer ? service : unasked).look(),
    follow: async (manner) => {
      try {
        const { step, said } = await beginToFollow(hand, manner);
        log.info('running', step);
        log.unawaited('running', said);
        return step;
      } catch (failure) {
        note(failure);
        return 'failed';
      }
    },
  };
}
