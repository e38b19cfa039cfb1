import type { DiagnosisPorts, FileSight, ServiceAnswer } from '../../../src/diagnosis/ports.ts';
import type { Payment, WhoPays } from '../../../src/billing/whoPays.ts';
import { noRules } from '../../support/codexRules.ts';

/** The parts of a world that are otherwise than in a healthy one. */
export type Broken = { readonly [Part in keyof DiagnosisPorts]?: Partial<DiagnosisPorts[Part]> };

/** Checks of a test have no defect. */
export const onDefect = (defect: unknown): never => {
  throw defect;
};

export const answer = {
  kind: 'answer',
  status: 401,
  page: undefined,
  isRegionRefused: false,
  aheadMs: 300,
} as const satisfies ServiceAnswer;

const fromHome: Payment = { credential: { kind: 'stored', stored: 'chatgpt' }, payer: 'plan' };
export const plan: WhoPays = {
  interactive: fromHome,
  interactiveAlone: fromHome,
  exec: fromHome,
  ideExtension: fromHome,
  vscodeChatGptModel: fromHome,
  vscodeCopilotModel: { credential: { kind: 'copilot' }, payer: 'copilot' },
};

export const goodFile: FileSight = {
  path: '/home/ada/.codex/auth.json',
  isUsed: true,
  isThere: true,
  problem: undefined,
  folderMode: 0o700,
  isOwn: true,
  isFolderOwn: true,
  refusal: undefined,
  mode: 0o600,
  target: undefined,
  hasNoModes: false,
  repository: undefined,
  hasGitFolder: true,
  isTracked: false,
  userFolder: '/home/ada',
};

/** A computer on which everything is in order. @param broken what is not */
export function createPorts(broken: Broken = {}): DiagnosisPorts {
  const store = { kind: 'store', store: 'file', decidedBy: 'default' } as const;
  return {
    callback: {
      tryPort: (port) => Promise.resolve({ kind: 'free', port }),
      readReservedRanges: () => Promise.resolve([]),
      tryLoopback: () => Promise.resolve('reached'),
      resolveLocalhost: () => Promise.resolve(['127.0.0.1', '::1']),
      isSigningIn: () => false,
      ...broken.callback,
    },
    network: {
      hostOf: (service) => (service === 'issuer' ? 'auth.openai.com' : 'chatgpt.com'),
      isSecure: () => true,
      lookUp: () => Promise.resolve('found'),
      observe: () =>
        Promise.resolve({
          route: { kind: 'hostFetch', proxy: 'none' },
          homeProxyFault: undefined,
          variablesPath: '/home/ada/.codex/.env',
        }),
      isListening: () => Promise.resolve(true),
      ask: () => Promise.resolve(answer),
      findCaFault: () => Promise.resolve(undefined),
      ...broken.network,
    },
    codex: {
      find: () =>
        Promise.resolve({ path: '/usr/bin/codex', version: '0.171.0', ofWorkspace: undefined, hasExtension: false }),
      takesConfig: () => Promise.resolve(true),
      compareShell: () => Promise.resolve([]),
      ...broken.codex,
    },
    home: {
      readFile: () => Promise.resolve(goodFile),
      decideStore: () => Promise.resolve(store),
      readKeyring: () => Promise.resolve({ store, reach: 'direct', problem: undefined }),
      readConfig: () =>
        Promise.resolve({ rules: noRules, userPath: '/home/ada/.codex/config.toml', brokenLines: undefined }),
      readPayers: () => Promise.resolve({ who: plan, warning: undefined }),
      readRules: () => Promise.resolve({ observation: noRules, ruled: undefined, mayTakeOut: false }),
      ...broken.home,
    },
    storage: {
      trySecrets: () => Promise.resolve(true),
      countLost: () => Promise.resolve(0),
      tryStateFolder: () =>
        Promise.resolve({
          path: '/home/ada/.local/state/codex-accounts',
          problem: undefined,
          mode: 0o700,
          isOwn: true,
        }),
      sandbox: () => undefined,
      ...broken.storage,
    },
    running: {
      listRunning: () => Promise.resolve([]),
      listHosts: () => Promise.resolve({ hosts: [], nowMs: 0 }),
      ...broken.running,
    },
  };
}
