import type { HomeStatus, RunningThere } from './companionProtocol.ts';
import type { RunningCodex, UsedAccount } from '../../home/running/inventory.ts';
import type { SignedInAs } from '../../protocol/appServer.ts';

/** Every Codex on the host, as the companion there tells, in the form of those of this computer. */
export function readRemoteRunning({ running }: Pick<HomeStatus, 'running'>): readonly RunningCodex[] {
  return running.map(({ kind, pid, used, activity, clients, ageMs }) => ({
    kind,
    pid,
    activity,
    clients,
    ageMs,
    used: readUsed(used),
    version: undefined,
    isRemoteControlled: false,
  }));
}

function readUsed(used: RunningThere['used']): UsedAccount {
  return used.kind === 'other' ? { kind: 'other', who: readTold(used.who) } : used;
}

function readTold(who: Extract<RunningThere['used'], { kind: 'other' }>['who']): SignedInAs | undefined {
  if (who?.kind !== 'chatgpt') {
    return who;
  }
  const { email, userId, workspaceId } = who;
  return { kind: 'chatgpt', email, userId, workspaceId, plan: undefined, workspaceName: undefined };
}
