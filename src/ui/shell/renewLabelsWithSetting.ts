import type { Memento } from 'vscode';
import { onDidChangeSettings, settings } from './settings.ts';
import type { LabelRenewalFlow } from './renewLabels.ts';
import type { Log } from './log.ts';
import type { Disposable } from '../../base/disposables.ts';

const key = 'labelsHidePersonalInfo';

export type LabelSettingFlow = LabelRenewalFlow & { readonly log: Pick<Log, 'failure'> };

/**
 * A label that we made names the person only while that may be shown. The setting may also have changed while no window
 * was open, so what the labels were made for is remembered: last, once every one of them is made anew.
 */
export function renewLabelsWithSetting(flow: LabelSettingFlow, memory: Pick<Memento, 'get' | 'update'>): Disposable {
  const follow = async (): Promise<void> => {
    const hides = settings.hidePersonalInfo();
    if (memory.get<unknown>(key, false) !== hides) {
      await (await import('./renewLabels.ts')).renewLabels(flow, (made) => memory.update(key, made), hides);
    }
  };
  let last = Promise.resolve();
  const start = (): void => {
    last = last.then(follow).catch((failure: unknown) => {
      flow.log.failure('home', failure);
    });
  };
  start();
  return onDidChangeSettings(start);
}
