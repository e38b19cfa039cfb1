/** What this side of the window can see of where it runs. */
export interface HostFacts {
  readonly window: 'desktop' | 'web';
  /** As VS Code says: `ssh-remote`, `dev-container`, or in the browser the address of the server. */
  readonly remoteName: string | undefined;
  /** `desktop`, or who embeds the window: `codespaces`, `server-distro`. */
  readonly appHost: string;
  readonly appName: string;
  /** Of the machine where this extension runs, as Node says it. */
  readonly platform: string;
  readonly hostName: string;
  /** In which of the two extension hosts VS Code started this extension. */
  readonly side: Side;
  /** What the setting `remote.extensionKind` says of this extension. */
  readonly wantedSide: Side | undefined;
  /** Whether the environment names a Codespace, a dev container, a WSL distribution. */
  readonly seesCodespaces: boolean;
  readonly seesContainer: boolean;
  readonly seesWsl: boolean;
  /** The setting `chatgpt.runCodexInWindowsSubsystemForLinux` of the Codex extension. */
  readonly wantsCodexInWsl: boolean;
}

/** `ui`: beside the person. `workspace`: beside the folder, where a browser may not reach. */
export type Side = 'ui' | 'workspace';

interface Place {
  readonly window: 'desktop' | 'web';
  readonly side: Side;
  readonly remoteName: string | undefined;
  /** The machine where this extension runs, where that is not the person's own. */
  readonly machine: string | undefined;
  /** The person's setting put this extension on this side. */
  readonly isSideChosen: boolean;
  /** A rebuild empties the machine where this extension runs. */
  readonly isRebuilt: boolean;
  /** This extension runs inside WSL: the browser beside it is that of Windows. */
  readonly isInWsl: boolean;
}

type RemoteKind = 'ssh' | 'wsl' | 'container' | 'codespaces' | 'tunnel' | 'otherRemote';
type ServerKind = 'codeServer' | 'serveWeb' | 'otherServer';

/** Where the two sides of this window run, and on which of them we are. */
export type HostSituation = Place &
  (
    | { readonly kind: 'local'; /** Codex itself runs in WSL, so its Home is there. */ readonly isCodexInWsl: boolean }
    | { readonly kind: RemoteKind }
    /** A window in a browser, on a server that is no remote of VS Code's own. */
    | { readonly kind: ServerKind }
  );

const remoteKinds: Readonly<Record<string, RemoteKind>> = {
  'ssh-remote': 'ssh',
  wsl: 'wsl',
  'dev-container': 'container',
  'attached-container': 'container',
  'k8s-container': 'container',
  codespaces: 'codespaces',
  tunnel: 'tunnel',
};

/** The one answer to "where am I": every decision about hosts, browsers and Homes reads it. */
export function judgeSituation(facts: HostFacts): HostSituation {
  const kind = judgeKind(facts);
  const isThere = facts.side === 'workspace';
  const place: Place = {
    window: facts.window,
    side: facts.side,
    remoteName: facts.remoteName,
    machine: isThere ? facts.hostName : undefined,
    isSideChosen: facts.wantedSide === facts.side && kind !== 'local',
    isRebuilt:
      isThere && (kind === 'container' || kind === 'codespaces' || facts.seesCodespaces || facts.seesContainer),
    isInWsl: facts.seesWsl,
  };
  return kind === 'local'
    ? { ...place, kind, isCodexInWsl: facts.platform === 'win32' && facts.wantsCodexInWsl }
    : { ...place, kind };
}

/** The host of this window whose Codex is another one than this side's, by VS Code's name for it. */
export function findRemote({ side, remoteName }: Pick<HostSituation, 'side' | 'remoteName'>): string | undefined {
  return side === 'ui' ? remoteName : undefined;
}

function judgeKind(facts: HostFacts): HostSituation['kind'] {
  const known = remoteKinds[facts.remoteName ?? ''];
  if (known !== undefined) {
    return known;
  }
  if (facts.window === 'desktop') {
    return facts.remoteName === undefined ? 'local' : 'otherRemote';
  }
  if (facts.appHost === 'codespaces') {
    return 'codespaces';
  }
  if (facts.appName === 'code-server') {
    return 'codeServer';
  }
  return facts.appHost === 'server-distro' ? 'serveWeb' : 'otherServer';
}
