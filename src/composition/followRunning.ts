import { window } from 'vscode';
import { HomeWatcher } from '../platform/home/homeWatcher.ts';
import { locatePidFile } from '../platform/codex/serverPlaces.ts';
import { systemClock } from '../platform/systemClock.ts';
import { watchEnds } from '../platform/processes/processEnds.ts';
import { lazy } from '../ui/shell/lazy.ts';
import type { Services } from '../ui/shell/services.ts';
import { onDidChangeSettings } from '../ui/shell/settings.ts';
import type { Disposables } from '../util/disposables.ts';
import type { Event } from '../util/emitter.ts';
import { QuietLoop } from '../util/quietLoop.ts';

export interface RunningSigns {
  /** The Home's folder. */
  readonly home: string;
  /** Something in the Home changed, by whomever. */
  readonly onDidChangeHome: Event<void>;
}

/** A start, a write and a focus often come together: one look serves them all. */
const settleMs = 300;

/**
 * Looks at what runs when something tells that it may have changed, and when the person comes back; never on a timer.
 * Whoever gave the Home another sign-in, what runs follows.
 */
export function followRunning(scope: Disposables, services: Services, { home, onDidChangeHome }: RunningSigns): void {
  let isLeftToSay = false;
  const isFocused = (): boolean => window.state.focused;
  const load = lazy(async () => ({
    ...(await import('../ui/running/bringAlong.ts')),
    hand: await services.loadRunning(),
  }));
  const note = (failure: unknown): void => {
    services.log.failure('running', failure);
  };
  const looks = scope.add(
    new QuietLoop(systemClock, settleMs, async () => {
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
    looks.ask().catch(note);
  };
  scope.add(scope.add(new HomeWatcher(locatePidFile(home))).onDidChange(look));
  scope.add(onDidChangeHome(look));
  scope.add(
    onDidChangeSettings(() => {
      // What is said may hold an e-mail address: who hides those is about to share the screen, and waits for no look.
      services.running.show({ sentences: [], short: undefined, pids: [] });
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
  scope.add(watchEnds({ pids: () => services.running.pids, clock: systemClock }, look));
  look();
}
