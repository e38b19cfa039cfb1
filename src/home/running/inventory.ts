import type { ReportedAccount, SignedInAs } from '../../protocol/appServer.ts';
import type { CodexProcess, FoundServer, HomeFacts, ServerAnswers } from './ports.ts';

/**
 * How a person meets a running Codex: `terminals` is the background server with every interactive `codex` on it,
 * `terminal` one without it, `extension` an app-server that lives in this extension host, `program` that of another
 * program, `vscode` VS Code's own Codex.
 */
export type RunningKind = 'terminals' | 'terminal' | 'exec' | 'extension' | 'program' | 'vscode';

/** Which account a running Codex really uses. */
export type UsedAccount =
  /** The one that is in the Home. */
  | { readonly kind: 'home' }
  /** Another one than is in the Home, by name where it was asked. */
  | { readonly kind: 'other'; readonly who: SignedInAs | undefined }
  /** None, though the Home holds a sign-in: it gave up on a lease, or was started before anybody was signed in. */
  | { readonly kind: 'none' }
  /** The one in the Home, which it looks for where it was kept before the store was moved. */
  | { readonly kind: 'oldStore' }
  /** That of a variable it was started with. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'unknown' };

type Activity = 'idle' | 'atWork' | 'unknown';

/** One Codex that runs on this host, and as whom. */
export interface RunningCodex {
  readonly kind: RunningKind;
  readonly pid: number;
  readonly used: UsedAccount;
  readonly activity: Activity;
  /** Programs that are open on a background server; undefined where it is not told, and for everything else. */
  readonly clients: number | undefined;
  readonly ageMs: number | undefined;
  /** Of a background server that said it. */
  readonly version: string | undefined;
  readonly isRemoteControlled: boolean;
}

/** A background server with what it said. */
export interface AskedServer {
  readonly server: FoundServer;
  readonly answers: ServerAnswers | undefined;
}

/** What was seen of processes, server and Home at one moment. */
export interface InventoryFacts {
  readonly processes: readonly CodexProcess[];
  readonly asked: AskedServer | undefined;
  readonly home: HomeFacts;
  readonly nowMs: number;
}

/** VS Code's own Codex starts a process at each start that lives for a second: it is gone before it could be named. */
const shortestLifeMs = 2000;

/** Every Codex on a Home that holds an account, or may hold one. */
export function takeInventory({ processes, asked, home, nowMs }: InventoryFacts): readonly RunningCodex[] {
  const onHome = processes.filter(({ usesHome }) => usesHome !== false);
  const hasJoined = asked !== undefined && haveJoined(onHome, asked.answers?.clients);
  const rows = onHome.flatMap((process) =>
    describeProcess(process, { hasServer: asked !== undefined, hasJoined, home, nowMs }),
  );
  const server =
    asked === undefined
      ? undefined
      : { ...asked, ageMs: asked.server.ageMs ?? processes.find(({ pid }) => pid === asked.server.pid)?.ageMs };
  return server === undefined ? rows : [describeServer(server, home, nowMs), ...rows];
}

/**
 * Whether every terminal that could be on the background server is: each has a connection to it. Those that the person's
 * configuration keeps away from it can not be told from the others by their command lines.
 */
function haveJoined(processes: readonly CodexProcess[], clients: number | undefined): boolean {
  return (
    clients === undefined || processes.filter(({ role, isAlone }) => role === 'terminal' && !isAlone).length <= clients
  );
}

function describeServer(
  { server, answers, ageMs }: AskedServer & { readonly ageMs: number | undefined },
  home: HomeFacts,
  nowMs: number,
): RunningCodex {
  const { pid, variable } = server;
  const inferred = inferUsed(ageMs, home, nowMs);
  const used = answers?.account === undefined ? inferred : judgeTold(answers.account, home, inferred);
  return {
    kind: 'terminals',
    pid,
    ageMs,
    used: variable === undefined ? used : { kind: 'variable', name: variable },
    activity: judgeWork(answers?.isAtWork),
    clients: answers?.clients,
    version: answers?.version,
    isRemoteControlled: answers?.isRemoteControlled ?? false,
  };
}

function judgeWork(isAtWork: boolean | undefined): Activity {
  return isAtWork === undefined ? 'unknown' : isAtWork ? 'atWork' : 'idle';
}

interface ProcessContext {
  readonly hasServer: boolean;
  readonly hasJoined: boolean;
  readonly home: HomeFacts;
  readonly nowMs: number;
}

function describeProcess(
  process: CodexProcess,
  { hasServer, hasJoined, home, nowMs }: ProcessContext,
): readonly RunningCodex[] {
  const { pid, ageMs } = process;
  const kind = kindOf(process, { hasServer, hasJoined });
  if (kind === undefined || (kind === 'vscode' && ageMs !== undefined && ageMs < shortestLifeMs)) {
    return [];
  }
  // One that could be on the server may be about to join it, as after a restart: what it uses is not known then.
  const mayJoin = kind === 'terminal' && hasServer && !process.isAlone;
  const used: UsedAccount = mayJoin ? { kind: 'unknown' } : inferUsed(ageMs, home, nowMs);
  const activity = kind === 'exec' ? 'atWork' : 'unknown';
  return [{ kind, pid, ageMs, used, activity, clients: undefined, version: undefined, isRemoteControlled: false }];
}

/** Undefined for what holds no account of its own: the server speaks for itself and for its terminals. */
function kindOf(
  { role, isAlone, usesHome, isOurChild }: CodexProcess,
  { hasServer, hasJoined }: Pick<ProcessContext, 'hasServer' | 'hasJoined'>,
): RunningKind | undefined {
  switch (role) {
    case 'updateLoop':
      return undefined;
    case 'backgroundServer':
      // That of another Home, where the operating system does not tell them apart; ours has been found by its files.
      return hasServer || usesHome === undefined ? undefined : 'terminals';
    case 'terminal':
      return hasJoined && !isAlone ? undefined : 'terminal';
    case 'exec':
      return 'exec';
    case 'appServer':
      return isOurChild === false ? 'program' : 'extension';
    case 'agentHost':
      return 'vscode';
  }
}

/** A process keeps what it read at its start. */
function inferUsed(ageMs: number | undefined, { sinceMs }: HomeFacts, nowMs: number): UsedAccount {
  if (ageMs === undefined || sinceMs === undefined) {
    return { kind: 'unknown' };
  }
  return nowMs - ageMs >= sinceMs ? { kind: 'home' } : { kind: 'other', who: undefined };
}

/** What it says counts; a key has no name, so that the same one is in the Home is inferred. */
function judgeTold(told: ReportedAccount, { holder }: HomeFacts, inferred: UsedAccount): UsedAccount {
  if (told.kind === 'provider' || holder.kind === 'provider') {
    return inferred;
  }
  if (holder.kind === 'unknown') {
    return inferred.kind === 'other' && told.kind !== 'none' ? { kind: 'other', who: told } : inferred;
  }
  if (told.kind === 'none') {
    return holder.kind === 'none' ? { kind: 'home' } : { kind: 'none' };
  }
  if (told.kind !== holder.kind) {
    return { kind: 'other', who: told };
  }
  if (told.kind !== 'chatgpt' || holder.kind !== 'chatgpt') {
    return inferred.kind === 'other' ? { kind: 'other', who: told } : inferred;
  }
  const isSame = told.userId === holder.userId && told.workspaceId === holder.workspaceId;
  const isTold = told.userId !== undefined && told.workspaceId !== undefined;
  return isSame ? { kind: 'home' } : isTold ? { kind: 'other', who: told } : inferred;
}

/** Whether it uses something else than the Home holds, as far as that is known. */
export function isElsewhere({ used }: Pick<RunningCodex, 'used'>): boolean {
  return used.kind !== 'home' && used.kind !== 'unknown';
}

/** Whether a new start brings it to what the Home holds; one that a variable signs in comes back the same. */
export function canFollow(codex: Pick<RunningCodex, 'used'>): boolean {
  return isElsewhere(codex) && codex.used.kind !== 'variable';
}
