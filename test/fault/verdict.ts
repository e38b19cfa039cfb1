import type { GrantState, LoggedRequest, PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { codexAgent, type CodexRunResult } from './codexSimulator.ts';

/** Why a grant can not be used any more. Only the first is ours to answer for. */
export const lossCauses = ['requestOfOurs', 'deathBeforeWrite', 'lostAnswer', 'codexAgainstCodex', 'codexInFlight', 'codexWoke'] as const;

export type LossCause = (typeof lossCauses)[number];

/** What is known of a round besides the issuer's log. */
export interface RoundFacts {
  /** Names of windows that died in it. */
  readonly died: ReadonlySet<string>;
  readonly codexRuns: readonly CodexRunResult[];
  /** An app server that had been idle sent a request. */
  readonly didServerWake: boolean;
}

/** Two requests with one token that were under way together. */
const togetherMs = 100;

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
  const isBetweenBoth = reuse !== undefined && (reuse.sender === codexAgent) !== (spender.sender === codexAgent);
  if (facts.didServerWake && isBetweenBoth && Math.abs(reuse.atMs - spender.atMs) <= togetherMs) {
    return 'codexWoke';
  }
  if (spender.sender === codexAgent) {
    if (reuse?.sender === codexAgent) {
      return 'codexAgainstCodex';
    }
    return facts.codexRuns.some((run) => run === 'discarded' || run === 'unanswered') ? 'codexInFlight' : 'requestOfOurs';
  }
  if (spender.status === undefined) {
    return facts.died.has(spender.sender) ? 'deathBeforeWrite' : 'lostAnswer';
  }
  if (facts.died.has(spender.sender)) {
    return 'deathBeforeWrite';
  }
  // Codex had read the Home before our answer stood there.
  return reuse?.sender === codexAgent ? 'codexInFlight' : 'requestOfOurs';
}

/** Requests that showed a token which was spent before, by us. */
export function countReuses(issuer: PracticeIssuer, grant: GrantState): number {
  return issuer.log
    .requests({ path: '/oauth/token' })
    .flatMap((request) => readSending(request, grant))
    .filter(({ sender, status, index }) => sender !== codexAgent && status === 401 && index < grant.refreshTokens.length - 1).length;
}

/** Who got the next token for this one: a request with an answer, else the last one whose answer was lost. */
function findSpender(sendings: readonly Sending[], index: number): Sending | undefined {
  const same = sendings.filter((sending) => sending.index === index);
  return same.find(({ status }) => status === 200) ?? same.findLast(({ status }) => status === undefined);
}

function readSending(request: LoggedRequest, grant: GrantState): readonly Sending[] {
  const { refresh_token: token } = request.bodyFields;
  const index = typeof token === 'string' ? grant.refreshTokens.indexOf(token) : -1;
  return index < 0 ? [] : [{ sender: request.headers['user-agent'] ?? '', index, status: request.status, atMs: request.atMs }];
}
