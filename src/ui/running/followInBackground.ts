import { notice } from '../shell/notices.ts';
import type { Services } from '../shell/services.ts';
import { followChange, type HomeChange } from './bringAlong.ts';

/** Has what runs follow a change of the Home; what has been clicked is not kept waiting for what the person answers. */
export function followInBackground(
  { loadRunning, log }: Pick<Services, 'loadRunning' | 'log'>,
  change?: HomeChange,
): void {
  loadRunning()
    .then((hand) => followChange(hand, change))
    .catch((failure: unknown) => {
      log.failure('running', failure);
      if (change?.said !== undefined) {
        void notice.information(change.said);
      }
    });
}
