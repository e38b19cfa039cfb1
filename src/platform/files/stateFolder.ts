import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What is in a file; undefined where there is none. */
export type ReadText = (path: string) => string | undefined;

/**
 * Where this OS user's programs keep what every VS Code product shares: the XDG state folder and its like. Flatpak
 * gives each program one of its own: where such a program sees the user's real home, the real one counts.
 */
export function locateStateFolder(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  readText: ReadText = readIfThere,
): string {
  const name = 'codex-accounts';
  switch (platform) {
    case 'win32': {
      const local = environment['LOCALAPPDATA'] ?? '';
      return join(isAbsolute(local) ? local : join(homedir(), 'AppData', 'Local'), name);
    }
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', name);
    default: {
      const state = findXdgState(environment, readText) ?? '';
      return join(isAbsolute(state) ? state : join(homedir(), '.local', 'state'), name);
    }
  }
}

function findXdgState(environment: NodeJS.ProcessEnv, readText: ReadText): string | undefined {
  const isInFlatpak = environment['FLATPAK_ID'] !== undefined;
  return environment[
    isInFlatpak && seesHome(readText('/.flatpak-info') ?? '') ? 'HOST_XDG_STATE_HOME' : 'XDG_STATE_HOME'
  ];
}

/** Whether a Flatpak may write the user's real home (flatpak-metadata(5): `filesystems` of `[Context]`). */
function seesHome(info: string): boolean {
  const granted = /^filesystems=(.*)$/mu.exec(info)?.[1]?.split(';') ?? [];
  return granted.some((name) => ['host', 'home', 'host:create', 'home:create', 'host:rw', 'home:rw'].includes(name));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
