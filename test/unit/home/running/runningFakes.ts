import type { RunningCodex } from '../../../../src/home/running/inventory.ts';
import type { CodexProcess, HomeHolder, ServerAnswers } from '../../../../src/home/running/ports.ts';

export const serverPid = 7;

export const adaHolder: HomeHolder = { kind: 'chatgpt', userId: 'user-ada', workspaceId: 'workspace-a' };

export const adaTold = {
  kind: 'chatgpt',
  email: 'ada@example.com',
  plan: 'plus',
  userId: 'user-ada',
  workspaceId: 'workspace-a',
  workspaceName: undefined,
} as const;

/** A process on the Home, half a minute old. */
export function processOf(fields: Partial<CodexProcess>): CodexProcess {
  return {
    pid: 20,
    role: 'terminal',
    usesHome: true,
    hasConnection: false,
    ageMs: 30_000,
    isAlone: false,
    isOurChild: undefined,
    ...fields,
  };
}

/** Ada's, idle, with nothing open on it. */
export function answersOf(fields: Partial<ServerAnswers>): ServerAnswers {
  return { account: adaTold, isAtWork: false, version: '0.171.0', isRemoteControlled: false, clients: 0, ...fields };
}

/** An idle server that uses another account than stands in the Home. */
export function serverOf(fields: Partial<RunningCodex>): RunningCodex {
  return {
    kind: 'terminals',
    pid: serverPid,
    used: { kind: 'other', who: undefined },
    activity: 'idle',
    clients: 0,
    ageMs: 30_000,
    version: '0.171.0',
    isRemoteControlled: false,
    ...fields,
  };
}
