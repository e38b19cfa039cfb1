import { describe, expect, it } from 'vitest';
import type { HostStanding } from '../../../../src/hosts/hostStanding.ts';
import type { RemoteState } from '../../../../src/hosts/remoteState.ts';
import { viewHost } from '../../../../src/ui/hosts/hostView.ts';
import { noAnswerWord } from '../../../../src/ui/hosts/hostWords.ts';
import { createConnected, createPlaced, startMs } from '../../hosts/remoteHostScene.ts';

const placed = createPlaced();
const found = { credential: 'chatgpt', email: 'eve@example.com', label: undefined } as const;
const options = { remoteName: 'ssh-remote', hidePersonalInfo: false };
const view = (standing: HostStanding) => viewHost(createConnected(standing), options);

const standings: readonly (readonly [HostStanding, string, 'info' | 'warning', string | undefined])[] = [
  [{ kind: 'empty' }, 'is signed out', 'info', 'useAccount'],
  [{ kind: 'emptied', was: placed }, 'is gone (lease of Work)', 'warning', 'useAccount'],
  [{ kind: 'placed', placed, ending: 'soon' }, 'has not been renewed yet', 'warning', 'renew'],
  [{ kind: 'placed', placed, ending: 'ended' }, 'has ended', 'warning', 'renew'],
  [{ kind: 'placed', placed: createPlaced({ binding: 'own', label: 'ada' }), ending: 'never' }, 'sign-in of its own (ada), which it renews itself', 'info', undefined],
  [{ kind: 'placed', placed: createPlaced({ binding: 'copy', label: 'Key' }), ending: 'never' }, 'uses a copy of Key.', 'info', undefined],
  [{ kind: 'fallenOut', placed, isRenewed: false }, 'has ended while Codex is running there', 'warning', 'restart'],
  [{ kind: 'fallenOut', placed, isRenewed: true }, 'and is renewed', 'warning', 'restart'],
  [{ kind: 'drifted', placed, found }, 'eve@example.com instead of the lease of Work', 'warning', undefined],
  [{ kind: 'foreign', found }, 'by other means: eve@example.com', 'info', undefined],
  [{ kind: 'unreadable', problem: 'notJson' }, 'cannot be read (notJson)', 'warning', undefined],
];

describe('what is said about a host', () => {
  it('is which lease, and until when it is good', () => {
    const shown = view({ kind: 'placed', placed, ending: 'good' });
    expect(shown).toMatchObject({ name: 'gpu-box', tone: 'info', offer: undefined });
    expect(shown.short).toMatch(/^lease of Work, good until .+/u);
    expect(shown.sentence).toMatch(/^Codex on gpu-box uses a lease of Work, good until .+ while a window is open there\.$/u);
  });

  it.each(standings)('%j', (standing, part, tone, offer) => {
    const shown = view(standing);
    expect(shown.sentence).toContain(part);
    expect([shown.tone, shown.offer, shown.name]).toEqual([tone, offer, 'gpu-box']);
    expect(`${shown.short}${shown.sentence}`).not.toMatch(/\{\d\}|undefined/u);
  });

  it('says that nothing is imported from there, where one would look for it', () => {
    for (const standing of [{ kind: 'drifted', placed, found }, { kind: 'foreign', found }] as const) {
      expect(view(standing).sentence).toContain('never taken over from another host');
    }
  });

  it('offers nothing for a host that is to be left alone', () => {
    expect(viewHost(createConnected({ kind: 'empty' }, {}, 'none'), options).offer).toBeUndefined();
    expect(viewHost(createConnected({ kind: 'emptied', was: placed }, {}, 'none'), options).offer).toBeUndefined();
  });

  it('hides the e-mail address of a stranger when the person wants that', () => {
    const shown = viewHost(createConnected({ kind: 'foreign', found }), { ...options, hidePersonalInfo: true });
    expect(`${shown.short}${shown.sentence}`).not.toContain('eve@');
  });

  it('shows a hostile host name as text', () => {
    const state = createConnected({ kind: 'empty' });
    const shown = viewHost({ ...state, record: { ...state.record, name: 'a\u202Eb\n'.repeat(80) } }, options);
    expect(shown.name).not.toMatch(/[\u202E\n]/u);
    expect(shown.name.length).toBeLessThan(70);
  });

  const unreached: readonly RemoteState[] = [
    { kind: 'unknown' },
    { kind: 'missing' },
    { kind: 'older', version: '0.0.1' },
    { kind: 'newer', version: '9.9.9' },
    { kind: 'unintelligible' },
    { kind: 'refused', refusal: { code: 'untrusted' } },
  ];
  it.each(unreached)('names the remote while its host is not reached: %j', (state) => {
    const shown = viewHost(state, options);
    expect(shown.sentence).toContain('ssh-remote');
    expect(shown.offer).toBe(state.kind === 'missing' || state.kind === 'older' ? 'install' : undefined);
  });

  it.each(['declined', 'otherHost', 'badRequest', 'notOurs', 'changedMeanwhile', 'problem', 'untrusted'] as const)('has words for the refusal %s', (code) => {
    expect(noAnswerWord({ kind: 'refused', refusal: { code, problem: 'diskFull', path: '/home/ada/.codex/auth.json' } }, 'gpu-box')).not.toMatch(/undefined|\{\d/u);
  });

  it('counts from this computer’s clock', () => {
    expect(view({ kind: 'placed', placed: createPlaced({ expiresAtMs: startMs }), ending: 'good' }).short).toContain(String(new Date(startMs).getFullYear()));
  });
});

describe('a host that tells of itself what a notification would turn into a link', () => {
  const hostile = '[Renew](command:workbench.action.terminal.new)';
  const link = /\]\(|command:/u;

  it.each(standings.map(([standing]) => standing))('has none in %j', (standing) => {
    const state = createConnected(standing);
    const shown = viewHost({ ...state, record: { ...state.record, name: hostile } }, options);
    expect(`${shown.name}${shown.short}${shown.sentence}`).not.toMatch(link);
  });

  it.each<RemoteState>([
    createConnected({ kind: 'foreign', found: { ...found, email: hostile } }),
    createConnected({ kind: 'foreign', found: { ...found, label: hostile } }),
    createConnected({ kind: 'unreadable', problem: hostile }),
    { kind: 'older', version: hostile },
    { kind: 'newer', version: hostile },
    { kind: 'refused', refusal: { code: 'problem', path: hostile, problem: hostile } },
  ])('nor with %j', (state) => {
    expect(viewHost(state, options).sentence).not.toMatch(link);
  });
});
