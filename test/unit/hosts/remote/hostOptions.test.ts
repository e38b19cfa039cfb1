import { describe, expect, it } from 'vitest';
import { findHostNews } from '../../../../src/hosts/remote/hostNews.ts';
import { listHostOptions, type HostOption } from '../../../../src/hosts/remote/hostOptions.ts';
import type { RemoteSignInStatus } from '../../../../src/hosts/remote/remoteSignInStatus.ts';
import type { ConnectedHost } from '../../../../src/hosts/remote/remoteState.ts';
import type { HostChoice } from '../../../../src/storage/hostRecords.ts';
import { createAccount, createCredential, accountIdOf } from '../../../support/records.ts';
import { createConnected, createPlaced, minuteMs, startMs } from './remoteHostScene.ts';

const work = createAccount({ label: 'Work' });
const home = createAccount({ label: 'Home' });
const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });

function list(
  state: ConnectedHost,
  over: { inUse?: string; byDefault?: HostChoice; accounts?: (typeof work)[] } = {},
): readonly string[] {
  const { inUse = work.id, byDefault = 'auto', accounts = [home, work, key] } = over;
  return listHostOptions({
    state,
    accounts,
    inUse: inUse === undefined ? undefined : accountIdOf(inUse),
    byDefault,
  }).map(tell);
}

function tell(option: HostOption): string {
  const advice = 'advice' in option && option.advice !== undefined ? ` ← ${option.advice}` : '';
  return option.kind === 'lend' ? `${option.binding} ${option.account.label}${advice}` : `${option.kind}${advice}`;
}

describe('what can be done about a host', () => {
  it('begins with a lease of the account in use where only the CLI is', () => {
    expect(list(createConnected({ kind: 'empty' }))).toEqual([
      'lease Work ← cliOnly',
      'lease Home',
      'copy Key',
      'own',
      'cli',
      'leave',
    ]);
  });

  it('begins with an own sign-in where the IDE extension is', () => {
    const state = createConnected({ kind: 'empty' }, { hello: { codex: { hasCli: true, hasIdeExtension: true } } });
    expect(list(state).slice(0, 2)).toEqual(['own ← ideExtensionThere', 'lease Work']);
  });

  it('recommends a copy of a key that is in use', () => {
    expect(list(createConnected({ kind: 'empty' }), { inUse: key.id })[0]).toBe('copy Key ← keysAreCopied');
  });

  it('offers renewing and removing of what is ours, and nothing of the kind for what is not', () => {
    const placed = createPlaced();
    expect(list(createConnected({ kind: 'placed', placed, ending: 'good' }))).toEqual(
      expect.arrayContaining(['renew', 'remove']),
    );
    const own = createPlaced({ binding: 'own', expiresAtMs: undefined });
    expect(list(createConnected({ kind: 'placed', placed: own, ending: 'never' }))).not.toContain('renew');
    const found = { credential: 'chatgpt', email: undefined, label: undefined } as const;
    const drifted = list(createConnected({ kind: 'accountChangedRemotely', placed, found }));
    expect(drifted.filter((option) => option === 'renew' || option === 'remove')).toEqual([]);
  });

  it('lets a word about a host be taken back', () => {
    expect(list(createConnected({ kind: 'empty' }, { choice: 'none' }))).toEqual(expect.arrayContaining(['auto']));
    expect(list(createConnected({ kind: 'empty' }, { choice: 'none' }))).not.toContain('leave');
    expect(list(createConnected({ kind: 'empty' }, { choice: 'own' }))[0]).toBe('own ← youChose');
  });

  it('still has ways for somebody who has no account yet', () => {
    expect(list(createConnected({ kind: 'empty' }), { accounts: [] })).toEqual(['own', 'cli', 'leave']);
  });
});

describe('what is told unasked', () => {
  const placed = createPlaced();
  const justPlaced = createPlaced({ placedAtMs: startMs + 9 * minuteMs });
  const statuses: readonly (readonly [string, RemoteSignInStatus, string, boolean, HostChoice, string | undefined])[] =
    [
      [
        'what was put there is gone',
        { kind: 'signedOutRemotely', was: placed },
        'ssh-remote',
        false,
        'auto',
        'useAccount',
      ],
      ['a new container', { kind: 'empty' }, 'dev-container', false, 'auto', 'useAccount'],
      ['a new Codespace', { kind: 'empty' }, 'codespaces', false, 'auto', 'useAccount'],
      ['nothing about a server that never had anything', { kind: 'empty' }, 'ssh-remote', false, 'auto', undefined],
      [
        'nothing where the person wants nothing',
        { kind: 'signedOutRemotely', was: placed },
        'dev-container',
        false,
        'none',
        undefined,
      ],
      [
        'nothing of a lease before its renewal was tried',
        { kind: 'placed', placed, ending: 'soon' },
        'ssh-remote',
        false,
        'auto',
        undefined,
      ],
      [
        'a lease that could not be renewed',
        { kind: 'placed', placed, ending: 'soon' },
        'ssh-remote',
        true,
        'auto',
        'leaseEnds',
      ],
      ['a good lease is no news', { kind: 'placed', placed, ending: 'good' }, 'ssh-remote', true, 'auto', undefined],
      [
        'a Codex that needs a restart',
        { kind: 'restartRequired', placed, isRenewed: true, what: { isServer: true, isExtension: false } },
        'ssh-remote',
        false,
        'auto',
        'restart',
      ],
      [
        'a Codex extension that needs a restart',
        { kind: 'restartRequired', placed: justPlaced, isRenewed: true, what: { isServer: true, isExtension: true } },
        'ssh-remote',
        false,
        'auto',
        'restart',
      ],
      [
        'a server that the companion has just looked after',
        { kind: 'restartRequired', placed: justPlaced, isRenewed: true, what: { isServer: true, isExtension: false } },
        'ssh-remote',
        false,
        'auto',
        undefined,
      ],
      [
        'a Codex on a lease that is still to be renewed',
        { kind: 'restartRequired', placed, isRenewed: false, what: { isServer: true, isExtension: false } },
        'ssh-remote',
        false,
        'auto',
        undefined,
      ],
      [
        'drift is said in the status bar',
        { kind: 'accountChangedRemotely', placed, found: { credential: 'apiKey', email: undefined, label: undefined } },
        'ssh-remote',
        true,
        'auto',
        undefined,
      ],
    ];
  it.each(statuses)('%s', (_name, signIn, remoteName, wasTried, choice, kind) => {
    expect(
      findHostNews({
        state: createConnected(signIn, { choice }),
        remoteName,
        byDefault: 'auto',
        wasTried,
        wasOffered: false,
        nowMs: startMs + 10 * minuteMs,
      })?.kind,
    ).toBe(kind);
  });

  it('is nothing where the setting wants nothing, unless the person said otherwise of this host', () => {
    const facts = {
      remoteName: 'dev-container',
      byDefault: 'none',
      wasTried: false,
      wasOffered: false,
      nowMs: startMs + 10 * minuteMs,
    } as const;
    expect(findHostNews({ ...facts, state: createConnected({ kind: 'empty' }) })).toBeUndefined();
    expect(findHostNews({ ...facts, state: createConnected({ kind: 'empty' }, { choice: 'lease' }) })?.kind).toBe(
      'useAccount',
    );
  });

  it.each([
    ['the companion is not there', { kind: 'missing' }, false, 'install'],
    ['it was offered there before', { kind: 'missing' }, true, undefined],
    ['the companion is of an earlier release', { kind: 'older', version: '0.0.1' }, true, 'install'],
    ['this extension is the older one', { kind: 'newer', version: '9.0.0' }, false, undefined],
    ['nothing is known yet', { kind: 'unknown' }, false, undefined],
  ] as const)('offers the companion, but not for ever: %s', (_name, state, wasOffered, kind) => {
    expect(
      findHostNews({ state, remoteName: 'ssh-remote', byDefault: 'auto', wasTried: false, wasOffered, nowMs: startMs })
        ?.kind,
    ).toBe(kind);
  });
});
