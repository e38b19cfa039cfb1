import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { BringAlongFlow } from '../shell/bringAlongFlow.ts';
import { followChange, type HomeChange } from './restartPrompts.ts';

export interface FollowFlow {
  readonly loadRunning: () => Promise<BringAlongFlow>;
  readonly log: Pick<Log, 'failure' | 'unawaited'>;
  readonly prompts: Pick<Prompts, 'tell'>;
}

/** Has what runs follow a change of the Home; what has been clicked is not kept waiting for what the person answers. */
export function followInBackground({ loadRunning, log, prompts }: FollowFlow, change?: HomeChange): void {
  loadRunning()
    .then((hand) => followChange(hand, change))
    .catch((failure: unknown) => {
      log.failure('running', failure);
      if (change?.said !== undefined) {
        log.unawaited('running', prompts.tell('information', change.said));
      }
    });
}
