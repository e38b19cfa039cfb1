import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';

/**
 * What `codex app-server` and we say to each other: JSON-RPC lines without a `jsonrpc` field (docs/codex-protocol.md,
 * app-server). Nothing that holds a token is asked for.
 */

/** Who the CLI says is signed in, without any credential. */
export type ReportedAccount =
  | { readonly kind: 'none' }
  /** Its models come from a provider that needs no sign-in of OpenAI's; whether there is one it does not say. */
  | { readonly kind: 'provider' }
  | {
      readonly kind: 'chatgpt';
      readonly email: string | undefined;
      readonly plan: string | undefined;
      readonly userId: string | undefined;
      readonly workspaceId: string | undefined;
      readonly workspaceName: string | undefined;
    }
  | { readonly kind: 'apiKey' | 'other' };

/** Who it is, where a sign-in counts. */
export type SignedInAs = Exclude<ReportedAccount, { kind: 'provider' }>;

/** One line of the server's: an answer to a request, or something it says on its own accord. */
export type ServerLine =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'refusal'; readonly id: number }
  | { readonly kind: 'notice'; readonly method: string; readonly params: unknown };

const answer = z.object({ id: z.number(), result: z.unknown() });
const refusal = z.object({ id: z.number(), error: z.object({ code: z.number() }) });
const notice = z.object({ method: z.string(), params: z.optional(z.unknown()) });

/** A line that means nothing to us, a request of the server's included, is undefined. */
export function parseServerLine(line: string): ServerLine | undefined {
  const json = parseJson(line);
  const refused = refusal.safeParse(json);
  if (refused.success) {
    return { kind: 'refusal', id: refused.data.id };
  }
  const said = notice.safeParse(json);
  if (said.success) {
    return { kind: 'notice', method: said.data.method, params: said.data.params };
  }
  const answered = answer.safeParse(json);
  return answered.success ? { kind: 'answer', id: answered.data.id, result: answered.data.result } : undefined;
}

const text = z.nullish(z.string());
const account = z.object({
  account: z.nullable(z.object({ type: z.string(), email: text, planType: text, workspaceName: text })),
  requiresOpenaiAuth: z.nullish(z.boolean()),
  userId: text,
  workspaceRouting: z.nullish(z.object({ chatgptAccountId: text })),
});

/** The answer to `account/read`; undefined when it is none. */
export function parseReportedAccount(result: unknown): ReportedAccount | undefined {
  const parsed = account.safeParse(result);
  if (!parsed.success) {
    return undefined;
  }
  const { account: told, requiresOpenaiAuth, userId, workspaceRouting } = parsed.data;
  if (requiresOpenaiAuth === false) {
    return { kind: 'provider' };
  }
  switch (told?.type) {
    case undefined:
      return { kind: 'none' };
    case 'chatgpt':
      return {
        kind: 'chatgpt',
        email: told.email ?? undefined,
        plan: told.planType === 'unknown' ? undefined : (told.planType ?? undefined),
        userId: userId ?? undefined,
        workspaceId: workspaceRouting?.chatgptAccountId ?? undefined,
        workspaceName: told.workspaceName ?? undefined,
      };
    case 'apiKey':
      return { kind: 'apiKey' };
    default:
      return { kind: 'other' };
  }
}

const status = z.object({ authMethod: z.nullable(z.string()) });

/** The answer to `getAuthStatus`, which works offline and knows the kind alone; undefined when it is none. */
export function parseReportedKind(result: unknown): ReportedAccount | undefined {
  const parsed = status.safeParse(result);
  switch (parsed.data?.authMethod) {
    case undefined:
      return undefined;
    case null:
      return { kind: 'none' };
    case 'chatgpt':
      return {
        kind: 'chatgpt',
        email: undefined,
        plan: undefined,
        userId: undefined,
        workspaceId: undefined,
        workspaceName: undefined,
      };
    case 'apikey':
      return { kind: 'apiKey' };
    default:
      return { kind: 'other' };
  }
}

const started = z.object({
  type: z.literal('chatgpt'),
  loginId: z.string(),
  authUrl: z.url({ protocol: /^https?$/u }),
});

/** The answer to `account/login/start`: where the person signs in. */
export function parseStartedSignIn(result: unknown): { readonly loginId: string; readonly url: string } | undefined {
  const parsed = started.safeParse(result);
  return parsed.success ? { loginId: parsed.data.loginId, url: parsed.data.authUrl } : undefined;
}

const completed = z.object({ loginId: text, success: z.boolean() });

/** The notification `account/login/completed`; undefined when it is about another sign-in. */
export function parseCompletedSignIn(params: unknown, loginId: string): boolean | undefined {
  const parsed = completed.safeParse(params);
  return parsed.success && parsed.data.loginId === loginId ? parsed.data.success : undefined;
}

const introduction = z.object({ userAgent: z.string() });

/** The version in the answer to `initialize`: `codex-tui/0.171.0 (Debian …`; undefined when it is not there. */
export function parseServerVersion(result: unknown): string | undefined {
  const parsed = introduction.safeParse(result);
  return parsed.success ? /^[^/]+\/(\d+\.\d+\.\d+[\w.-]*)/u.exec(parsed.data.userAgent)?.[1] : undefined;
}

const loadedThreads = z.object({ data: z.array(z.string()), nextCursor: z.nullish(z.string()) });

/** The answer to `thread/loaded/list`; undefined when it is none, or not the whole list. */
export function parseLoadedThreads(result: unknown): readonly string[] | undefined {
  const parsed = loadedThreads.safeParse(result);
  return parsed.success && (parsed.data.nextCursor ?? undefined) === undefined ? parsed.data.data : undefined;
}

const readThread = z.object({ thread: z.object({ status: z.object({ type: z.string() }) }) });

/** Whether a turn runs in a thread, by the answer to `thread/read`; undefined when that does not say. */
export function parseIsActive(result: unknown): boolean | undefined {
  const parsed = readThread.safeParse(result);
  return parsed.success ? parsed.data.thread.status.type === 'active' : undefined;
}

const terminals = z.object({ data: z.array(z.unknown()) });

/** Whether a command of a thread goes on in the background, by the answer to `thread/backgroundTerminals/list`. */
export function parseHasTerminals(result: unknown): boolean | undefined {
  const parsed = terminals.safeParse(result);
  return parsed.success ? parsed.data.data.length > 0 : undefined;
}

const diagnostics = z.object({ gauges: z.array(z.object({ name: z.string(), value: z.number() })) });

/** Turns that run, by the answer to `server/diagnostics`; the server lists a gauge from its first use on. */
export function parseActiveTurns(result: unknown): number | undefined {
  const parsed = diagnostics.safeParse(result);
  return parsed.success ? (parsed.data.gauges.find(({ name }) => name === 'core.turns.active')?.value ?? 0) : undefined;
}

const remoteControl = z.object({ status: z.string() });

/** Whether the server can be reached from another device, by the answer to `remoteControl/status/read`. */
export function parseIsRemoteControlled(result: unknown): boolean {
  const parsed = remoteControl.safeParse(result);
  return parsed.success && parsed.data.status !== 'disabled';
}

const daemonVersion = z.object({ status: z.literal('running') });

/** Whether `codex app-server daemon version` found a server that runs; its output has one JSON text in it. */
export function parseIsDaemonRunning(output: string): boolean {
  return daemonVersion.safeParse(parseJson(output.trim())).success;
}
