import { CodexLocks } from '../platform/home/codexLocks.ts';
import { LockKeeper } from '../platform/home/lockKeeper.ts';
import { findLockTool } from '../platform/home/lockTool.ts';

/** The locks of the CLI, loaded with the first change of a credential. */
export function composeCodexLocks(): CodexLocks {
  return new CodexLocks(new LockKeeper(findLockTool()));
}
