import { watch, type FSWatcher } from 'node:fs';
import type { Disposable } from '../../base/disposables.ts';

/**
 * Tells of changes in a folder while it can: a computer has only so many watches to give, and what can not be watched, or
 * not any more, is still read when asked.
 */
export function watchFolder(folder: string, notice: (name: string | null) => void): Disposable {
  let watcher: FSWatcher;
  try {
    watcher = watch(folder, { persistent: false }, (_kind, name) => {
      notice(name);
    });
  } catch {
    return { dispose: () => undefined };
  }
  const close = (): void => {
    watcher.close();
  };
  watcher.on('error', close);
  return { dispose: close };
}
