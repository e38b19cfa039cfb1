import { judgeSituation, type HostFacts, type HostSituation } from '../../src/window/hostSituation.ts';

/** A desktop without any remote; what is said of it differs. */
const desktopFacts: HostFacts = {
  window: 'desktop',
  remoteName: undefined,
  appHost: 'desktop',
  appName: 'Visual Studio Code',
  platform: 'linux',
  hostName: 'desk',
  side: 'ui',
  wantedSide: undefined,
  seesCodespaces: false,
  seesContainer: false,
  seesWsl: false,
  wantsCodexInWsl: false,
};

export function situationOf(differing: Partial<HostFacts> = {}): HostSituation {
  return judgeSituation({ ...desktopFacts, ...differing });
}

/** code-server as a person opens it. */
export const codeServerFacts = {
  window: 'web',
  remoteName: 'dev.example.com:8080',
  appHost: 'server-distro',
  appName: 'code-server',
  hostName: 'buildbox',
  side: 'workspace',
} as const satisfies Partial<HostFacts>;
