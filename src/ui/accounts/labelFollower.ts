import type { Memento } from 'vscode';
import { onDidChangeSettings, settings } from '../settings.ts';
import type { Services } from '../services.ts';
import type { Disposable } from '../../util/disposables.ts';

const key = 'labelsHidePersonalInfo';

/**
 * A label that we made names the person only while that may be shown. The setting may also have changed while no window
 * was open, so what the labels were made for is remembered.
 */
export function followHiding(services: Pick<Services, 'directory' | 'folder' | 'current' | 'loadHosts' | 'log'>, memory: Memento): Disposable {
  const follow = async (): Promise<void> => {
    const hides = settings.hidePersonalInfo();
    if (memory.get(key, false) === hides) {
      return;
    }
    await memory.update(key, hides);
    for (const account of await services.directory.renewLabels()) {
      await services.folder.rename(account);
      await (await services.loadHosts()).records.rename(account);
    }
    await services.current.update();
  };
  const start = (): void => {
    follow().catch((failure: unknown) => {
      services.log.failure('home', failure);
    });
  };
  start();
  return onDidChangeSettings(start);
}
