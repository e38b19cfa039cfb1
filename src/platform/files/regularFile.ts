import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** What is in the place of a file and is none: it looks like the failure of a folder in that place. */
class NoFile extends Error {
  readonly code = 'EISDIR';
  readonly syscall = 'read';
}

/** Reads a file of somebody else's, where anything may be: a pipe in its place must not hold us until somebody writes into it. */
export async function readRegularFile(path: string): Promise<Buffer> {
  // Windows has no such flag, and no such pipes.
  const file = await open(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
  try {
    if (!(await file.stat()).isFile()) {
      throw new NoFile(path);
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}
