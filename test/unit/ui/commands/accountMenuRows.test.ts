import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import {
  describeMenu,
  listAttemptRows,
  listMenuRows,
  type MenuFacts,
  type MenuRow,
} from '../../../../src/ui/commands/accountMenuRows.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createAccount, createCredential, unknownIdentity } from '../../../support/records.ts';

const work = createAccount({ label: 'Work' });
const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });
const ours: AccountState = {
  kind: 'signedIn',
  account: work,
  home: { kind: 'ours', account: work },
  health: undefined,
};
const quiet: MenuFacts = {
  accounts: [work],
  previousId: undefined,
  expectedId: undefined,
  remote: undefined,
  homePlace: { kind: 'file', path: '/home/ada/.codex/auth.json' },
  variables: [],
  hidePersonalInfo: false,
};

const labels = (rows: readonly MenuRow[]): readonly string[] => rows.map(({ label }) => label);
const menu = (state: AccountState, facts: Partial<MenuFacts> = {}): readonly MenuRow[] =>
  listMenuRows(state, { ...quiet, ...facts });
const actionOf = (rows: readonly MenuRow[], label: string): MenuRow['action'] =>
  rows.find((row) => row.label.includes(label))?.action;

describe('the menu of the account in use', () => {
  it('has everything that can be done with it, and another account last', () => {
    expect(labels(menu(ours))).toEqual([
      '$(account) Show Account',
      '$(list-unordered) All Accounts…',
      '$(organization) Add Another Workspace…',
      '$(refresh) Check My Plan Again',
      '$(cloud-upload) Copy Account to a Host…',
      '$(sign-out) Sign Out…',
      '$(add) Add Another Account…',
      '',
      '$(output) Show Log',
    ]);
  });

  it('adds no workspace to a key', () => {
    expect(labels(menu({ ...ours, account: key }))).not.toContain('$(organization) Add Another Workspace…');
  });

  it('begins with the way back when Codex is signed out', () => {
    const [first] = menu({ ...ours, home: { kind: 'none' } });
    expect(first).toMatchObject({ label: '$(debug-continue) Use Work in Codex', action: { switchTo: work.id } });
  });
});

describe('the menu without an account', () => {
  it('begins with signing in', () => {
    const rows = menu({ kind: 'signedOut', home: { kind: 'none' } }, { accounts: [] });
    expect(rows[0]).toMatchObject({ label: '$(sign-in) Sign In…', action: 'signIn' });
    expect(labels(rows)).not.toContain('$(sign-out) Sign Out…');
  });

  it('offers the sign-in of the CLI', () => {
    const home = { kind: 'foreign', found: { kind: 'chatgpt', identity: unknownIdentity } } as const;
    expect(actionOf(menu({ kind: 'signedOut', home }), 'Take Over')).toBe('importFromCodex');
  });

  it('begins with a new sign-in in place for one that has ended', () => {
    const [first] = menu({ kind: 'needsSignIn', reason: 'refused', account: work });
    expect(first).toMatchObject({
      label: '$(sign-in) Sign In Again as Work',
      detail: 'In place: its name, color and settings stay.',
      action: { signInAgain: work },
    });
  });

  it('names who keeps an account elsewhere', () => {
    const [first] = menu({ kind: 'keptElsewhere', product: 'Cursor', account: work });
    expect(first?.detail).toContain('Kept by Cursor');
  });
});

describe('the accounts to switch to', () => {
  const [ada, ben, cyn] = ['Ada', 'Ben', 'Cyn'].map((label) => createAccount({ label }));
  const others = [cyn, ben, ada].flatMap((account) => account ?? []);
  const switches = (facts: Partial<MenuFacts>): readonly string[] =>
    labels(menu(ours, { accounts: [work, ...others], ...facts })).filter((label) => label.includes('Switch to'));

  it('stand by name, without the one in use', () => {
    expect(switches({})).toEqual(['Ada', 'Ben', 'Cyn'].map((name) => `$(arrow-swap) Switch to ${name}`));
  });

  it('begin with the one that the folder expects, then the one before', () => {
    expect(switches({ previousId: ben?.id, expectedId: cyn?.id })).toEqual(
      ['Cyn', 'Ben', 'Ada'].map((name) => `$(arrow-swap) Switch to ${name}`),
    );
  });

  it('are five at most', () => {
    const many = Array.from({ length: 8 }, (_one, index) => createAccount({ label: `No ${String(index)}` }));
    expect(switches({ accounts: many })).toHaveLength(5);
  });
});

describe('the menu beside a store that takes nothing', () => {
  it('has the two ways on', () => {
    const rows = menu(ours, { homePlace: { kind: 'encrypted' } });
    expect([actionOf(rows, 'Sign In with the Codex CLI'), actionOf(rows, 'Move Codex')]).toEqual([
      'signInWithCodexCli',
      'moveCodexToFile',
    ]);
  });
});

describe('the menu during a sign-in', () => {
  const waiting = {
    link: new Secret('https://auth.example.com/authorize'),
    port: 1455,
    deadlineMs: 0,
    reach: 'direct',
    isPasteOffered: false,
    paste: { validate: () => undefined, submit: () => undefined },
  } as const;
  const browser: AttemptState = { kind: 'browser', waiting };
  const code: AttemptState = {
    kind: 'deviceCode',
    waiting: { userCode: 'ABCD-1234', verificationUrl: 'https://auth.example.com/codex/device', expiresAtMs: 0 },
  };

  it('is about the browser alone, with the ways around it', () => {
    const rows = listAttemptRows(browser);
    expect(rows.map(({ action }) => action)).toEqual([
      'copySignInLink',
      { openAgain: waiting.link },
      'pasteCallbackUrl',
      'signInWithDeviceCode',
      'cancelSignIn',
    ]);
  });

  it('shows the code, to be copied with its page', () => {
    const [first] = listAttemptRows(code);
    expect(first).toMatchObject({
      description: 'ABCD-1234',
      action: { copyCode: 'ABCD-1234', open: 'https://auth.example.com/codex/device' },
    });
  });

  it('can always be cancelled', () => {
    expect(listAttemptRows({ kind: 'finishing', method: 'browser' }).map(({ action }) => action)).toEqual([
      'cancelSignIn',
    ]);
  });
});

describe('what stands above the menu', () => {
  it('is who is in use, without the e-mail address when that is hidden', () => {
    expect(describeMenu(ours, false)).toMatch(/^Work · .*ada@example\.com/u);
    expect(describeMenu(ours, true)).not.toContain('ada@example.com');
  });

  it('is why an account cannot be used', () => {
    expect(describeMenu({ kind: 'keptElsewhere', product: 'Cursor', account: work }, false)).toMatch(
      /^Work\. .*Cursor/u,
    );
    expect(
      describeMenu(
        {
          kind: 'unreadable',
          home: { kind: 'none' },
          sentence: buildSentence('home.readOnlyDisk', { path: '/srv/codex' }),
        },
        false,
      ),
    ).toContain('/srv/codex');
  });
});
