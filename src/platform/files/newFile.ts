import { open, rm, type FileHandle } from 'node:fs/promises';
import { hasCode } from './systemError.ts';

/**
 * Makes an owner-only file where none is, then has `finish` do the rest to it. False when there is one. Where it cannot be
 * written, as on a full disk, the name that was made is taken away again: nobody is to wait for it.
 */
export async function makeNewFile(
  path: string,
  text: string,
  finish?: (file: FileHandle) => Promise<void>,
): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await finish?.(file);
    } catch (failure) {
      await rm(path, { force: true });
      throw failure;
    } finally {
      await file.close();
    }
    return true;
  } catch (failure) {
    if (hasCode(failure, 'EEXIST')) {
      return false;
    }
    throw failure;
  }
}
