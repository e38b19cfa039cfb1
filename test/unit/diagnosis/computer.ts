import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { composeDiagnosis } from '../../../src/composition/composeDiagnosis.ts';
import { composeRules } from '../../../src/composition/composeRules.ts';
import { WindowTerminals } from '../../../src/ui/shell/windowTerminals.ts';
import { composeStore } from '../../../src/composition/composeStore.ts';
import type { CheckId } from '../../../src/diagnosis/check.ts';
import { listChecks } from '../../../src/diagnosis/checks/all.ts';
import type { Finding, Fix } from '../../../src/diagnosis/finding.ts';
import { runChecks, type DiagnosisResult } from '../../../src/diagnosis/run.ts';
import { StoredCredential } from '../../../src/home/store/storedCredential.ts';
import { Home } from '../../../src/home/home.ts';
import type { CredentialFileState } from '../../../src/home/ports.ts';
import type { HttpAnswer, HttpClient } from '../../../src/network/http.ts';
import { ConfigFiles } from '../../../src/platform/home/configFiles.ts';
import { HomeVariables } from '../../../src/platform/home/homeVariables.ts';
import { NodeCredentialFile } from '../../../src/platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../../../src/platform/files/recordFolder.ts';
import { isListening } from '../../../src/platform/network/openPort.ts';
import { systemClock } from '../../../src/platform/systemClock.ts';
import { judgeHomeProxy } from '../../../src/network/homeProxy.ts';
import { parseDotenv } from '../../../src/home/config/dotenv.ts';
import { Ledger } from '../../../src/storage/ledger.ts';
import { applyFix } from '../../../src/ui/diagnosis/fixes.ts';
import { Bindings } from '../../../src/storage/bindings.ts';
import { answer } from '../../support/fakeHttp.ts';
import { createFakeFlow } from '../../support/fakeFlow.ts';
import { makeProxySettings } from '../../support/proxySettings.ts';
import { notEnded } from '../../support/fakeClock.ts';
import { createMemorySecrets } from '../../support/memoryStores.ts';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';
import { workspace } from '../../support/vscodeWords.ts';
import { onDefect } from './diagnosisScene.ts';

/** Services on loopback: no name is looked up outside, and nothing listens there. */
const settings: Readonly<Record<string, unknown>> = {
  issuer: 'http://127.0.0.1:9',
  chatgptBaseUrl: 'http://127.0.0.1:9/backend-api/',
};

/** What a test breaks beside files. */
export interface ComputerOptions {
  /** @param signal of the request */
  readonly answer?: (signal: AbortSignal | undefined) => HttpAnswer | Error | Promise<never>;
  readonly keyring?: () => CredentialFileState;
  readonly path?: string;
}

/** A computer with a real Home, state folder and configuration, whose services are played. */
export function createComputer({
  answer: reply = () => answer(401, {}, { servedAtMs: systemClock.nowMs() }),
  keyring = () => ({ kind: 'absent', folderExists: true }),
  path = '',
}: ComputerOptions = {}) {
  vi.stubEnv('PATH', path);
  vi.spyOn(workspace, 'getConfiguration').mockImplementation(() => ({
    get: (name: string) => settings[name],
    inspect: () => undefined,
  }));
  const root = createTemporaryFolder();
  const home = join(root, '.codex');
  const system = join(root, 'etc');
  const stateFolder = join(root, 'state');
  for (const folder of [home, system, stateFolder]) {
    mkdirSync(folder, { mode: 0o700 });
  }
  const secrets = createMemorySecrets();
  const clock = systemClock;
  const config = new ConfigFiles(home, system);
  const file = new NodeCredentialFile(home, { loadLocks: () => Promise.reject(new TypeError('No lock is taken.')) });
  const inKeyring = {
    path: 'Codex Auth',
    read: () => Promise.resolve(keyring()),
    findObstacle: () => {
      const state = keyring();
      return Promise.resolve(state.kind === 'problem' ? state.problem : undefined);
    },
    replace: () => Promise.resolve('conflict' as const),
    remove: () => Promise.resolve('conflict' as const),
  };
  const credential = new StoredCredential({ config, file, keyring: inKeyring, platform: 'linux' });
  const homes = new NodeRecordFolder(join(stateFolder, 'homes'), clock);
  const ledger = new Ledger(new NodeRecordFolder(join(stateFolder, 'grants'), clock));
  const core = {
    home: new Home(home, credential, () => Promise.resolve()),
    config,
    file,
    keyring: inKeyring,
    credential,
    secrets,
    ledger,
    stateFolder,
    clock,
    directory: { list: () => Promise.resolve([]) },
    bindings: new Bindings(homes),
    openAiAddresses: () => [],
    emptyKeyring: () => Promise.resolve(),
    setAside: () => Promise.resolve(),
    inspector: { look: () => Promise.resolve({ kind: 'none' }) },
  } as never;
  const variables = new HomeVariables(home);
  const http: HttpClient = {
    send: async ({ signal }) => {
      const said = await reply(signal);
      signal?.throwIfAborted();
      if (said instanceof Error) {
        throw said;
      }
      return said;
    },
  };
  const loadStore = () => Promise.resolve(composeStore(core));
  const flow = { ...createFakeFlow(), loadStore };
  const services = {
    ...flow,
    clock,
    running: { pids: [] },
    ended: notEnded,
    loadTerminals: () => Promise.resolve(new WindowTerminals(terminals as never)),
    loadRules: () => Promise.resolve(composeRules(core)),
    loadRunning: () => Promise.resolve({ service: { look: () => Promise.resolve([]) } }),
    loadHosts: () => Promise.resolve({ records: { list: () => Promise.resolve([]) }, remote: undefined }),
    loadEnvironment: () =>
      Promise.resolve({
        observe: async (signal?: AbortSignal) => ({
          route: { kind: 'hostFetch', proxy: 'none' },
          ca: undefined,
          settings: makeProxySettings(),
          home: { path: variables.path },
          homeProxyFault: await judgeHomeProxy(parseDotenv(await variables.read(), {}), (address) =>
            isListening(address, signal),
          ),
        }),
      }),
  };
  const values = new Map<string, { readonly value: string }>();
  const terminals = Object.assign(values, {
    getScoped: () => new Map(),
    replace: (name: string, value: string) => void values.set(name, { value }),
  });
  const context = {
    environmentVariableCollection: terminals,
    extension: { packageJSON: { version: '1.2.3' } },
  };
  const access = composeDiagnosis({ context, services, core, http } as never);
  const run = (): Promise<readonly DiagnosisResult[]> =>
    runChecks((running) => listChecks(access.startRun(running)), {
      clock,
      signal: notEnded,
      limitMs: 15_000,
      onDefect,
    });
  return {
    root,
    home,
    system,
    stateFolder,
    secrets,
    access,
    terminals,
    flow,
    run,
    authFile: join(home, 'auth.json'),
    configFile: join(home, 'config.toml'),
    envFile: variables.path,
    /** What is not in order, without what a computer without Codex and a sign-in always has. */
    find: async (): Promise<readonly { readonly check: CheckId; readonly finding: Finding }[]> =>
      (await run())
        .flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding })))
        .filter(
          ({ check, finding }) => finding.state !== 'good' && !['cli', 'shell', 'payers', 'ports'].includes(check),
        ),
    mend: async (fix: Fix | undefined): Promise<void> => {
      if (fix === undefined || fix.id === 'checkAgain' || fix.id === 'askShell') {
        throw new TypeError('Nothing was offered that mends it.');
      }
      await applyFix(fix, access, { ...flow, showFolder: flow.openFile, openSettings: flow.openFile });
    },
  };
}
