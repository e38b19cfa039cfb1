import { CodexLocks } from '../../src/platform/home/codexLocks.ts';
import { LockKeeper } from '../../src/platform/home/lockKeeper.ts';
import { findLockTool } from '../../src/platform/home/lockTool.ts';

const locks = new CodexLocks(new LockKeeper(findLockTool()));

/** The locks of the CLI for everything in this process that changes a credential; their shell ends with the process. */
export function loadLocks(): Promise<CodexLocks> {
  return Promise.resolve(locks);
}
