import { describe, expect, it } from 'vitest';
import type { RemoteSignInStatus } from '../../../../src/hosts/remote/remoteSignInStatus.ts';
import type { RemoteState } from '../../../../src/hosts/remote/remoteState.ts';
import { viewHost } from '../../../../src/ui/text/hostView.ts';
import { noAnswerWord } from '../../../../src/ui/text/hostText.ts';
import { createConnected, createPlaced, createRunning, startMs } from '../../hosts/remote/remoteHostScene.ts';

const placed = createPlaced();
const found = { credential: 'chatgpt', email: 'eve@example.com', label: undefined } as const;
const options = { remoteName: 'ssh-remote', hidePersonalInfo: false, findLabel: () => undefined };
const server = { isServer: true, isExtension: false };
const extension = { isServer: false, isExtension: true };
const terminal = { isServer: false, isExtension: false };
const view = (signIn: RemoteSignInStatus) => viewHost(createConnected(signIn), options);

const statuses: readonly (readonly [RemoteSignInStatus, string, 'info' | 'warning', string | undefined])[] = [
  [{ kind: 'empty' }, 'is signed out', 'info', 'useAccount'],
  [{ kind: 'signedOutRemotely', was: placed }, 'is gone (lease of Work)', 'warning', 'useAccount'],
  [{ kind: 'placed', placed, ending: 'soon' }, 'has not been renewed yet', 'warning', 'renew'],
  [{ kind: 'placed', placed, ending: 'ended' }, 'has ended', 'warning', 'renew'],
  [
    { kind: 'placed', placed: createPlaced({ binding: 'own', label: 'ada' }), ending: 'never' },
    'sign-in of its own (ada), which it renews itself',
    'info',
    undefined,
  ],
  [
    { kind: 'placed', placed: createPlaced({ binding: 'copy', label: 'Key' }), ending: 'never' },
    'uses a copy of Key.',
    'info',
    undefined,
  ],
  [
    { kind: 'restartRequired', placed, isRenewed: false, what: server },
    'Renew it, and Codex in your terminals there is brought along',
    'warning',
    'renew',
  ],
  [
    { kind: 'restartRequired', placed, isRenewed: false, what: extension },
    'needs a restart of the extension host',
    'warning',
    'restart',
  ],
  [
    { kind: 'restartRequired', placed, isRenewed: true, what: server },
    'is renewed, but a Codex',
    'warning',
    'bringAlong',
  ],
  [
    { kind: 'restartRequired', placed, isRenewed: true, what: extension },
    'is renewed, but a Codex',
    'warning',
    'restart',
  ],
  [
    { kind: 'restartRequired', placed, isRenewed: true, what: terminal },
    'finds it when you start it again',
    'warning',
    undefined,
  ],
  [
    { kind: 'accountChangedRemotely', placed, found },
    'eve@example.com instead of the lease of Work',
    'warning',
    undefined,
  ],
  [{ kind: 'foreign', found }, 'by other means: eve@example.com', 'info', undefined],
  [{ kind: 'unreadable', problem: 'notJson' }, 'cannot be read (notJson)', 'warning', undefined],
];

describe('what is said about a host', () => {
  it('is which lease, and until when it is good', () => {
    const shown = view({ kind: 'placed', placed, ending: 'good' });
    expect(shown).toMatchObject({ name: 'gpu-box', tone: 'info', offer: undefined });
    expect(shown.short).toMatch(/^lease of Work, good until .+/u);
    expect(shown.sentence).toMatch(
      /^Codex on gpu-box uses a lease of Work, good until .+ while a window is open there\.$/u,
    );
  });

  it.each(statuses)('%j', (signIn, part, tone, offer) => {
    const shown = view(signIn);
    expect(shown.sentence).toContain(part);
    expect([shown.tone, shown.offer, shown.name]).toEqual([tone, offer, 'gpu-box']);
    expect(`${shown.short}${shown.sentence}`).not.toMatch(/\{\d\}|undefined/u);
  });

  it('says that nothing is imported from there, where one would look for it', () => {
    for (const signIn of [
      { kind: 'accountChangedRemotely', placed, found },
      { kind: 'foreign', found },
    ] as const) {
      expect(view(signIn).sentence).toContain('never taken over from another host');
    }
  });

  it('offers nothing for a host that is to be left alone', () => {
    expect(viewHost(createConnected({ kind: 'empty' }, { choice: 'none' }), options).offer).toBeUndefined();
    expect(
      viewHost(createConnected({ kind: 'signedOutRemotely', was: placed }, { choice: 'none' }), options).offer,
    ).toBeUndefined();
  });

  it('names an own sign-in there by workspace or plan alone where no person may be seen', () => {
    const own = createPlaced({ binding: 'own', label: 'ada', hiddenLabel: 'Plus' });
    const states = [
      { kind: 'signedOutRemotely', was: own },
      { kind: 'accountChangedRemotely', placed: own, found: { ...found, email: undefined } },
      { kind: 'placed', placed: own, ending: 'never' },
    ] as const;
    for (const signIn of states) {
      const shown = viewHost(createConnected(signIn), { ...options, hidePersonalInfo: true });
      expect(shown.sentence).toContain('sign-in of its own (Plus)');
      expect(`${shown.short}${shown.sentence}`).not.toContain('ada');
    }
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

  it.each(['declined', 'otherHost', 'badRequest', 'notOurs', 'changedMeanwhile', 'problem', 'untrusted'] as const)(
    'has words for the refusal %s',
    (code) => {
      expect(
        noAnswerWord(
          { kind: 'refused', refusal: { code, problem: 'diskFull', path: '/home/ada/.codex/auth.json' } },
          'gpu-box',
        ),
      ).not.toMatch(/undefined|\{\d/u);
    },
  );

  it('counts from this computer’s clock', () => {
    expect(view({ kind: 'placed', placed: createPlaced({ expiresAtMs: startMs }), ending: 'good' }).short).toContain(
      String(new Date(startMs).getFullYear()),
    );
  });
});

describe('what runs on a host', () => {
  const ada = {
    kind: 'chatgpt',
    email: 'ada@example.com',
    plan: undefined,
    userId: 'user-ada',
    workspaceId: 'workspace-ada',
    workspaceName: undefined,
  } as const;
  const still = createRunning({ used: { kind: 'other', who: ada } });
  const good = { kind: 'placed', placed, ending: 'good' } as const;

  it('on another account is said behind what stands there, with one click that brings it along', () => {
    const shown = viewHost(createConnected(good, { running: [still] }), options);
    expect(shown.sentence).toMatch(
      /^Codex on gpu-box uses a lease of Work.* Codex in your terminals on gpu-box still uses ada@example\.com\.$/u,
    );
    expect(shown).toMatchObject({
      tone: 'warning',
      offer: 'bringAlong',
      runningShort: 'terminals on gpu-box: ada@example.com',
    });
  });

  it('is called what the person calls it, and an address is hidden where they want that', () => {
    const state = createConnected(good, { running: [still] });
    expect(viewHost(state, { ...options, findLabel: () => 'Private' }).running).toEqual([
      'Codex in your terminals on gpu-box still uses Private.',
    ]);
    expect(viewHost(state, { ...options, hidePersonalInfo: true }).sentence).not.toContain('ada@');
  });

  it('on nobody is said to be signed out, though a sign-in stands there', () => {
    const shown = viewHost(createConnected(good, { running: [createRunning({ used: { kind: 'none' } })] }), options);
    expect(shown.running).toEqual([expect.stringMatching(/on gpu-box is signed out: it was started before/u)]);
  });

  it.each([
    ['terminal', /in a terminal on gpu-box \(process 7\) still uses/u],
    ['exec', /codex exec on gpu-box \(process 7\)/u],
    ['extension', /The Codex extension on gpu-box still uses/u],
    ['program', /another program on gpu-box \(process 7\)/u],
    ['vscode', /VS Code’s own Codex on gpu-box/u],
  ] as const)('is named for what it is, and no click is offered that does not help: %s', (kind, words) => {
    const shown = viewHost(
      createConnected(good, { running: [createRunning({ kind, used: { kind: 'other', who: undefined } })] }),
      options,
    );
    expect(shown.sentence).toMatch(words);
    expect([shown.offer, shown.tone]).toEqual([undefined, 'warning']);
    expect(shown.runningShort).toMatch(/on gpu-box: the account before$/u);
  });

  it('on an account that was taken away goes before another account, and behind what is missing', () => {
    const running = [still];
    expect(viewHost(createConnected({ kind: 'empty' }, { running }), options).offer).toBe('bringAlong');
    expect(viewHost(createConnected({ kind: 'signedOutRemotely', was: placed }, { running }), options).offer).toBe(
      'useAccount',
    );
    expect(viewHost(createConnected({ kind: 'placed', placed, ending: 'soon' }, { running }), options).offer).toBe(
      'renew',
    );
  });

  it('on the account of its Home, or on what is not known, is not mentioned', () => {
    const running = [createRunning(), createRunning({ kind: 'extension', used: { kind: 'unknown' } })];
    expect(viewHost(createConnected(good, { running }), options)).toEqual(view(good));
  });
});

describe('a host that tells of itself what a notification would turn into a link', () => {
  const hostile = '[Renew](command:workbench.action.terminal.new)';
  const link = /\]\(|command:/u;

  it.each(statuses.map(([signIn]) => signIn))('has none in %j', (signIn) => {
    const state = createConnected(signIn);
    const shown = viewHost({ ...state, record: { ...state.record, name: hostile } }, options);
    expect(`${shown.name}${shown.short}${shown.sentence}`).not.toMatch(link);
  });

  it.each<RemoteState>([
    createConnected({ kind: 'foreign', found: { ...found, email: hostile } }),
    createConnected({ kind: 'foreign', found: { ...found, label: hostile } }),
    createConnected({ kind: 'unreadable', problem: hostile }),
    createConnected(
      { kind: 'empty' },
      {
        running: [
          createRunning({
            used: {
              kind: 'other',
              who: {
                kind: 'chatgpt',
                email: hostile,
                plan: undefined,
                userId: undefined,
                workspaceId: undefined,
                workspaceName: undefined,
              },
            },
          }),
        ],
      },
    ),
    { kind: 'older', version: hostile },
    { kind: 'newer', version: hostile },
    { kind: 'refused', refusal: { code: 'problem', path: hostile, problem: hostile } },
  ])('nor with %j', (state) => {
    expect(viewHost(state, options).sentence).not.toMatch(link);
  });
});
