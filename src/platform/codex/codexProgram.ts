import { access, constants, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { buildIssuer, defaultClientId, defaultIssuerUrl, type Issuer } from '../../protocol/oauth/issuer.ts';

/** How to start the Codex CLI without a shell. */
export interface CodexProgram {
  readonly path: string;
  /** What comes before the CLI's own arguments. */
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Where a program is looked for, and where it is not taken from. */
export interface ProgramSearch {
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Node itself, for an npm launcher that Windows could start only through a shell. */
  readonly node: string;
  readonly isProgram: (path: string) => Promise<boolean>;
  /** Where a path leads over its links; the path itself where there is nothing. */
  readonly findRealPath?: (path: string) => Promise<string>;
  /** Folders that are open in the editor: a program that one of them brings along is not run. */
  readonly workspaceFolders?: readonly string[];
  /** The person's own folder: opened as a workspace, it still holds what the person installed. */
  readonly userFolder?: string;
}

/** An editor that was started from a dock does not always know what a shell knows. */
const usualFolders: Readonly<Record<string, readonly string[]>> = { darwin: ['/opt/homebrew/bin', '/usr/local/bin'] };

/**
 * `codex` on PATH by its full path; relative entries, and those that lead into a workspace, do not count
 * (docs/threats.md, T-PROC-1).
 * @returns undefined when there is none
 */
export async function findCodexProgram(search: ProgramSearch): Promise<CodexProgram | undefined> {
  const { platform, node, isProgram } = search;
  const isWindows = platform === 'win32';
  const paths = isWindows ? win32 : posix;
  for (const folder of listFolders(search)) {
    const path = paths.join(folder, isWindows ? 'codex.exe' : 'codex');
    if (await isOfWorkspace([folder, path], search)) {
      continue;
    }
    if (await isProgram(path)) {
      return { path, parameters: [], environment: {} };
    }
    const script = paths.join(folder, 'node_modules', '@openai', 'codex', 'bin', 'codex.js');
    if (isWindows && (await isProgram(script))) {
      return { path: node, parameters: [script], environment: { ELECTRON_RUN_AS_NODE: '1' } };
    }
  }
  return undefined;
}

/** Another program by its full path, by the same rules; undefined when there is none. */
export async function findProgramOutsideWorkspace(
  name: string,
  search: Omit<ProgramSearch, 'node'>,
): Promise<string | undefined> {
  const isWindows = search.platform === 'win32';
  const paths = isWindows ? win32 : posix;
  for (const folder of listFolders(search)) {
    const path = paths.join(folder, isWindows ? `${name}.exe` : name);
    if (!(await isOfWorkspace([folder, path], search)) && (await search.isProgram(path))) {
      return path;
    }
  }
  return undefined;
}

/** Absolute folders alone, and none of a project's own programs. */
function listFolders({ platform, environment }: Omit<ProgramSearch, 'node'>): readonly string[] {
  const paths = platform === 'win32' ? win32 : posix;
  const listed = (environment['PATH'] ?? environment['Path'] ?? '')
    .split(paths.delimiter)
    .filter((folder) => paths.isAbsolute(folder) && !isOfProject(folder));
  return [...listed, ...(usualFolders[platform] ?? [])];
}

/** The same on this computer. */
export interface SystemSearch {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders that are open in the editor. */
  readonly workspaceFolders: () => readonly string[];
}

/** The same on this computer. */
export function findSystemCodex(search: SystemSearch): Promise<CodexProgram | undefined> {
  return findCodexProgram({ ...searchHere(search), node: process.execPath });
}

/** Another program on this computer, not one that a workspace brings along. */
export function findSystemProgram(name: string, search: SystemSearch): Promise<string | undefined> {
  return findProgramOutsideWorkspace(name, searchHere(search));
}

function searchHere({ environment, workspaceFolders }: SystemSearch): Omit<ProgramSearch, 'node'> {
  return {
    platform: process.platform,
    environment,
    isProgram,
    findRealPath,
    workspaceFolders: workspaceFolders(),
    userFolder: homedir(),
  };
}

/** The folder of a project's own programs, whichever part of it is open. */
function isOfProject(folder: string): boolean {
  return /[\\/]node_modules[\\/]\.bin[\\/]?$/u.test(folder);
}

async function isOfWorkspace(names: readonly string[], search: Omit<ProgramSearch, 'node'>): Promise<boolean> {
  const { platform, workspaceFolders = [], userFolder, findRealPath: findReal } = search;
  const paths = platform === 'win32' ? win32 : posix;
  const holds = (folder: string, inner: string): boolean => {
    const way = paths.relative(folder, inner);
    return !way.startsWith('..') && !paths.isAbsolute(way);
  };
  /** As they are named, and as they really are. */
  const spell = async (names: readonly string[]): Promise<readonly string[]> =>
    findReal === undefined ? names : [...names, ...(await Promise.all(names.map(findReal)))];
  const open = (await spell(workspaceFolders)).filter(
    (folder) => userFolder === undefined || !holds(folder, userFolder),
  );
  return open.length > 0 && (await spell(names)).some((place) => open.some((folder) => holds(folder, place)));
}

function findRealPath(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** Whether a file is there that may be run. */
export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** What the CLI needs to find its Home, its keyring and the network; nothing else of ours goes there. */
const passedOn: readonly string[] = [
  'PATH',
  'Path',
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SystemRoot',
  'SystemDrive',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'XDG_DATA_HOME',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'https_proxy',
  'http_proxy',
  'all_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'CODEX_CA_CERTIFICATE',
];

/**
 * The whole environment of a CLI of ours. Where it signs in is what the person set here, never what a variable says: a
 * dev container can set those (docs/threats.md, T-ENV-1).
 */
export function buildCodexEnvironment(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
  { url, clientId }: Pick<Issuer, 'url' | 'clientId'> = buildIssuer(),
): Record<string, string> {
  const passed = passedOn.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    HOME: homedir(),
    ...Object.fromEntries(passed),
    CODEX_HOME: home,
    ...(url === defaultIssuerUrl ? {} : { CODEX_APP_SERVER_LOGIN_ISSUER: url }),
    ...(clientId === defaultClientId ? {} : { CODEX_APP_SERVER_LOGIN_CLIENT_ID: clientId }),
  };
}
