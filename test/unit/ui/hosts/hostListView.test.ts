import { describe, expect, it } from 'vitest';
import type { HostRecord } from '../../../../src/storage/hostRecords.ts';
import { describeHere, explainDrop, viewHosts, viewThisComputer } from '../../../../src/ui/hosts/hostListView.ts';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import { createAccount } from '../panel/panelScenes.ts';
import { createPlaced, minuteMs, startMs } from '../../hosts/remote/remoteHostScene.ts';

function createRecord(over: Partial<HostRecord> = {}): HostRecord {
  const names = { id: 'host-1', via: 'window', name: 'gpu-box', userName: 'ada', authority: undefined } as const;
  return { ...names, choice: 'auto', placed: createPlaced(), lastSeenMs: startMs, ...over };
}

const show = (record: HostRecord, nowMs = startMs, running: readonly string[] = [], hidePersonalInfo = false) =>
  viewHosts([record], { connectedId: 'host-1', running, nowMs, hidePersonalInfo })[0];

describe('the list of hosts', () => {
  it('says what was put where and when', () => {
    const row = show(createRecord());
    expect(row?.label).toBe('$(vm-active) gpu-box (ada)');
    expect(row?.description).toMatch(/^lease of Work, good until /u);
    expect(row?.detail).toMatch(
      /^this window · put there .+ · \/home\/ada\/\.codex\/auth\.json · connected with VS Code$/u,
    );
  });

  it('says what runs on another account on the connected host, and on no other', () => {
    const said = ['Codex in your terminals on gpu-box still uses Ada.'];
    expect(show(createRecord(), startMs, said)?.detail).toMatch(
      /^Codex in your terminals on gpu-box still uses Ada\. · this window · /u,
    );
    expect(show(createRecord({ id: 'host-2' }), startMs, said)?.detail).not.toContain('still uses');
  });

  it('names an own sign-in by workspace or plan alone where no person may be seen', () => {
    const own = createPlaced({ binding: 'own', label: 'ada', hiddenLabel: 'Plus', expiresAtMs: undefined });
    expect(show(createRecord({ placed: own }))?.description).toBe('sign-in of its own (ada)');
    expect(show(createRecord({ placed: own }), startMs, [], true)?.description).toBe('sign-in of its own (Plus)');
    const older = createPlaced({ binding: 'own', label: 'ada@example.com', expiresAtMs: undefined });
    expect(show(createRecord({ placed: older }), startMs, [], true)?.description).toBe('sign-in of its own');
  });

  it('says of a lease that it has ended', () => {
    expect(show(createRecord(), startMs + 61 * minuteMs)?.description).toMatch(/^lease of Work, ended /u);
  });

  it.each([
    ['ssh', 'copied over SSH'],
    ['docker', 'copied into a container'],
    ['folder', 'copied into a folder'],
  ] as const)('lists what was copied to a host: %s', (via, words) => {
    const row = show(createRecord({ id: `${via}:gpu-box`, via, userName: undefined }));
    expect([row?.label, row?.detail.endsWith(words)]).toEqual(['$(vm) gpu-box', true]);
  });

  it('lists a host without anything of ours, and one that is left alone', () => {
    expect(show(createRecord({ placed: undefined }))?.description).toBe('nothing of ours');
    expect(show(createRecord({ placed: undefined, choice: 'none' }))?.description).toBe('left alone');
  });

  it('shows what a host tells of itself, and what runs there, as text', () => {
    const placed = createPlaced({ path: '/srv/$(flame)/auth.json' });
    const shown = show(createRecord({ placed }), startMs, [
      `Codex in your terminals on ${'a'.repeat(80)} still uses $(trash)@example.com.`,
    ]);
    expect(shown?.detail).not.toMatch(/(?<!\\)\$\(/u);
    expect(shown?.detail, 'to its end').toContain('still uses \\$(trash)@example.com.');
  });

  it('shows a hostile name as text', () => {
    expect(show(createRecord({ name: '$(flame)' }))?.label).toContain('\\$(flame)');
  });
});

describe('this computer', () => {
  const { account } = createAccount('chatgpt');
  const { identity } = account;
  const here = { side: 'ui', account: 'Work $(bug)', running: [], place: '/home/ada/.codex/auth.json' } as const;

  it('comes with the account in use and where Codex keeps it', () => {
    const row = viewThisComputer(here);
    expect(row).toEqual({
      id: undefined,
      label: '$(device-desktop) This computer',
      description: 'Work \\$(bug)',
      detail: '/home/ada/.codex/auth.json',
    });
    expect(viewThisComputer({ ...here, side: 'workspace', account: 'signed out' })).toMatchObject({
      label: '$(device-desktop) This host',
      description: 'signed out',
    });
  });

  it.each<[string, AccountState, string]>([
    [
      'ours',
      {
        kind: 'signedIn',
        account,
        home: { kind: 'ours', account: { ...account, label: 'Private' } },
        health: undefined,
      },
      'Private',
    ],
    ['nobody', { kind: 'signedIn', account, home: { kind: 'none' }, health: undefined }, 'signed out'],
    [
      'foreign',
      { kind: 'signedIn', account, home: { kind: 'foreign', found: { kind: 'apiKey', identity } }, health: undefined },
      'API key, ada@example.com',
    ],
    ['untold', { kind: 'signedOut', home: { kind: 'untold', reason: 'noAnswer', store: 'keychain' } }, 'not known'],
    ['of one that needs a sign-in', { kind: 'needsSignIn', reason: 'refused', account }, 'Work'],
    ['lost', { kind: 'loading' }, 'signed out'],
  ])('is called what Codex uses there, not what this editor alone does: %s', (_name, state, words) => {
    expect(describeHere(state, false)).toBe(words);
  });

  it('hides an address, and shows a name as text', () => {
    const found = { kind: 'chatgpt', identity: { ...identity, email: 'eve$(bug)@example.com' } } as const;
    const state: AccountState = { kind: 'signedOut', home: { kind: 'foreign', found } };
    expect(describeHere(state, false)).toContain('eve$(bug)@example.com');
    expect(describeHere(state, true)).not.toContain('eve');
    expect(viewThisComputer({ ...here, account: describeHere(state, false) }).description).toContain('\\$(bug)');
  });

  it('shows an address in what runs as text', () => {
    expect(
      viewThisComputer({ ...here, running: ['Codex in your terminals still uses $(trash)@example.com.'] }).detail,
    ).toBe('Codex in your terminals still uses \\$(trash)@example.com.');
  });

  it('says instead what runs on another account', () => {
    const row = viewThisComputer({
      ...here,
      running: ['Codex in your terminals still uses Ada.', 'VS Code’s own Codex still uses Ada.'],
    });
    expect([row.label, row.detail]).toEqual([
      '$(warning) This computer',
      'Codex in your terminals still uses Ada. VS Code’s own Codex still uses Ada.',
    ]);
  });
});

describe('dropping the note of a host that is not connected', () => {
  it('is honest about what stays there', () => {
    expect(explainDrop(createRecord(), startMs)).toMatch(/the lease there ends by itself on .+\.$/iu);
    expect(explainDrop(createRecord(), startMs + 61 * minuteMs)).toContain('has ended already');
    expect(
      explainDrop(createRecord({ placed: createPlaced({ binding: 'own', expiresAtMs: undefined }) }), startMs),
    ).toContain('until it is revoked');
    expect(
      explainDrop(createRecord({ placed: createPlaced({ binding: 'copy', expiresAtMs: undefined }) }), startMs),
    ).toContain('stays in /home/ada/.codex/auth.json');
    expect(explainDrop(createRecord({ placed: undefined }), startMs)).toContain('only the note goes');
  });
});
