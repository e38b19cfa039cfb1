// Where a program of the operating system is.

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const windows = process.platform === 'win32';

/** Full path of the first of these programs found on PATH or among the system's own folders; may be undefined. */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (!windows) folders.push('/usr/sbin', '/sbin', '/usr/local/sbin');
  const endings = windows ? ['.exe', '.cmd', '.bat', ''] : [''];
  for (const name of names) {
    for (const folder of folders.filter((entry) => entry !== '')) {
      for (const ending of endings) {
        const path = join(folder, name + ending);
        if (isExecutable(path)) return path;
      }
    }
  }
  return undefined;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
