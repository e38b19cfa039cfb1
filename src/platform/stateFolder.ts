import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where this OS user's programs keep what every VS Code product shares: the XDG state folder and its like. */
export function locateStateFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const name = 'codex-accounts';
  switch (platform) {
    case 'win32': {
      const local = environment['LOCALAPPDATA'] ?? '';
      return join(isAbsolute(local) ? local : join(homedir(), 'AppData', 'Local'), name);
    }
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', name);
    default: {
      const state = environment['XDG_STATE_HOME'] ?? '';
      return join(isAbsolute(state) ? state : join(homedir(), '.local', 'state'), name);
    }
  }
}
