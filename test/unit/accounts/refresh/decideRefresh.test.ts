import { describe, expect, it } from 'vitest';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { decideRefresh, type SlowFacts } from '../../../../src/accounts/refresh/decideRefresh.ts';
import type { GrantInHome, GrantObservation } from '../../../../src/accounts/refresh/observeGrant.ts';
import type { RefreshMode } from '../../../../src/accounts/refresh/refreshOutcome.ts';
import type { GrantEntry } from '../../../../src/storage/ledger.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createRefreshScene, mintLife } from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;

/** An access token of an hour: good until minute 40, left to a live Codex from minute 54, overdue there from minute 70. */
const tokens = mintLife({ issuedMs: startMs });
const seen = { document: undefined, fingerprint: undefined };

const account = await createRefreshScene().save(tokens);
const held = { account, tokens };
const entry: GrantEntry = {
  grantId: account.grantId,
  gen: 1,
  owner: { vaultId: 'vault-1', product: 'Code' },
  current: 'current',
  spent: [],
  accounts: [],
  pending: undefined,
  dead: undefined,
  writtenBy: 'Cursor',
  forgottenAtMs: undefined,
};
const current: GrantObservation['vault'] = { kind: 'current', entry, held };
const behind: GrantObservation['vault'] = { kind: 'behind', entry, held };
const deadEntry: GrantEntry = { ...entry, dead: { hash: 'current', cause: 'revoked' } };
const obstacle = buildSentence('home.noPermission', { path: '/home/ada/.codex/auth.json' });

interface Case {
  readonly vault?: GrantObservation['vault'];
  readonly inHome?: GrantInHome['kind'];
  readonly facts?: SlowFacts;
  readonly mode?: RefreshMode | 'lease';
  readonly minutes?: number;
}

function buildInHome(kind: GrantInHome['kind']): GrantInHome {
  return kind === 'absent' || kind === 'unseen' ? { kind } : { kind, tokens, isSameWorkspace: true, seen };
}

/** The step in one line: its kind, how it stops, how long it waits. */
function decide({ vault = current, inHome = 'same', facts = {}, mode = 'ifDue', minutes = 45 }: Case): string {
  const question = { wanted: account, mode, nowMs: startMs + minutes * minuteMs, jitter: 0 };
  const step = decideRefresh({ vault, inHome: buildInHome(inHome) }, facts, question);
  switch (step.kind) {
    case 'stop':
      return `stop: ${step.outcome.kind}`;
    case 'send':
      return `send after ${String(step.afterMs)} ms`;
    default:
      return step.kind;
  }
}

const writable: SlowFacts = { obstacle: 'none' };

describe('decideRefresh', () => {
  it.each<readonly [string, Case, string]>([
    ['stops without a secret', { vault: { kind: 'missing' } }, 'stop: missing'],
    [
      'takes newer tokens of the Home before anything else',
      { vault: { kind: 'current', entry: deadEntry, held }, inHome: 'newer' },
      'adopt',
    ],
    ['takes newer tokens of the Home where the Vault is behind', { vault: behind, inHome: 'newer' }, 'adopt'],
    [
      'stops for a grant that the server has ended',
      { vault: { kind: 'current', entry: deadEntry, held } },
      'stop: dead',
    ],
    [
      'does not wait for a token of a grant that has ended',
      { vault: { kind: 'behind', entry: deadEntry, held } },
      'stop: dead',
    ],
    ['waits for the Vault that is behind', { vault: behind }, 'waitForVault'],
    [
      'stops where the Vault stays behind',
      { vault: behind, facts: { hasWaitedForVault: true } },
      'stop: keptElsewhere',
    ],
    ['uses a token that is not due', { minutes: 39 }, 'use'],
    ['uses a token that is not due in the background', { minutes: 39, mode: 'background' }, 'use'],
    [
      'renews a token that is not due when asked for a new one',
      { minutes: 39, mode: 'now', facts: writable },
      'send after 0 ms',
    ],
    ['renews a token that is not due for a lease', { minutes: 1, mode: 'lease', facts: writable }, 'send after 0 ms'],
    ['asks whether the Home can be written before it renews what is there', {}, 'checkHome'],
    ['asks the same for an older token there', { inHome: 'older' }, 'checkHome'],
    ['stops where the Home can not be written', { facts: { obstacle } }, 'stop: homeNotWritable'],
    ['sends a due token', { facts: writable }, 'send after 0 ms'],
    [
      'sends a due token that the Home does not have, whatever the Home is',
      { inHome: 'absent', minutes: 55 },
      'send after 0 ms',
    ],
    ['leaves a token in a Home that can not be read to Codex', { inHome: 'unseen' }, 'stop: leftToCodex'],
    ['looks at Codex when the token is near its end', { minutes: 55, facts: writable }, 'lookAtCodex'],
    ['sends where no Codex is', { minutes: 55, facts: { ...writable, codex: 'absent' } }, 'send after 0 ms'],
    [
      'leaves a token near its end to a silent Codex',
      { minutes: 55, facts: { ...writable, codex: 'silent' } },
      'stop: leftToCodex',
    ],
    [
      'leaves it also when a new one was asked for',
      { minutes: 55, mode: 'now', facts: { ...writable, codex: 'silent' } },
      'stop: leftToCodex',
    ],
    [
      'sends an overdue token beside a silent Codex, after a pause',
      { minutes: 75, facts: { ...writable, codex: 'silent' } },
      'send after 1000 ms',
    ],
    [
      'leaves an overdue token to a silent Codex in the background',
      { minutes: 75, mode: 'background', facts: { ...writable, codex: 'silent' } },
      'stop: leftToCodex',
    ],
    [
      'leaves an overdue token to a busy Codex',
      { minutes: 75, mode: 'now', facts: { ...writable, codex: 'busy' } },
      'stop: leftToCodex',
    ],
  ])('%s', (_name, given, step) => {
    expect(decide(given)).toBe(step);
  });

  it('uses tokens that are newer than those of the caller, also when it asked for new ones', () => {
    const newer = { ...held, tokens: mintLife({ issuedMs: startMs + minuteMs }) };
    const vault = { kind: 'current' as const, entry, held: newer };
    expect([decide({ vault, mode: 'now' }), decide({ vault, mode: 'lease', facts: writable })]).toEqual([
      'use',
      'send after 0 ms',
    ]);
  });

  it.each<readonly [NonNullable<Case['mode']>, number, string]>([
    ['ifDue', 45, 'stop: missing'],
    ['ifDue', 61, 'stop: dead'],
    ['lease', 45, 'stop: dead'],
  ])('has nothing to send without a refresh token: %s after %i minutes', (mode, minutes, step) => {
    const without = { ...held, tokens: { ...tokens, refreshToken: new Secret('') } };
    expect(decide({ vault: { kind: 'current', entry, held: without }, mode, minutes })).toBe(step);
  });
});
