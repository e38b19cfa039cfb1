import { delimiter, isAbsolute, join } from 'node:path';
import { isProgram } from '../codex/codexProgram.ts';

/** Where programs are that a desktop's own PATH often leaves out. */
const usualFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin'];

/**
 * The absolute path of a program. Only absolute folders of PATH are looked into: a program that a project's folder
 * brings along is never started.
 */
export async function findProgram(name: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const isWindows = process.platform === 'win32';
  const folders = [
    ...(environment['PATH'] ?? environment['Path'] ?? '').split(delimiter),
    ...(isWindows ? [] : usualFolders),
  ];
  for (const folder of folders.filter((entry) => isAbsolute(entry))) {
    const path = join(folder, isWindows ? `${name}.exe` : name);
    if (await isProgram(path)) {
      return path;
    }
  }
  return undefined;
}
