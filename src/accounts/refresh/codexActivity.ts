import type { CodexProcess } from '../../home/running/ports.ts';

/** What the Codex processes on a Home can be doing: `silent` ones are alive and have no request under way. */
export type CodexActivity = 'absent' | 'silent' | 'busy';

/** A Codex asks for its token soon after its start; one this young may be about to. */
const recentStartMs = 60 * 1000;

/** Whether a process is surely in use: `codex exec` lives for one task only, and a new one was started for something. */
export function isUnderWay({ role, ageMs }: CodexProcess): boolean {
  return role === 'exec' || (ageMs !== undefined && ageMs < recentStartMs);
}

/** What can not be known counts as busy. */
export function describeActivity(processes: readonly CodexProcess[]): CodexActivity {
  const onHome = processes.filter(({ usesHome }) => usesHome !== false);
  if (onHome.length === 0) {
    return 'absent';
  }
  return onHome.every((process) => !isUnderWay(process) && process.hasConnection === false) ? 'silent' : 'busy';
}
