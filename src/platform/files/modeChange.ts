import { chmod, lstat, realpath } from 'node:fs/promises';

/**
 * Changes the permissions of a file or folder, of what a link leads to.
 * @returns what takes it back, while nobody has changed them since or put something else in its place
 */
export async function changeMode(
  path: string,
  { mode, before }: { readonly mode: number; readonly before: number },
): Promise<() => Promise<boolean>> {
  const place = await realpath(path);
  await chmod(place, mode);
  return async () => {
    const about = await lstat(place);
    const isSame = !about.isSymbolicLink() && (about.mode & 0o7777) === mode;
    if (isSame) {
      await chmod(place, before);
    }
    return isSame;
  };
}
