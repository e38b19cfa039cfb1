import { window } from 'vscode';
import type { HomeFollower, HomeNews } from '../accounts/homeFollower.ts';
import { HomeWatcher } from '../platform/homeWatcher.ts';
import { locatePidFile } from '../platform/codex/serverPlaces.ts';
import { systemClock } from '../platform/systemClock.ts';
import { watchEnds } from '../platform/processEnds.ts';
import { lazy } from '../ui/lazy.ts';
import type { Services } from '../ui/services.ts';
import type { Disposables } from '../util/disposables.ts';
import type { Event } from '../util/emitter.ts';
import { QuietLoop } from '../util/quietLoop.ts';

export interface RunningSigns {
  /** The Home's folder. */
  readonly home: string;
  /** Something in the Home changed, by whomever. */
  readonly onDidChangeHome: Event<void>;
  /** What others did to it. */
  readonly follower: Pick<HomeFollower, 'onDidHear'>;
}

/** A start, a write and a focus often come together: one look serves them all. */
const settleMs = 300;

/** News of another account in the Home. */
const changes: readonly HomeNews['kind'][] = ['switched', 'signedIn', 'signedOut', 'gone'];

/**
 * Looks at what runs when something tells that it may have changed, and when the person comes back; never on a timer. What
 * others did to the Home is followed, too.
 */
export function followRunning(scope: Disposables, services: Services, { home, onDidChangeHome, follower }: RunningSigns): void {
  let isLeftToSay = false;
  const isFocused = (): boolean => window.state.focused;
  const load = lazy(async () => ({ ...(await import('../ui/running/bringAlong.ts')), hand: await services.loadRunning() }));
  const note = (failure: unknown): void => {
    services.log.failure('running', failure);
  };
  const looks = scope.add(
    new QuietLoop(systemClock, settleMs, async () => {
      const { lookAtRunning, hand } = await load();
      await lookAtRunning(hand);
    }),
  );
  const look = (): void => {
    looks.ask().catch(note);
  };
  const follow = (): void => {
    load()
      .then(async ({ followOtherChange, hand }) => {
        isLeftToSay = !(await followOtherChange(hand, isFocused));
      })
      .catch(note);
  };
  scope.add(scope.add(new HomeWatcher(locatePidFile(home))).onDidChange(look));
  scope.add(onDidChangeHome(look));
  scope.add(
    follower.onDidHear(({ kind }) => {
      if (changes.includes(kind)) {
        follow();
      }
    }),
  );
  scope.add(
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        (isLeftToSay ? follow : look)();
      }
    }),
  );
  scope.add(watchEnds({ pids: () => services.running.pids, clock: systemClock }, look));
  look();
}
