import { decideRefreshOwner } from '../../home/refreshOwner.ts';
import { findDueMs, hasRunOut } from '../../protocol/tokens/tokenLife.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account } from '../../storage/account.ts';
import { findDeath } from '../../storage/ledger.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { firstRetryMs } from '../../base/backOff.ts';
import type { CodexActivity } from './codexActivity.ts';
import { isNewerThan, type TokenAccount } from './grantStore.ts';
import type { GrantInHome, GrantObservation, TokensInHome } from './observeGrant.ts';
import type { RefreshMode, Stopped } from './refreshOutcome.ts';

/** What one attempt wants; the same for all looks of it. */
export interface RefreshQuestion {
  /** The account as the caller knows it: when there are newer tokens than its own, the caller gets those. */
  readonly wanted: Account;
  readonly mode: RefreshMode | 'lease';
  readonly nowMs: number;
  /** Spreads windows; 0…1, the same for all looks of one attempt. */
  readonly jitter: number;
}

/** What takes longer to find out than the tokens, and is found out only when the decision needs it. */
export interface SlowFacts {
  /** Tokens of the Home that were taken in this attempt. When they still seem newer, taking them again changes nothing. */
  readonly adopted?: TokenSet | undefined;
  /** The Vault had its time to show a newer token. */
  readonly hasWaitedForVault?: boolean | undefined;
  /** What keeps the Home from being written. */
  readonly obstacle?: Sentence | 'none' | undefined;
  readonly codex?: CodexActivity | undefined;
}

/**
 * What to do next after one look: `observeGrant` looks, `decideRefresh` chooses, `RefreshService` does it and looks
 * again.
 */
export type RefreshStep =
  /** One more fact is needed for the decision. */
  | { readonly kind: 'waitForVault' | 'checkHome' | 'lookAtCodex' }
  /** The Home has newer tokens: take them, then decide again. */
  | { readonly kind: 'adopt'; readonly held: TokenAccount; readonly inHome: TokensInHome }
  /** The tokens that are there will do. */
  | { readonly kind: 'use'; readonly held: TokenAccount }
  /** Send the refresh token, in `afterMs`. */
  | { readonly kind: 'send'; readonly held: TokenAccount; readonly afterMs: number }
  | { readonly kind: 'stop'; readonly outcome: Stopped };

/** Between reading the Home and its connection the CLI needs some milliseconds. */
const silenceMs = 1000;

/**
 * What comes next for a grant, decided on what was observed under its lock (docs/decisions.md, Refresh): newer tokens
 * are taken before any request; a token that somebody else may be spending is left alone.
 */
export function decideRefresh(
  { vault, inHome }: GrantObservation,
  facts: SlowFacts,
  question: RefreshQuestion,
): RefreshStep {
  if (vault.kind === 'missing') {
    return stop({ kind: 'missing' });
  }
  const { entry, held } = vault;
  if (inHome.kind === 'newer' && !isAdopted(inHome, facts)) {
    return { kind: 'adopt', held, inHome };
  }
  const death = findDeath(entry);
  if (death !== undefined) {
    return stop({ kind: 'dead', cause: death });
  }
  if (vault.kind === 'behind') {
    return facts.hasWaitedForVault === true
      ? stop({ kind: 'keptElsewhere', product: vault.entry.writtenBy })
      : { kind: 'waitForVault' };
  }
  if (isGoodEnough(held, question)) {
    return { kind: 'use', held };
  }
  if (held.tokens.refreshToken.isEmpty) {
    return stop(endWithoutRefreshToken(held, question));
  }
  const isInHome = inHome.kind !== 'absent' && inHome.kind !== 'unseen';
  if (isInHome && facts.obstacle !== 'none') {
    return facts.obstacle === undefined
      ? { kind: 'checkHome' }
      : stop({ kind: 'homeNotWritable', sentence: facts.obstacle });
  }
  return inHome.kind === 'absent'
    ? { kind: 'send', held, afterMs: 0 }
    : decideBesideCodex(held, inHome.kind, { ...question, codex: facts.codex });
}

/** A lease needs a token of its own in any case. */
function isGoodEnough(held: TokenAccount, { wanted, mode, nowMs, jitter }: RefreshQuestion): boolean {
  if (mode === 'lease') {
    return false;
  }
  return isNewerThan(held, wanted) || (mode !== 'now' && (findDueMs(held.tokens, jitter) ?? 0) > nowMs);
}

function endWithoutRefreshToken({ tokens }: TokenAccount, { mode, nowMs }: RefreshQuestion): Stopped {
  return mode === 'lease' || hasRunOut(tokens, nowMs) ? { kind: 'dead', cause: 'notRenewable' } : { kind: 'missing' };
}

/** The Home has the token, so a Codex that is alive may spend it. */
function decideBesideCodex(
  held: TokenAccount,
  inHome: Exclude<GrantInHome['kind'], 'absent'>,
  { mode, nowMs, codex }: RefreshQuestion & Pick<SlowFacts, 'codex'>,
): RefreshStep {
  const leave = stop({ kind: 'leftToCodex', retryAtMs: nowMs + firstRetryMs });
  if (inHome === 'unseen') {
    return leave;
  }
  const owner = decideRefreshOwner(held.tokens, nowMs);
  if (owner === 'extension') {
    return { kind: 'send', held, afterMs: 0 };
  }
  switch (codex) {
    case undefined:
      return { kind: 'lookAtCodex' };
    case 'absent':
      return { kind: 'send', held, afterMs: 0 };
    case 'silent':
      // It renews the token with its next use; only a person who waits, and long after it was due, comes before that.
      return owner === 'codexOverdue' && mode !== 'background' ? { kind: 'send', held, afterMs: silenceMs } : leave;
    case 'busy':
      return leave;
  }
}

function isAdopted({ tokens }: TokensInHome, { adopted }: SlowFacts): boolean {
  return adopted?.refreshToken.equals(tokens.refreshToken) === true && adopted.accessToken.equals(tokens.accessToken);
}

function stop(outcome: Stopped): RefreshStep {
  return { kind: 'stop', outcome };
}
