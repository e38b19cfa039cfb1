import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Home } from '../../src/home/home.ts';
import { NodeCredentialFile } from '../../src/platform/home/nodeCredentialFile.ts';
import { findWrittenEndMs } from '../../src/protocol/tokens/tokenLife.ts';
import type { TokenSet } from '../../src/protocol/tokens/tokenSet.ts';
import { Secret } from '../../src/base/secret.ts';
import { loadLocks } from '../support/codexLocks.ts';

/** Where a Codex process works, and what it needs from its start to its first request. */
export interface CodexPlan {
  readonly home: string;
  readonly processFolder: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly startsInMs: number;
}

/** What became of one run. `discarded`: refreshed, and the Home had changed meanwhile. */
export type CodexRunResult = 'notNeeded' | 'committed' | 'discarded' | 'mismatch' | 'refused' | 'unanswered';

const renewsWithMs = 5 * 60 * 1000;
const shakeHandsMs = 20;
/** The CLI's own name on the wire, by which the log of the issuer tells it from us. */
export const codexAgent = 'codex_cli_rs';

/** Whether a `user-agent` is that of a Codex, simulated or real; those of windows are `code-1` and the like. */
export function isCodex(agent: string): boolean {
  return agent.startsWith('codex');
}

/**
 * A Codex process (docs/codex-protocol.md, Refresh): reads the Home at its start; with 5 minutes left it reads it
 * again, sends the refresh token with no lock held, and commits under both locks only what nobody has changed meanwhile.
 */
export async function runSimulatedCodex(plan: CodexPlan): Promise<CodexRunResult> {
  const mark = join(plan.processFolder, `${randomUUID()}.exec`);
  writeFileSync(mark, '');
  try {
    await wait(plan.startsInMs);
    const home = new Home(plan.home, new NodeCredentialFile(plan.home, { loadLocks }), () => wait(5));
    return await work(plan, { home, loaded: await readTokens(home) });
  } finally {
    rmSync(mark);
  }
}

/**
 * An app server that read the Home long ago and is used again after `startsInMs`: from then on it does as every Codex.
 * Its connection can be seen before its request is on it, as the hands are shaken first.
 */
export async function runIdleServer(plan: CodexPlan, livesMs: number): Promise<CodexRunResult> {
  const mark = join(plan.processFolder, randomUUID());
  writeFileSync(`${mark}.silent`, '');
  const home = new Home(plan.home, new NodeCredentialFile(plan.home, { loadLocks }), () => wait(5));
  const loaded = await readTokens(home);
  const end = wait(livesMs);
  let result: CodexRunResult = 'notNeeded';
  if (plan.startsInMs < livesMs) {
    await wait(plan.startsInMs);
    const connect = async (): Promise<void> => {
      renameSync(`${mark}.silent`, `${mark}.connected`);
      await wait(shakeHandsMs);
    };
    result = await work(plan, { home, loaded, connect });
    if (existsSync(`${mark}.connected`)) {
      renameSync(`${mark}.connected`, `${mark}.silent`);
    }
  }
  await end;
  rmSync(`${mark}.silent`);
  return result;
}

/** What the operating system tells of a simulated Codex: its mark's ending. */
export function readMark(mark: string) {
  return mark.endsWith('.exec')
    ? ({ role: 'exec', hasConnection: undefined } as const)
    : ({ role: 'appServer', hasConnection: mark.endsWith('.connected') } as const);
}

interface Work {
  readonly home: Home;
  readonly loaded: Awaited<ReturnType<typeof readTokens>>;
  readonly connect?: () => Promise<void>;
}

async function work(plan: CodexPlan, { home, loaded, connect }: Work): Promise<CodexRunResult> {
  if (loaded === undefined || (findWrittenEndMs(loaded.tokens) ?? 0) > Date.now() + renewsWithMs) {
    return 'notNeeded';
  }
  const reloaded = await readTokens(home);
  if (reloaded === undefined || reloaded.tokens.workspaceId !== loaded.tokens.workspaceId) {
    return 'mismatch';
  }
  if (!reloaded.tokens.refreshToken.equals(loaded.tokens.refreshToken)) {
    return 'notNeeded';
  }
  const { tokens, seen } = reloaded;
  await connect?.();
  const answer = await request(plan, tokens);
  if (typeof answer === 'string') {
    return answer;
  }
  const renewed: TokenSet = {
    ...tokens,
    idToken: new Secret(answer.id_token),
    accessToken: new Secret(answer.access_token),
    refreshToken: new Secret(answer.refresh_token),
    lastRefresh: new Date().toISOString(),
  };
  return (await home.put({ kind: 'chatgpt', tokens: renewed }, seen)) === 'done' ? 'committed' : 'discarded';
}

interface Answer {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
}

async function request(
  { tokenUrl, clientId }: CodexPlan,
  tokens: TokenSet,
): Promise<Answer | 'refused' | 'unanswered'> {
  const body = JSON.stringify({
    client_id: clientId,
    grant_type: 'refresh_token',
    refresh_reason: 'proactive_expiry',
    refresh_token: tokens.refreshToken.reveal(),
  });
  try {
    const headers = { 'content-type': 'application/json', 'user-agent': codexAgent };
    const response = await fetch(tokenUrl, { method: 'POST', headers, body });
    return response.ok ? ((await response.json()) as Answer) : 'refused';
  } catch {
    return 'unanswered';
  }
}

async function readTokens(home: Home) {
  const state = await home.read();
  return state.kind === 'signedIn' && state.credential.kind === 'chatgpt'
    ? { tokens: state.credential.tokens, seen: state.seen }
    : undefined;
}

/** The refresh token that stands in a Home, if any. */
export function readRefreshToken(home: string): string | undefined {
  try {
    const document = JSON.parse(readFileSync(join(home, 'auth.json'), 'utf8')) as {
      readonly tokens?: { readonly refresh_token?: string };
    };
    return document.tokens?.refresh_token;
  } catch {
    return undefined;
  }
}
