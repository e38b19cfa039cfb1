import type { FollowMode } from '../../home/running/decideBringAlong.ts';
import type { RunningCodex } from '../../home/running/inventory.ts';
import type { RunningCodexService } from '../../home/running/runningCodexService.ts';
import type { RunningNames } from '../text/runningText.ts';
import type { Prompts } from './prompts.ts';

/** What is needed to bring a running Codex along and to say so; main and the companion each have it for their host. */
export interface BringAlongFlow {
  readonly service: Pick<RunningCodexService, 'look' | 'bringAlong' | 'bringAlongNow'>;
  readonly prompts: Pick<Prompts, 'tell' | 'offer' | 'progress'>;
  readonly mode: () => FollowMode;
  readonly names: () => Promise<RunningNames>;
  /** What the next Codex will use: the name of the account in the Home; undefined when no one is signed in there. */
  readonly nextAccount: () => Promise<string | undefined>;
  /** Has the surfaces show what was found. */
  readonly show: (running: readonly RunningCodex[], names: RunningNames) => void;
  /** The button that starts the extension host again, and what it does; undefined where nothing of it can be restarted. */
  readonly restart: { readonly title: string; readonly run: () => Promise<void> } | undefined;
  /** Notes what went wrong where nobody waits for it. */
  readonly note: (failure: unknown) => void;
  /** The servers about which a question is open, by their process ids: one is not asked about twice. */
  readonly offered: Set<number>;
}

/** What brings the Codex of this host along. */
export interface RunningOfThisHost extends BringAlongFlow {
  readonly service: RunningCodexService;
  /** Whether another sign-in is in the Home than at the look before. */
  readonly hasHomeChanged: () => Promise<boolean>;
}
