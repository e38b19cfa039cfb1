import type { GrantState, LoggedRequest, PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { codexAgent, isCodex, type CodexRunResult } from './codexSimulator.ts';

/** Why a grant can not be used any more. Only the first is ours to answer for. */
export const lossCauses = [
  'requestOfOurs',
  'deathBeforeWrite',
  'lostAnswer',
  'codexAgainstCodex',
  'codexInFlight',
  'codexWoke',
] as const;

export type LossCause = (typeof lossCauses)[number];

/** What is known of a round besides the issuer's log. */
export interface RoundFacts {
  /** Names of windows that died in it. */
  readonly died: ReadonlySet<string>;
  readonly codexRuns: readonly CodexRunResult[];
  /** An app server that had been idle sent a request. */
  readonly didServerWake: boolean;
  /** When a person used the background server of the real CLI; undefined when nobody did. */
  readonly serverUsedAtMs: number | undefined;
}

/** Two requests with one token that were under way together: from our last look to the issuer, beside a CLI that starts. */
const togetherMs = 200;

interface Sending {
  /** A window's name, or Codex. */
  readonly sender: string;
  /** Which token of the family it showed. */
  readonly index: number;
  readonly status: number | undefined;
  readonly atMs: number;
}

/** Tells from the issuer's log why a grant was lost. */
export function findLossCause(issuer: PracticeIssuer, grant: GrantState, facts: RoundFacts): LossCause {
  const sendings = issuer.log.requests({ path: '/oauth/token' }).flatMap((request) => readSending(request, grant));
  const reuse = sendings.find(({ index, status }) => status === 401 && index < grant.refreshTokens.length - 1);
  const lostIndex = reuse?.index ?? grant.refreshTokens.length - 2;
  const spender = findSpender(sendings, lostIndex);
  if (spender === undefined) {
    return 'requestOfOurs';
  }
  if ([reuse, spender].some((sending) => sending !== undefined && isWokenByUs(sending, facts))) {
    return 'requestOfOurs';
  }
  const isBetweenBoth = reuse !== undefined && isCodex(reuse.sender) !== isCodex(spender.sender);
  if (facts.didServerWake && isBetweenBoth && Math.abs(reuse.atMs - spender.atMs) <= togetherMs) {
    return 'codexWoke';
  }
  const isReusedByCodex = reuse !== undefined && isCodex(reuse.sender);
  if (isCodex(spender.sender)) {
    if (isReusedByCodex) {
      return 'codexAgainstCodex';
    }
    return facts.codexRuns.some((run) => run === 'discarded' || run === 'unanswered')
      ? 'codexInFlight'
      : 'requestOfOurs';
  }
  if (spender.status === undefined) {
    return facts.died.has(spender.sender) ? 'deathBeforeWrite' : 'lostAnswer';
  }
  if (facts.died.has(spender.sender)) {
    return 'deathBeforeWrite';
  }
  // Codex had read the Home before our answer stood there.
  return isReusedByCodex ? 'codexInFlight' : 'requestOfOurs';
}

/** Requests that showed a token which was spent before, by us. */
export function countReuses(issuer: PracticeIssuer, grant: GrantState): number {
  return issuer.log
    .requests({ path: '/oauth/token' })
    .flatMap((request) => readSending(request, grant))
    .filter(({ sender, status, index }) => !isCodex(sender) && status === 401 && index < grant.refreshTokens.length - 1)
    .length;
}

/** The token requests of a background server of the real CLI, which says its version with its name. */
export function findServerRequests(issuer: PracticeIssuer): readonly LoggedRequest[] {
  return issuer.log
    .requests({ path: '/oauth/token' })
    .filter(({ headers: { 'user-agent': agent = '' } }) => isRealServer(agent));
}

function isRealServer(agent: string): boolean {
  return isCodex(agent) && agent !== codexAgent;
}

/** Before a person used it, the server can only have been set to work by a question of ours. */
function isWokenByUs({ sender, atMs }: Sending, { serverUsedAtMs = Number.POSITIVE_INFINITY }: RoundFacts): boolean {
  return isRealServer(sender) && atMs < serverUsedAtMs;
}

/** Who got the next token for this one: a request with an answer, else the last one whose answer was lost. */
function findSpender(sendings: readonly Sending[], index: number): Sending | undefined {
  const same = sendings.filter((sending) => sending.index === index);
  return same.find(({ status }) => status === 200) ?? same.findLast(({ status }) => status === undefined);
}

function readSending(request: LoggedRequest, grant: GrantState): readonly Sending[] {
  const { refresh_token: token } = request.bodyFields;
  const index = typeof token === 'string' ? grant.refreshTokens.indexOf(token) : -1;
  return index < 0
    ? []
    : [{ sender: request.headers['user-agent'] ?? '', index, status: request.status, atMs: request.atMs }];
}
