import { dirname } from 'node:path';
import { codexProgramFolder } from '../../scripts/tools.mjs';
import { HomeFactsReader } from '../../src/accounts/home/homeFactsReader.ts';
import type { HomeLink } from '../../src/accounts/home/homeLink.ts';
import type { Home } from '../../src/home/home.ts';
import type { CodexProcesses } from '../../src/home/running/ports.ts';
import { RunningCodexService } from '../../src/home/running/runningCodexService.ts';
import { SystemBackgroundServer } from '../../src/platform/codex/backgroundServer.ts';
import { SystemCodexProcesses } from '../../src/platform/codex/codexProcesses.ts';
import { DaemonCommands } from '../../src/platform/codex/daemonCommands.ts';
import { systemClock as clock } from '../../src/platform/systemClock.ts';
import type { Bindings } from '../../src/storage/bindings.ts';
import { notEnded } from '../support/fakeClock.ts';
import { noProvider } from '../support/memoryConfig.ts';

export interface RealCodexParts {
  readonly folder: string;
  readonly home: Home;
  readonly homeLink: HomeLink;
  readonly bindings: Bindings;
  readonly simulated: CodexProcesses;
}

/** What knows the background server of the real CLI, as in a window, with the simulated Codex processes beside it. */
export function composeRealCodex({ folder, home, homeLink, bindings, simulated }: RealCodexParts): RunningCodexService {
  const real = new SystemCodexProcesses(folder);
  const environment = { HOME: dirname(folder), PATH: `${codexProgramFolder()}:/usr/bin:/bin` };
  const commands = new DaemonCommands({ home: folder, environment, workspaceFolders: () => [], ended: notEnded });
  const facts = new HomeFactsReader({ home, reader: homeLink, clock, inspector: homeLink, providerReader: noProvider });
  return new RunningCodexService({
    clock,
    processes: {
      list: async () => {
        const found = await real.list();
        // Last: what is read in a moment is not old because the rest takes longer.
        return [...(await simulated.list()), ...found];
      },
    },
    server: new SystemBackgroundServer({ home: folder, version: '0.0.0', commands, clock, ended: notEnded }),
    readHome: () => facts.read(),
    withHome: (work) => bindings.withHome(folder, work),
  });
}
