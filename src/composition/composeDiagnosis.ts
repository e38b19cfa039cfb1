import { stat } from 'node:fs/promises';
import { arch, homedir } from 'node:os';
import { env, extensions, version, type ExtensionContext } from 'vscode';
import type { PortHolder } from '../accounts/signIn/ports.ts';
import { findKeyWarning } from '../billing/keyWarning.ts';
import { findWhoPays } from '../billing/whoPays.ts';
import type { DiagnosisPorts, HostSight, ServiceAnswer, ServiceName } from '../diagnosis/ports.ts';
import type { Sandbox } from '../diagnosis/value.ts';
import { AuthError, isAuthError } from '../errors/authError.ts';
import { HttpFailure } from '../errors/httpFailure.ts';
import { buildSentence, type Sentence } from '../errors/sentence.ts';
import { parseToml } from '../home/config/configDocument.ts';
import { findBrokenLines, switchOff } from '../home/config/configRepair.ts';
import { removeVariable } from '../home/config/dotenvEdit.ts';
import { parseCredentialDocument } from '../home/credential/credentialDocument.ts';
import { signInVariables } from '../home/signInVariables.ts';
import type { FileProblem } from '../home/ports.ts';
import type { HttpClient } from '../network/http.ts';
import { allProxyNames, unbracket, vsCodeProxyVariables } from '../network/proxyEnvironment.ts';
import { takesConfig } from '../platform/codex/codexConfig.ts';
import { findSystemCodex } from '../platform/codex/codexProgram.ts';
import { readCodexVersion } from '../platform/codex/codexVersion.ts';
import { whileAnswering } from '../platform/files/fileSystemTimeout.ts';
import { keepOutOfGit } from '../platform/files/gitRepository.ts';
import { changeMode } from '../platform/files/modeChange.ts';
import { lookAtPlace } from '../platform/home/credentialPlace.ts';
import { HomeVariables } from '../platform/home/homeVariables.ts';
import { openUserConfig } from '../platform/home/homeTextFile.ts';
import { findPortHolder } from '../platform/network/listeningProcess.ts';
import { lookUpHost, resolveLocalhost, tryLoopback } from '../platform/network/localNames.ts';
import { tryCallbackPort } from '../platform/network/loopbackListener.ts';
import { isListening } from '../platform/network/openPort.ts';
import { readReservedRanges } from '../platform/network/reservedPorts.ts';
import { readTrusted } from '../platform/network/trustedCertificates.ts';
import { compareWithShell, findTerminalShell } from '../platform/programs/terminalShell.ts';
import { defaultIssuerUrl } from '../protocol/oauth/issuer.ts';
import type { DiagnosisAccess, Repairs } from '../ui/diagnosis/diagnosisAccess.ts';
import { findSignInThere, judgeSignInThere, mayTakeOut } from '../ui/home/ruledInUse.ts';
import { listOpenFolders } from '../ui/shell/openFolders.ts';
import { settings } from '../ui/shell/settings.ts';
import { readVersion } from '../ui/shell/userAgent.ts';
import { randomBase64Url } from '../base/bytes.ts';
import { firstOf } from '../base/firstOf.ts';
import { findRemote } from '../window/hostSituation.ts';
import type { CoreServices } from './coreServices.ts';
import { WindowTerminals } from './keyWarningParts.ts';
import type { Services } from './services.ts';
import { composePayerReader } from './followWhoPays.ts';

interface Given {
  readonly context: ExtensionContext;
  readonly services: Services;
  readonly core: CoreServices;
  readonly http: HttpClient;
}

/** What checks look at and what mends it, loaded with the first diagnosis. */
export function composeDiagnosis(given: Given): DiagnosisAccess {
  const { context, services, core } = given;
  return {
    startRun: () => lookOnce(given),
    repairs: composeRepairs(given),
    facts: {
      extensionVersion: readVersion(context),
      editorVersion: version,
      platform: process.platform,
      architecture: arch(),
      side: services.host.side,
      window: services.host.window,
      isRemote: findRemote(services.host) !== undefined || services.host.remoteName !== undefined,
    },
    redaction: {
      codexHome: core.home.folder,
      stateFolder: core.stateFolder,
      publicHosts: [new URL(defaultIssuerUrl).hostname, 'chatgpt.com', 'chat.openai.com', 'api.openai.com'],
    },
  };
}

/** Every look is made once in a run, however many checks want it. */
function lookOnce(given: Given): DiagnosisPorts {
  return {
    callback: {
      tryPort: (port) => tryCallbackPort(port, (held) => findHolderInTime(held, given.services)),
      readReservedRanges,
      tryLoopback,
      resolveLocalhost,
      isSigningIn: () => given.services.attempt.state.kind !== 'idle',
    },
    network: lookAtNetwork(given),
    codex: lookAtCodex(given.core),
    home: lookAtHome(given),
    storage: lookAtStorage(given.core),
    running: lookAtRunning(given),
  };
}

/** That a port is taken is known at once; who has it is worth less than the whole time of a check. */
const holderLimitMs = 1500;

function findHolderInTime(port: number, { clock }: Pick<Services, 'clock'>): Promise<PortHolder> {
  return firstOf<PortHolder>(undefined, [
    () => findPortHolder(port),
    (ended) => clock.delay(holderLimitMs, ended).then(() => ({ port, process: undefined })),
  ]);
}

/** One answer for everybody who asks for the same. */
function once<Key, T>(look: (key: Key, signal: AbortSignal) => Promise<T>) {
  const begun = new Map<Key, Promise<T>>();
  return (key: Key, signal: AbortSignal): Promise<T> => {
    const known = begun.get(key) ?? look(key, signal);
    begun.set(key, known);
    return known;
  };
}

const nothingEnds = AbortSignal.any([]);

function lookAtNetwork({ services, http }: Given): DiagnosisPorts['network'] {
  const issuer = settings.issuer();
  // Both are asked without a credential, as the Codex client asks them with one: they answer that it is missing.
  const addresses: Readonly<Record<ServiceName, URL>> = {
    issuer: new URL(issuer.whoamiUrl),
    backend: new URL(issuer.accountsCheckUrl),
  };
  // For all who ask, so it is no single one's to end: the request has a limit of its own.
  const ask = once((service: ServiceName) =>
    askService(addresses[service].href, { http, clock: services.clock, signal: services.ended }),
  );
  const observe = once(async (_key: 'way') => {
    const seen = await (await services.loadEnvironment()).observe();
    const { route, homeProxyFault, home, ca, settings: proxySettings } = seen;
    return { route, homeProxyFault, variablesPath: home.path, ca, withSystems: proxySettings.systemCertificates };
  });
  const lookUp = once((host: string) => lookUpHost(unbracket(host)));
  const listens = once((place: string) => isListening(JSON.parse(place) as { host: string; port: number }));
  return {
    hostOf: (service) => addresses[service].hostname,
    isSecure: (service) => addresses[service].protocol === 'https:',
    lookUp: (host) => lookUp(host, nothingEnds),
    observe: () => observe('way', nothingEnds),
    isListening: ({ host, port }) => listens(JSON.stringify({ host, port }), nothingEnds),
    ask,
    findCaFault: async () => {
      const { ca, withSystems } = await observe('way', nothingEnds);
      return ca === undefined ? undefined : findFault(() => readTrusted(ca, withSystems));
    },
  };
}

async function findFault(work: () => Promise<unknown>): Promise<Sentence | undefined> {
  try {
    await work();
    return undefined;
  } catch (failure) {
    if (!isAuthError(failure)) {
      throw failure;
    }
    return failure.sentence;
  }
}

async function askService(
  url: string,
  { http, clock, signal }: Pick<Given, 'http'> & Pick<Services, 'clock'> & { readonly signal: AbortSignal },
): Promise<ServiceAnswer> {
  const askedAtMs = clock.nowMs();
  try {
    const { status, page, text, servedAtMs } = await http.send({ method: 'GET', url, signal });
    const middleMs = (askedAtMs + clock.nowMs()) / 2;
    return {
      kind: 'answer',
      status,
      page,
      isRegionRefused: text.includes('unsupported_country_region_territory'),
      // The header has whole seconds, cut off.
      aheadMs: servedAtMs === undefined ? undefined : middleMs - servedAtMs - 500,
    };
  } catch (failure) {
    if (!(failure instanceof HttpFailure)) {
      throw failure;
    }
    return { kind: 'failure', reason: failure.reason, sentence: failure.sentence };
  }
}

/** What decides which account and which way a Codex uses. */
const comparedNames: readonly string[] = [
  'CODEX_HOME',
  ...signInVariables.map(({ name }) => name),
  'AZURE_OPENAI_API_KEY',
  'AWS_BEARER_TOKEN_BEDROCK',
  'CODEX_CA_CERTIFICATE',
  'SSL_CERT_FILE',
  ...vsCodeProxyVariables,
  ...allProxyNames,
  'NO_PROXY',
  'no_proxy',
];

function lookAtCodex({ home }: CoreServices): DiagnosisPorts['codex'] {
  const environment = process.env;
  const find = once((kind: 'own' | 'any') =>
    findSystemCodex({ environment, workspaceFolders: kind === 'own' ? listOpenFolders : () => [] }),
  );
  return {
    find: async () => {
      const [own, any] = await Promise.all([find('own', nothingEnds), find('any', nothingEnds)]);
      return {
        path: own?.path,
        version: own === undefined ? undefined : await readCodexVersion(own, home.folder, environment),
        ofWorkspace: any?.path === own?.path ? undefined : any?.path,
        hasExtension: extensions.getExtension('openai.chatgpt') !== undefined,
      };
    },
    takesConfig: async (signal) => {
      const own = await find('own', nothingEnds);
      return own === undefined ? undefined : takesConfig(own, { home: home.folder, variables: environment, signal });
    },
    compareShell: async (signal) => {
      const shell = findTerminalShell(environment);
      return shell === undefined ? undefined : compareWithShell(comparedNames, environment, { shell, signal });
    },
  };
}

function lookAtHome({ context, services, core }: Given): DiagnosisPorts['home'] {
  const { file, config, keyring, credential } = core;
  const decide = async () => (await services.loadStore()).decide();
  const observeRules = once(async (_key: 'rules') => (await services.loadRules()).observe());
  return {
    readFile: async () => {
      const [state, place, store] = await Promise.all([file.read(), lookAtPlace(file.path), decide()]);
      const parsed = state.kind === 'file' ? parseCredentialDocument(state.document) : undefined;
      const { path } = file;
      const isGone = state.kind === 'absent' && !state.folderExists;
      const problem: FileProblem | undefined =
        state.kind === 'problem' ? state.problem : isGone ? undefined : await file.findObstacle();
      return {
        ...place,
        path,
        isUsed: store.kind === 'invalid' || store.store === 'file' || store.store === 'auto',
        isThere: state.kind !== 'absent',
        problem,
        refusal:
          parsed?.kind === 'unreadable'
            ? buildSentence(`home.document.${parsed.problem}`, { path, mode: parsed.mode, field: parsed.field })
            : undefined,
        userFolder: homedir(),
      };
    },
    decideStore: decide,
    readKeyring: async () => {
      const [store, reach] = await Promise.all([decide(), credential.reach()]);
      const isUsed = store.kind === 'store' && (store.store === 'keyring' || store.store === 'auto');
      const state = isUsed && reach === 'direct' ? await keyring.read() : undefined;
      return { store, reach, problem: state?.kind === 'problem' ? state.problem : undefined };
    },
    readConfig: async () => {
      const [rules, { user }] = await Promise.all([observeRules('rules', nothingEnds), config.readLayers()]);
      const isBroken = typeof user === 'string' && parseToml(user) === undefined;
      return { rules, userPath: config.userPath, brokenLines: isBroken ? findBrokenLines(user) : undefined };
    },
    readPayers: async () => {
      const terminals = new WindowTerminals(context.environmentVariableCollection);
      const sight = await composePayerReader(services, core, () => terminals.apply(process.env)).read();
      const who = findWhoPays(sight);
      const { state } = services.current;
      const kind = state.kind === 'signedIn' ? state.account.credential.kind : undefined;
      const inUse = kind === undefined ? undefined : kind === 'chatgpt' ? 'subscription' : 'key';
      return { who, warning: findKeyWarning({ who, sight, inUse }) };
    },
    readRules: async () => {
      const there = findSignInThere(services.current.state);
      const [observation, judged] = await Promise.all([
        observeRules('rules', nothingEnds),
        there === undefined ? undefined : judgeSignInThere(there, services),
      ]);
      const ruled = judged?.ruled;
      return {
        observation,
        ruled,
        mayTakeOut: ruled !== undefined && there?.account !== undefined && mayTakeOut(ruled),
      };
    },
  };
}

function lookAtStorage({ secrets, directory, ledger, stateFolder }: CoreServices): DiagnosisPorts['storage'] {
  return {
    trySecrets: async () => {
      const word = randomBase64Url(16);
      // Under a name that no account has, and no other window that looks at the same time.
      const probeKey = `diagnosis.probe.${randomBase64Url(9)}`;
      try {
        await secrets.store(probeKey, word);
        return (await secrets.get(probeKey)) === word;
      } catch {
        return false;
      } finally {
        await secrets.delete(probeKey).catch(() => undefined);
      }
    },
    countLost: async () => {
      try {
        return (await directory.list()).filter(({ kind }) => kind === 'secretsLost').length;
      } catch (failure) {
        // Where our own records cannot be read, another check says so.
        if (!isAuthError(failure)) {
          throw failure;
        }
        return 0;
      }
    },
    tryStateFolder: async () => {
      const about = await whileAnswering(stateFolder, () => stat(stateFolder)).catch(() => undefined);
      return {
        path: stateFolder,
        problem: await findStateProblem(() => ledger.ensureWritable()),
        mode: about === undefined || process.platform === 'win32' ? undefined : about.mode & 0o7777,
        isOwn: about !== undefined && about.uid === process.getuid?.(),
      };
    },
    sandbox: () => findSandbox(stateFolder),
  };
}

async function findStateProblem(work: () => Promise<void>) {
  try {
    await work();
    return undefined;
  } catch (failure) {
    if (!(failure instanceof AuthError)) {
      throw failure;
    }
    const { reason, sentence } = failure;
    return { reason: (reason ?? 'unusable') as 'unusable', sentence };
  }
}

/** By the folder that it gives a program, not by its variables: one that sees the real home has the real state folder. */
function findSandbox(stateFolder: string): Sandbox | undefined {
  return /[\\/]\.var[\\/]app[\\/]/u.test(stateFolder)
    ? 'Flatpak'
    : /[\\/]snap[\\/]/u.test(stateFolder)
      ? 'Snap'
      : undefined;
}

function lookAtRunning({ services }: Given): DiagnosisPorts['running'] {
  return {
    listRunning: async () => (await services.loadRunning()).service.look(),
    listHosts: async () => {
      const { records, remote } = await services.loadHosts();
      const [listed, state] = await Promise.all([records.list(), remote?.look()]);
      const hosts = listed
        .filter(({ placed }) => placed !== undefined)
        .map(({ id, name, authority, placed }): HostSight => {
          const isHere =
            state?.kind === 'connected' ? state.record.id === id : authority === env.remoteName && state !== undefined;
          return {
            name,
            signIn: isHere ? (state?.kind === 'connected' ? state.signIn : 'silent') : undefined,
            leaseEndsAtMs: placed?.binding === 'lease' ? placed.expiresAtMs : undefined,
          };
        });
      return { hosts, nowMs: services.clock.nowMs() };
    },
  };
}

function composeRepairs({ context, core, services: { ended } }: Given): Repairs {
  const config = openUserConfig(core.config, ended);
  const variables = new HomeVariables(core.home.folder);
  return {
    changeMode,
    keepOutOfGit,
    switchLinesOff: async (lines) => {
      const before = (await config.readLayers()).user ?? '';
      const after = switchOff(before, lines);
      if (JSON.stringify(findBrokenLines(before)) !== JSON.stringify(lines)) {
        return undefined;
      }
      await config.writeUser(after, before);
      return async () => {
        await config.writeUser(before, after);
        return true;
      };
    },
    removeVariable: async (name) => {
      const before = await variables.read();
      const after = removeVariable(before, name);
      if (after === undefined) {
        return undefined;
      }
      await variables.write(after, before, ended);
      return async () => {
        await variables.write(before, after, ended);
        return true;
      };
    },
    takeOutOfTerminals: (name) => {
      const terminals = new WindowTerminals(context.environmentVariableCollection);
      terminals.takeOut(name);
      return () => Promise.resolve(terminals.putBack(name));
    },
  };
}
