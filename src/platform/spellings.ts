import { realpathSync } from 'node:fs';

/** Folders as they are named, and as they really are. */
export function listSpellings(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    try {
      return [folder, realpathSync(folder)];
    } catch {
      // Not there any more.
      return [folder];
    }
  });
}
