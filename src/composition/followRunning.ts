import { window } from 'vscode';
import { HomeWatcher } from '../platform/home/homeWatcher.ts';
import { locatePidFile } from '../platform/codex/backgroundServerPaths.ts';
import { systemClock } from '../platform/systemClock.ts';
import { watchEnds } from '../platform/processes/processEnds.ts';
import { lazy } from '../ui/shell/lazy.ts';
import type { Log } from '../ui/shell/log.ts';
import type { BringAlongFlow } from '../ui/shell/bringAlongFlow.ts';
import type { RunningState } from '../ui/shell/runningState.ts';
import { onDidChangeSettings } from '../ui/shell/settings.ts';
import type { Disposables } from '../base/disposables.ts';
import type { Event } from '../base/emitter.ts';
import { CoalescedTask } from '../base/coalescedTask.ts';

/** What tells that another Codex may run by now. */
export interface RunningSigns {
  /** The Home's folder. */
  readonly home: string;
  /** Something in the Home changed, by any program. */
  readonly onDidChangeHome: Event<void>;
}

/** What looks, and where it is shown. */
export interface FollowRunning {
  readonly running: Pick<RunningState, 'pids' | 'show'>;
  readonly loadRunning: () => Promise<BringAlongFlow & { readonly hasHomeChanged: () => Promise<boolean> }>;
  readonly log: Pick<Log, 'unawaited'>;
}

/** A start, a write and a focus often come together: one look serves them all. */
const settleMs = 300;

/**
 * Looks at what runs when something tells that it may have changed, and when the person comes back; never on a timer.
 * Whoever gave the Home another sign-in, what runs follows.
 */
export function followRunning(
  scope: Disposables,
  { running, loadRunning, log }: FollowRunning,
  { home, onDidChangeHome }: RunningSigns,
): void {
  let isLeftToSay = false;
  const isFocused = (): boolean => window.state.focused;
  const load = lazy(async () => ({
    ...(await import('../ui/running/restartPrompts.ts')),
    hand: await loadRunning(),
  }));
  const looks = scope.add(
    new CoalescedTask(systemClock, settleMs, async () => {
      const { lookAtRunning, followOtherChange, hand } = await load();
      // What this window did itself has been seen by the time that the file tells of it.
      if (isLeftToSay || (await hand.hasHomeChanged())) {
        isLeftToSay = !(await followOtherChange(hand, isFocused));
      } else {
        await lookAtRunning(hand);
      }
    }),
  );
  const look = (): void => {
    log.unawaited('running', looks.request());
  };
  scope.add(scope.add(new HomeWatcher(locatePidFile(home))).onDidChange(look));
  scope.add(onDidChangeHome(look));
  scope.add(
    onDidChangeSettings(() => {
      // What is said may hold an e-mail address: who hides those is about to share the screen, and waits for no look.
      running.show({ sentences: [], short: undefined, pids: [] });
      look();
    }),
  );
  scope.add(
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        look();
      }
    }),
  );
  scope.add(watchEnds({ pids: () => running.pids, clock: systemClock }, look));
  look();
}
