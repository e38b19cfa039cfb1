import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietSettings, startCodeServer } from '../../scripts/codeServer.mjs';
import { ensureCodeServer, ensureNode24, type CodeServerInstall } from '../../scripts/tools.mjs';

export interface VsCodeOptions {
  /** The folder to open; a new empty one when left out. */
  readonly folder?: string;
  readonly extensions: readonly string[];
  /** Added to (and stronger than) the settings that keep a test window quiet. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** False shows the question whether the folder's authors are trusted. */
  readonly trust?: boolean;
  /** For Node itself, in the server and in every extension host. */
  readonly nodeArguments?: readonly string[];
  /** Which VS Code; the current one when left out. */
  readonly install?: CodeServerInstall;
  /** An earlier run's `dataFolder`, to start again on the same data. */
  readonly dataFolder?: string;
}

export interface RunningVsCode {
  /** Address without a trailing slash. */
  readonly url: string;
  readonly folder: string;
  /** Holds user data, extensions and the home folder of everything that was started. */
  readonly dataFolder: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** The `HOME` of VS Code and its terminals; `.codex` in it is the default Codex home. */
  readonly homeDir: string;
  readonly serverPid: number;
  /** Ends the server and, unless `keep`, removes its data. */
  close(options?: { readonly keep?: boolean }): Promise<void>;
}

/** Starts VS Code in a browser, the extensions installed from their .vsix, in a home folder of its own. */
export async function startVsCode(options: VsCodeOptions): Promise<RunningVsCode> {
  const dataFolder = options.dataFolder ?? makeTemporaryFolder('vscode');
  const homeDir = join(dataFolder, 'home');
  const folder = options.folder ?? join(dataFolder, 'folder');
  for (const path of [homeDir, folder]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const server = await startCodeServer({
    ...(options.install ?? (await ensureCurrentVsCode())),
    dataFolder,
    folder,
    vsixPaths: options.extensions,
    userSettings: { ...quietSettings, ...options.userSettings },
    env: { ...buildCleanEnvironment(homeDir), ...options.env },
    trust: options.trust ?? true,
    nodeArguments: options.nodeArguments ?? [],
  });
  const serverPid = server.child.pid;
  if (serverPid === undefined) throw new Error('code-server has no process id.');
  return {
    url: server.url,
    folder,
    dataFolder,
    userDataDir: server.userDataDir,
    extensionsDir: server.extensionsDir,
    homeDir,
    serverPid,
    close: async ({ keep = false } = {}) => {
      await server.close();
      if (!keep) removeFolder(dataFolder);
    },
  };
}

/** The VS Code that every suite but the long one runs in. */
export async function ensureCurrentVsCode(): Promise<CodeServerInstall> {
  return { node: await ensureNode24(), codeServer: await ensureCodeServer() };
}

/** A new folder outside the repository, its path free of symbolic links and short enough for a Unix socket in it. */
export function makeTemporaryFolder(name: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `ca-${name}-`)));
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** This process's environment without anything that says who is signed in here or where state is kept. */
export function buildCleanEnvironment(homeDir: string): Record<string, string | undefined> {
  const personal = /^(?:CODEX_|OPENAI_|AZURE_|AWS_|XDG_|VITEST|NODE_OPTIONS|npm_)/u;
  const kept = Object.entries(process.env).filter(([name]) => !personal.test(name));
  return { ...Object.fromEntries(kept), HOME: homeDir, USERPROFILE: homeDir };
}
