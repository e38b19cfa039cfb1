import type { Memento } from 'vscode';
import { onDidChangeSettings, settings } from './settings.ts';
import type { Services } from './services.ts';
import type { Disposable } from '../../util/disposables.ts';

const key = 'labelsHidePersonalInfo';

/**
 * A label that we made names the person only while that may be shown. The setting may also have changed while no window
 * was open, so what the labels were made for is remembered: last, once every one of them is made anew.
 */
export function followHiding(
  services: Pick<Services, 'directory' | 'current' | 'loadHosts' | 'log'>,
  memory: Memento,
): Disposable {
  const follow = async (): Promise<void> => {
    const hides = settings.hidePersonalInfo();
    if (memory.get<unknown>(key, false) !== hides) {
      await (await import('./labelRenewal.ts')).renewLabels(services, (made) => memory.update(key, made), hides);
    }
  };
  let last = Promise.resolve();
  const start = (): void => {
    last = last.then(follow).catch((failure: unknown) => {
      services.log.failure('home', failure);
    });
  };
  start();
  return onDidChangeSettings(start);
}
