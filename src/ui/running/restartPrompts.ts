import { l10n } from 'vscode';
import { canFollow, isElsewhere, type RunningCodex, type RunningKind } from '../../home/running/inventory.ts';
import type { BroughtAlong } from '../../home/running/runningCodexService.ts';
import type { BringAlongFlow } from '../shell/bringAlongFlow.ts';
import { bringingWord, endedWord, failedWord, laterWord, loseWord } from '../text/stoppedServerText.ts';
import { describeElsewhere, usedWord, type RunningNames } from '../text/runningText.ts';

/** Looks again and has it shown. */
export async function lookAtRunning(hand: BringAlongFlow): Promise<readonly RunningCodex[]> {
  const running = await hand.service.look();
  hand.show(running, await hand.names());
  return running;
}

export interface HomeChange {
  readonly isStoreMoved?: boolean;
  /** What is said first about the change itself; without it nothing is said where nothing is left to do. */
  readonly said?: string | undefined;
}

/** After a change of the Home: what may follow follows, the rest is said with one button. */
export async function followChange(
  hand: BringAlongFlow,
  { isStoreMoved = false, said }: HomeChange = {},
): Promise<void> {
  const brought = await hand.service
    .bringAlong({ mode: hand.mode(), isStoreMoved })
    .catch(async (failure: unknown): Promise<BroughtAlong> => {
      // Another window may hold the Home for as long as a server takes to end; what runs is said all the same.
      hand.note(failure);
      return { step: 'nothing', before: undefined, running: await hand.service.look() };
    });
  await (
    await finish(brought, hand, said)
  ).said;
}

/**
 * `changed`: something else is in the Home; `renewed`: the same account, by itself; `clicked`: somebody says that the
 * person asks for it, so an idle server is ended whatever the setting says. What is not known to be idle is offered, with
 * what that loses: whoever says so can be any extension of the window.
 */
export type ChangeManner = 'changed' | 'renewed' | 'clicked';

export interface Followed {
  readonly step: BroughtAlong['step'];
  /** Ends when the person has read what was said about it. */
  readonly said: Promise<void>;
}

/** After a change that somebody else waits for: it is done when this resolves, and what is said waits for nobody. */
export async function beginToFollow(hand: BringAlongFlow, manner: ChangeManner): Promise<Followed> {
  const mode = manner === 'clicked' ? 'always' : hand.mode();
  const brought = await hand.service.bringAlong({ mode, isStoreMoved: false });
  if (manner === 'clicked' && brought.before !== undefined) {
    // An earlier question may lie unread among the notifications: who asks for it is asked now.
    hand.offered.delete(brought.before.pid);
  }
  // A renewal in the background is no news; what it ended, or leaves to the person, is.
  const isNoNews = manner === 'renewed' && (brought.step === 'nothing' || brought.step === 'tell');
  return isNoNews ? { step: brought.step, said: Promise.resolve() } : finish(brought, hand);
}

/** From here on something is said, so a failure is noted and nothing is said twice. */
async function finish(brought: BroughtAlong, hand: BringAlongFlow, said?: string): Promise<Followed> {
  const names = await hand.names();
  hand.show(brought.running, names);
  return {
    step: brought.step,
    said: tell(brought, said === undefined ? [] : [said], { hand, names }).catch(hand.note),
  };
}

/**
 * After another program changed the Home. What was done is said by the window that did it; what is left to the person, where
 * they are.
 * @returns false when there may be something to say, and the person is elsewhere
 */
export async function followOtherChange(hand: BringAlongFlow, isFocused: () => boolean): Promise<boolean> {
  const brought = await hand.service.bringAlong({ mode: hand.mode(), isStoreMoved: false });
  const names = await hand.names();
  hand.show(brought.running, names);
  const isDone = brought.step === 'stop' || brought.step === 'restart' || brought.step === 'failed';
  if (!isDone && !isFocused()) {
    return false;
  }
  tell(brought, [], { hand, names }).catch(hand.note);
  return true;
}

/** The person asks for it. Says so, too, when there is nothing to do. */
export async function restartRunning(hand: BringAlongFlow): Promise<void> {
  const running = await lookAtRunning(hand);
  const telling = { hand, names: await hand.names() };
  const server = running.find(({ kind }) => kind === 'terminals');
  if (!running.some(isElsewhere)) {
    await hand.prompts.tell('information', nothingWord(running));
  } else if (server !== undefined && canFollow(server)) {
    // The person has just asked for it; what a turn under way loses is still said before.
    await (isFree(server)
      ? bringAlongNow(server, telling)
      : offer(
          server,
          [...describeElsewhere(running, telling.names), loseWord(server, await hand.nextAccount())],
          telling,
        ));
  } else {
    await tellOthers(running, [], telling);
  }
}

interface Telling {
  readonly hand: BringAlongFlow;
  readonly names: RunningNames;
}

async function tell(
  { step, before, running }: BroughtAlong,
  first: readonly string[],
  telling: Telling,
): Promise<void> {
  const { hand, names } = telling;
  const was = before === undefined ? undefined : usedWord(before.used, names);
  switch (step) {
    case 'nothing':
      return tellOthers(running, first, telling);
    case 'stop':
    case 'restart':
      return tellOthers(
        running,
        [...first, endedWord({ step, used: was, next: await hand.nextAccount(), host: names.host })],
        telling,
      );
    case 'failed':
      return tellOthers(running, [...first, failedWord(names.host)], telling);
    case 'tell':
      return tellOthers(running, [...first, laterWord(names.host)], telling);
    case 'ask':
      if (before === undefined || hand.offered.has(before.pid)) {
        return tellOthers([], first, telling);
      }
      return offer(
        before,
        [...first, ...describeElsewhere(running, names), loseWord(before, await hand.nextAccount())],
        telling,
      );
  }
}

async function offer(server: RunningCodex, sentences: readonly string[], telling: Telling): Promise<void> {
  const { offered, prompts } = telling.hand;
  const bring = l10n.t('Bring It Along');
  offered.add(server.pid);
  const choice = await prompts.offer('information', sentences.join(' '), bring);
  offered.delete(server.pid);
  if (choice === bring) {
    await bringAlongNow(server, telling);
  }
}

async function bringAlongNow(server: RunningCodex, telling: Telling): Promise<void> {
  const { hand, names } = telling;
  const brought = await hand.prompts.progress({ title: bringingWord(names.host) }, async () =>
    hand.service.bringAlongNow(server).catch((failure: unknown) => {
      hand.note(failure);
      return undefined;
    }),
  );
  if (brought === undefined) {
    await hand.prompts.tell('information', failedWord(names.host));
    return;
  }
  hand.show(brought.running, names);
  await tell(brought, [], telling);
}

/** What only its own restart brings along: said, with the button that helps where there is one. */
async function tellOthers(
  running: readonly RunningCodex[],
  first: readonly string[],
  { hand, names }: Telling,
): Promise<void> {
  const stale = running.filter(isElsewhere);
  const has = (kind: RunningKind): boolean => stale.some((codex) => codex.kind === kind);
  const sentences = [
    ...first,
    ...describeElsewhere(running, names),
    ...(has('terminal') || has('program')
      ? [l10n.t('What runs there takes the new one when it is started again.')]
      : []),
  ];
  if (sentences.length === 0) {
    return;
  }
  const message = sentences.join(' ');
  const restart = has('extension') ? hand.restart : undefined;
  if (restart === undefined) {
    await hand.prompts.tell('information', message);
  } else if ((await hand.prompts.offer('information', message, restart.title)) === restart.title) {
    await restart.run();
  }
}

function isFree({ activity, clients }: RunningCodex): boolean {
  return activity === 'idle' && clients === 0;
}

function nothingWord(running: readonly RunningCodex[]): string {
  const isUnknown = running.some(({ used }) => used.kind === 'unknown');
  return isUnknown
    ? l10n.t(
        'No running Codex is known to use another account. Of some it cannot be told: end those and start them again to be sure.',
      )
    : l10n.t('Every running Codex on this host uses the account that is signed in here.');
}
