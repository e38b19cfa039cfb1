import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { practiceClientId } from '../../scripts/practiceHome.mjs';
import { AccountDirectory } from '../../src/accounts/directory/accountDirectory.ts';
import { describeActivity } from '../../src/accounts/refresh/codexActivity.ts';
import { GrantStore } from '../../src/accounts/refresh/grantStore.ts';
import { HomeFactsReader } from '../../src/accounts/home/homeFactsReader.ts';
import { HomeKeyReader } from '../../src/accounts/home/homeKeyReader.ts';
import { HomeLink } from '../../src/accounts/home/homeLink.ts';
import { HomeOccupantReader } from '../../src/accounts/home/homeOccupantReader.ts';
import { HomeTokens } from '../../src/accounts/refresh/homeTokens.ts';
import { RefreshService } from '../../src/accounts/refresh/refreshService.ts';
import { SwitchService } from '../../src/accounts/use/switchService.ts';
import { Home } from '../../src/home/home.ts';
import { RunningCodexService } from '../../src/home/running/runningCodexService.ts';
import { SystemBackgroundServer } from '../../src/platform/codex/backgroundServer.ts';
import { SystemCodexProcesses } from '../../src/platform/codex/codexProcesses.ts';
import { DaemonCommands } from '../../src/platform/codex/daemonCommands.ts';
import { FetchHttp } from '../../src/platform/network/fetchHttp.ts';
import { ConfigFiles, locateSystemConfig } from '../../src/platform/home/configFiles.ts';
import { openUserConfig } from '../../src/platform/home/homeTextFile.ts';
import { NodeCredentialFile } from '../../src/platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../../src/platform/files/recordFolder.ts';
import { systemClock as clock } from '../../src/platform/systemClock.ts';
import { buildIssuer } from '../../src/protocol/oauth/issuer.ts';
import { Bindings } from '../../src/storage/bindings.ts';
import { Ledger } from '../../src/storage/ledger.ts';
import { Vault } from '../../src/storage/vault.ts';
import { Disposables } from '../../src/base/disposables.ts';
import { createFakeQuestions } from '../support/fakePorts.ts';
import { createMemorySecrets } from '../support/memoryStores.ts';
import { loadLocks } from '../support/codexLocks.ts';
import { composeProviders } from '../support/memoryConfig.ts';

export interface RunningHouseOptions {
  /** The Codex home. */
  readonly folder: string;
  readonly issuerUrl: string;
  /** That of our window. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workspaceFolders?: readonly string[];
}

/** What a window of ours knows and does about running Codexes, on real files, sockets and processes. */
export type RunningHouse = ReturnType<typeof composeRunningHouse>;

export function composeRunningHouse({ folder, issuerUrl, environment, workspaceFolders = [] }: RunningHouseOptions) {
  const scope = new Disposables();
  const state = mkdtempSync(join(tmpdir(), 'codex-accounts-running-'));
  const grants = scope.add(new NodeRecordFolder(join(state, 'grants'), clock));
  const homes = scope.add(new NodeRecordFolder(join(state, 'homes'), clock));
  const bindings = new Bindings(homes);
  const vault = scope.add(new Vault(createMemorySecrets()));
  const ledger = new Ledger(grants);
  const owner = { vaultId: 'running', product: 'Running' };
  const home = new Home(folder, new NodeCredentialFile(folder, { loadLocks }), () => clock.delay(20, scope.ended));
  const directory = new AccountDirectory({
    vault,
    ledger,
    owner,
    clock,
    suggestLabels: ({ identity }) => [identity.email ?? 'Account'],
  });
  const configFiles = new ConfigFiles(folder, locateSystemConfig(process.env));
  const ownAddresses = [issuerUrl];
  const keys = new HomeKeyReader({ config: configFiles, directory, openAiAddresses: () => ownAddresses });
  const reader = new HomeOccupantReader({ home, bindings, directory, keys });
  const { providerReader, config } = composeProviders({
    home: folder,
    config: openUserConfig(configFiles, scope.ended),
    homes,
    bindings,
    directory,
    clock,
    ownAddresses,
  });
  const homeLink = new HomeLink({
    home,
    reader,
    bindings,
    directory,
    clock,
    questions: createFakeQuestions(),
    config,
    keys,
    setAside: () => Promise.resolve(),
  });
  const server = new SystemBackgroundServer({
    home: folder,
    version: '1',
    clock,
    ended: scope.ended,
    commands: new DaemonCommands({
      home: folder,
      environment,
      workspaceFolders: () => workspaceFolders,
      ended: scope.ended,
    }),
  });
  const facts = new HomeFactsReader({
    home,
    reader,
    clock,
    providerReader,
    inspector: { look: () => homeLink.look() },
  });
  const running = new RunningCodexService({
    clock,
    server,
    processes: new SystemCodexProcesses(folder),
    readHome: () => facts.read(),
    withHome: (work) => bindings.withHome(folder, work),
  });
  const grantStore = new GrantStore({ vault, ledger, owner, clock });
  const refresh = new RefreshService({
    clock,
    grantStore,
    homeTokens: new HomeTokens({ home, grantStore, bindings }),
    product: owner.product,
    random: () => 0,
    http: new FetchHttp({ userAgent: 'codex-accounts-test' }),
    issuer: () => buildIssuer({ issuer: issuerUrl, clientId: practiceClientId }),
    ended: scope.ended,
    lookAtCodex: async () => describeActivity(await running.findWorkers()),
  });
  const findWorkers = () => running.findWorkers();
  const agree = () => Promise.resolve(true);
  const switching = new SwitchService({
    directory,
    providerReader,
    homeLink,
    refresh,
    findWorkers,
    clock,
    ended: scope.ended,
    mayDisturb: agree,
    mayInterrupt: agree,
  });
  return {
    directory,
    homeLink,
    server,
    running,
    refresh,
    switching,
    dispose: () => {
      scope.dispose();
      rmSync(state, { recursive: true, force: true });
    },
  };
}
