import { describe, expect, it } from 'vitest';
import { HomeFactsReader } from '../../../../src/accounts/home/homeFactsReader.ts';
import type { HomeOccupant } from '../../../../src/accounts/home/homeOccupantReader.ts';
import type { HomeState } from '../../../../src/home/home.ts';
import type { Account, Identity } from '../../../../src/storage/account.ts';
import type { HomeBinding } from '../../../../src/storage/bindings.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createFakeClock } from '../../../support/fakeClock.ts';
import { mintLife } from '../refresh/refreshScene.ts';
import type { ProviderInUse } from '../../../../src/accounts/home/providerReader.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const identity: Identity = {
  userId: 'user-ada',
  workspaceId: 'workspace-a',
  workspaceName: undefined,
  email: 'ada@example.com',
  plan: 'plus',
};
const identityOf = ({ userId, workspaceId }: Identity) => ({ userId, workspaceId });
const signedOut: HomeState = {
  kind: 'signedOut',
  isGone: false,
  seen: { document: undefined, fingerprint: undefined },
};

function accountOf(id: string, credential: Account['credential']): Account {
  return { id, grantId: 'g', label: id, identity, credential } as Account;
}

const ada = accountOf('ada', { kind: 'chatgpt', tokens: mintLife({ issuedMs: startMs }) });
const key = accountOf('key', { kind: 'apiKey', key: new Secret('sk-x'), check: 'good' });

function createScene() {
  const clock = createFakeClock(startMs);
  const shelf: {
    occupant: HomeOccupant;
    binding: HomeBinding | undefined;
    state: HomeState;
    provider: ProviderInUse | undefined;
  } = {
    provider: undefined,
    occupant: { kind: 'none' },
    binding: undefined,
    state: signedOut,
  };
  const facts = new HomeFactsReader({
    clock,
    home: { read: () => Promise.resolve(shelf.state) },
    inspector: { look: () => Promise.resolve(shelf.occupant) },
    providerReader: { look: () => Promise.resolve(shelf.provider) },
    reader: { binding: () => Promise.resolve(shelf.binding) },
  });
  const bind = (account: Account, binding: 'full' | 'none' = 'full'): void => {
    shelf.binding = { home: '/h', accountId: account.id, previousId: undefined, binding, sinceMs: startMs - 5000 };
  };
  return { clock, shelf, facts, bind };
}

describe('who stands in the Home', () => {
  const chatgpt = { kind: 'chatgpt', ...identityOf(identity) };
  it.each<readonly [string, HomeOccupant, unknown]>([
    ['nobody', { kind: 'none' }, { kind: 'none' }],
    ['an account of ours', { kind: 'ours', account: ada }, chatgpt],
    ['a key of ours', { kind: 'ours', account: key }, { kind: 'apiKey' }],
    ['somebody else', { kind: 'foreign', found: { kind: 'chatgpt', identity } }, chatgpt],
    ['somebody else’s key', { kind: 'foreign', found: { kind: 'apiKey', identity } }, { kind: 'apiKey' }],
    ['an access token', { kind: 'foreign', found: { kind: 'accessToken', identity } }, { kind: 'unknown' }],
    ['another kind', { kind: 'foreign', found: { kind: 'other', identity } }, { kind: 'unknown' }],
    ['only known to the CLI', { kind: 'untold', reason: 'asking', store: 'keychain' }, { kind: 'unknown' }],
    [
      'unreadable',
      { kind: 'unreadable', state: { kind: 'problem', problem: 'keyringUnavailable' } },
      { kind: 'unknown' },
    ],
  ])('%s', async (_name, occupant, holder) => {
    const { shelf, facts } = createScene();
    shelf.occupant = occupant;
    expect((await facts.read()).holder).toEqual(holder);
  });
});

describe('since when', () => {
  it('is what our note of the account says', async () => {
    const { shelf, facts, bind } = createScene();
    shelf.occupant = { kind: 'ours', account: ada };
    bind(ada);
    expect((await facts.read()).sinceMs).toBe(startMs - 5000);
  });

  it.each(['full', 'none'] as const)('is not what a note of another, or of a private use says: %s', async (binding) => {
    const { shelf, facts, bind } = createScene();
    shelf.occupant = { kind: 'ours', account: ada };
    bind(binding === 'full' ? key : ada, binding);
    expect((await facts.read()).sinceMs).toBeUndefined();
  });

  it('is unknown at the first look, and the moment of the look that found another', async () => {
    const { clock, shelf, facts } = createScene();
    expect((await facts.read()).sinceMs).toBeUndefined();
    await clock.advance(1000);
    expect((await facts.read()).sinceMs).toBeUndefined();
    shelf.occupant = { kind: 'foreign', found: { kind: 'chatgpt', identity } };
    expect((await facts.read()).sinceMs).toBe(startMs + 1000);
    await clock.advance(1000);
    expect((await facts.read()).sinceMs).toBe(startMs + 1000);
  });

  it('tells two accounts of the same person apart that are ours', async () => {
    const { clock, shelf, facts } = createScene();
    shelf.occupant = { kind: 'ours', account: ada };
    await facts.read();
    await clock.advance(1000);
    shelf.occupant = { kind: 'ours', account: accountOf('ada-again', ada.credential) };
    expect((await facts.read()).sinceMs).toBe(startMs + 1000);
  });
});

describe('the token in the Home is at rest', () => {
  const minuteMs = 60_000;
  it.each([
    [30, true],
    [54 - 1, true],
    [54, false],
    [60, false],
  ])('after %s minutes of its hour: %s', async (minutes, isAtRest) => {
    const { clock, shelf, facts } = createScene();
    shelf.occupant = { kind: 'ours', account: ada };
    await clock.advance(minutes * minuteMs);
    expect((await facts.read()).isAtRest).toBe(isAtRest);
  });

  it.each([
    [54, undefined],
    [55, 55 * minuteMs - 5000],
    [80, 55 * minuteMs - 5000],
  ])('after %s minutes is due since %s ms', async (minutes, dueSinceMs) => {
    const { clock, shelf, facts } = createScene();
    shelf.occupant = { kind: 'ours', account: ada };
    await clock.advance(minutes * minuteMs);
    expect((await facts.read()).dueSinceMs).toBe(dueSinceMs === undefined ? undefined : startMs + dueSinceMs);
  });

  it('by what stands there, before what we have of it', async () => {
    const { clock, shelf, facts } = createScene();
    shelf.occupant = { kind: 'ours', account: ada };
    await clock.advance(59 * minuteMs);
    const tokens = mintLife({ issuedMs: clock.nowMs() });
    shelf.state = {
      kind: 'signedIn',
      credential: { kind: 'chatgpt', tokens },
      seen: { document: new Secret(''), fingerprint: '' },
    };
    expect((await facts.read()).isAtRest).toBe(true);
  });

  it('where there is none', async () => {
    const { shelf, facts } = createScene();
    expect((await facts.read()).isAtRest).toBe(true);
    shelf.occupant = { kind: 'ours', account: key };
    expect((await facts.read()).isAtRest).toBe(true);
  });
});

describe('a change of the Home', () => {
  const foreignKey: HomeOccupant = { kind: 'foreign', found: { kind: 'apiKey', identity } };
  const unreadable: HomeOccupant = { kind: 'unreadable', state: { kind: 'problem', problem: 'keyringUnavailable' } };
  const asking: HomeOccupant = { kind: 'untold', reason: 'asking', store: 'keychain' };

  it.each<readonly [string, readonly HomeOccupant[], number]>([
    [
      'is another sign-in',
      [
        { kind: 'ours', account: ada },
        { kind: 'ours', account: key },
      ],
      1,
    ],
    ['is a sign-out', [{ kind: 'ours', account: ada }, { kind: 'none' }], 1],
    ['is none when it cannot be read for a moment', [foreignKey, unreadable, foreignKey], 0],
    ['is none when only the CLI knows, and answers', [asking, { kind: 'ours', account: ada }], 0],
    [
      'is none when what stood there is taken over',
      [
        { kind: 'foreign', found: { kind: 'chatgpt', identity } },
        { kind: 'ours', account: ada },
      ],
      0,
    ],
    ['is none when nothing was seen before', [{ kind: 'ours', account: ada }], 0],
  ])('%s', async (_name, occupants, changes) => {
    const { shelf, facts, clock } = createScene();
    for (const occupant of occupants) {
      shelf.occupant = occupant;
      await facts.read();
      await clock.advance(1000);
    }
    expect(facts.changes).toBe(changes);
    expect((await facts.read()).sinceMs).toBe(changes === 0 ? undefined : startMs + 1000);
  });

  it('while an account was bound is known after its sign-out, too', async () => {
    const { shelf, facts, clock, bind } = createScene();
    shelf.occupant = { kind: 'ours', account: ada };
    bind(ada);
    await facts.read();
    await clock.advance(1000);
    shelf.occupant = { kind: 'none' };
    shelf.binding = undefined;
    expect((await facts.read()).sinceMs).toBe(startMs + 1000);
  });
});
