import { arch } from 'node:os';
import { env, version, type ExtensionContext } from 'vscode';
import type { PortHolder } from '../accounts/signIn/ports.ts';
import { abortable } from '../base/abortable.ts';
import { firstOf } from '../base/firstOf.ts';
import type { DiagnosisPorts, HostSight } from '../diagnosis/ports.ts';
import type { HttpClient } from '../network/http.ts';
import { findPortHolder } from '../platform/network/listeningProcess.ts';
import { resolveLocalhost } from '../platform/network/hostLookup.ts';
import { tryLoopback } from '../platform/network/loopbackProbe.ts';
import { tryCallbackPort } from '../platform/network/loopbackListener.ts';
import { readReservedRanges } from '../platform/network/reservedPorts.ts';
import { defaultIssuerUrl } from '../protocol/oauth/issuer.ts';
import type { DiagnosisParts } from '../ui/diagnosis/diagnosisParts.ts';
import { readVersion } from '../ui/shell/userAgent.ts';
import { findRemote } from '../window/hostSituation.ts';
import { composeFixPorts } from './composeFixPorts.ts';
import type { CoreServices } from './coreServices.ts';
import { lookAtCodex } from './lookAtCodex.ts';
import { lookAtCodexHome } from './lookAtCodexHome.ts';
import { lookAtNetwork } from './lookAtNetwork.ts';
import { lookAtStorage } from './lookAtStorage.ts';
import type { Services } from './services.ts';

interface Given {
  readonly context: ExtensionContext;
  readonly services: Services;
  readonly core: CoreServices;
  readonly http: HttpClient;
}

/** What checks look at and what mends it, loaded with the first diagnosis. */
export function composeDiagnosis(given: Given): DiagnosisParts {
  const { context, services, core } = given;
  return {
    startRun: (run) => lookOnce(given, AbortSignal.any([services.ended, run])),
    fixPorts: composeFixPorts(services, core),
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
function lookOnce({ services, core, http }: Given, run: AbortSignal): DiagnosisPorts {
  return {
    callback: {
      tryPort: (port, signal) => tryCallbackPort(port, (held) => findHolderInTime(held, signal, services), signal),
      readReservedRanges,
      tryLoopback,
      resolveLocalhost: (signal) => abortable(signal, resolveLocalhost),
      isSigningIn: () => services.attempt.state.kind !== 'idle',
    },
    network: lookAtNetwork(services, http, run),
    codex: lookAtCodex(core, run),
    home: lookAtCodexHome(services, core, run),
    storage: lookAtStorage(core),
    running: lookAtRunning(services),
  };
}

/** That a port is taken is known at once; who has it is worth less than the whole time of a check. */
const holderLimitMs = 1500;

function findHolderInTime(port: number, signal: AbortSignal, { clock }: Pick<Services, 'clock'>): Promise<PortHolder> {
  return firstOf<PortHolder>(signal, [
    (ended) => findPortHolder(port, ended),
    (ended) => clock.delay(holderLimitMs, ended).then(() => ({ port, process: undefined })),
  ]);
}

function lookAtRunning(services: Services): DiagnosisPorts['running'] {
  return {
    listRunning: (signal) => abortable(signal, async (ended) => (await services.loadRunning()).service.look(ended)),
    listHosts: (signal) => abortable(signal, () => listHosts(services)),
  };
}

/** The companion of this window's host is asked by a command of VS Code, which nothing ends. */
async function listHosts({
  loadHosts,
  clock,
}: Services): Promise<Awaited<ReturnType<DiagnosisPorts['running']['listHosts']>>> {
  const { records, remote } = await loadHosts();
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
  return { hosts, nowMs: clock.nowMs() };
}
