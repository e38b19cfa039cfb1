import { isCancelled } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Secret } from '../../base/secret.ts';
import type { Clipboard } from '../shell/clipboard.ts';

/** Long enough to find the field on a settings page. */
export const clipboardSeconds = 60;

export interface TimedClipboard {
  readonly clipboard: Clipboard;
  readonly clock: Pick<Clock, 'delay'>;
  /** Aborts when this extension ends: then it is emptied at once. */
  readonly ended: AbortSignal;
}

/**
 * Puts a secret on the clipboard. Its second promise takes it away again when its time is over, unless something else is
 * there by then; where the clipboard can not be read it is emptied in any case.
 */
export async function copyForAWhile(
  secret: Secret,
  { clipboard, clock, ended }: TimedClipboard,
): Promise<{ readonly over: Promise<void> }> {
  await clipboard.writeText(secret.reveal());
  const clear = async (): Promise<void> => {
    try {
      await clock.delay(clipboardSeconds * 1000, ended);
    } catch (failure) {
      if (!isCancelled(failure)) {
        throw failure;
      }
    }
    if (await mayStillHold(secret, clipboard)) {
      await clipboard.writeText('');
    }
  };
  return { over: clear() };
}

async function mayStillHold(secret: Secret, clipboard: Clipboard): Promise<boolean> {
  try {
    return (await clipboard.readText()) === secret.reveal();
  } catch {
    return true;
  }
}
