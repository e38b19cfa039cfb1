import { canFollow, type RunningCodex } from './inventory.ts';
import type { ServerEnding } from './ports.ts';

/** The person's setting `codexAccounts.followSwitch`. */
export type FollowMode = 'ask' | 'always' | 'never';

/** `ask`: with one click; `tell`: only said. */
export type BringAlongStep = ServerEnding | 'ask' | 'tell' | 'nothing';

/** What to do about a background server after its Home has changed. What is not known counts as at work. */
export function decideBringAlong(server: RunningCodex, mode: FollowMode): BringAlongStep {
  if (!canFollow(server)) {
    return 'nothing';
  }
  if (mode === 'never') {
    return 'tell';
  }
  const isIdle = server.activity === 'idle';
  const isFree = server.clients === 0;
  return isIdle && (isFree || mode === 'always') ? chooseEnding(server) : 'ask';
}

/**
 * Stopped, it is started by the next `codex` in that terminal's own environment. With terminals open on it, or another
 * device, it comes back at once, so that they go on.
 */
export function chooseEnding({ clients, isRemoteControlled }: RunningCodex): ServerEnding {
  return clients === 0 && !isRemoteControlled ? 'stop' : 'restart';
}
