import { describe, expect, it } from 'vitest';
import type { RunningCodex, RunningKind, UsedAccount } from '../../../../src/home/running/inventory.ts';
import type { ReportedAccount } from '../../../../src/protocol/appServer.ts';
import {
  describeElsewhere,
  describeShortly,
  usedWord,
  type RunningNames,
} from '../../../../src/ui/text/runningText.ts';

const ada: ReportedAccount = {
  kind: 'chatgpt',
  email: 'ada@practice.example',
  plan: 'plus',
  userId: 'user-ada',
  workspaceId: 'w-1',
  workspaceName: undefined,
};
const names: RunningNames = { hidePersonalInfo: false, findLabel: () => undefined, host: undefined };

function running(kind: RunningKind, used: UsedAccount): RunningCodex {
  return {
    kind,
    used,
    pid: 42,
    activity: 'idle',
    clients: 0,
    ageMs: 1000,
    version: undefined,
    isRemoteControlled: false,
  };
}

describe('the account that a running Codex uses', () => {
  it.each<readonly [string, UsedAccount, Partial<RunningNames>, string | undefined]>([
    ['is not named when it is the one in the Home', { kind: 'home' }, {}, undefined],
    ['is not named when it is not known', { kind: 'unknown' }, {}, undefined],
    ['has the name that the person gave it', { kind: 'other', who: ada }, { findLabel: () => 'Private' }, 'Private'],
    ['is told by its e-mail where it has no name', { kind: 'other', who: ada }, {}, 'ada@practice.example'],
    [
      'keeps its e-mail to itself while personal data is hidden',
      { kind: 'other', who: ada },
      { hidePersonalInfo: true },
      '(e-mail hidden)',
    ],
    ['never becomes a link', { kind: 'other', who: ada }, { findLabel: () => '[Ada](command:x)' }, '–'],
    ['is a key when it is one', { kind: 'other', who: { kind: 'apiKey' } }, {}, 'an API key'],
    ['is the one before when nothing else is known', { kind: 'other', who: undefined }, {}, 'the account before'],
    ['is none for a Codex that is signed out', { kind: 'none' }, {}, 'no account'],
  ])('%s', (_name, used, over, word) => {
    expect(usedWord(used, { ...names, ...over })).toBe(word);
  });
});

describe('what is said about a running Codex', () => {
  const other: UsedAccount = { kind: 'other', who: ada };

  it('is one sentence for each that uses another account, and none for the others', () => {
    const said = describeElsewhere(
      [
        running('terminals', other),
        running('extension', other),
        running('exec', { kind: 'home' }),
        running('vscode', { kind: 'unknown' }),
      ],
      names,
    );
    expect(said).toEqual([
      'Codex in your terminals still uses ada@practice.example.',
      'The Codex extension still uses ada@practice.example.',
    ]);
  });

  it('says of a signed-out server that it is signed out', () => {
    expect(describeElsewhere([running('terminals', { kind: 'none' })], names)[0]).toContain(
      'Codex in your terminals is signed out',
    );
  });

  it.each<readonly [RunningKind, string]>([
    ['terminals', 'terminals: ada@practice.example'],
    ['terminal', 'terminals: ada@practice.example'],
    ['extension', 'extension: ada@practice.example'],
    ['program', 'process 42: ada@practice.example'],
    ['vscode', 'VS Code: ada@practice.example'],
  ])('fits into the status bar for %s', (kind, word) => {
    expect(describeShortly([running('exec', { kind: 'home' }), running(kind, other)], names)).toBe(word);
  });

  it('is nothing when every Codex uses the account of the Home', () => {
    expect(describeShortly([running('terminals', { kind: 'home' })], names)).toBeUndefined();
  });
});
