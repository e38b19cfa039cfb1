import { describe, expect, it } from 'vitest';
import {
  isElsewhere,
  takeInventory,
  type InventoryFacts,
  type UsedAccount,
} from '../../../../src/home/running/inventory.ts';
import type { CodexProcess, HomeHolder } from '../../../../src/home/running/ports.ts';
import type { ReportedAccount } from '../../../../src/protocol/appServer.ts';
import { adaHolder, adaTold, answersOf, processOf, serverPid } from './runningFakes.ts';

const nowMs = 1_000_000;
const sinceMs = nowMs - 60_000;

/** The one account changed a minute ago. */
function inventory(facts: Partial<InventoryFacts>) {
  return takeInventory({
    processes: [],
    asked: undefined,
    home: { holder: adaHolder, sinceMs, isAtRest: true, dueSinceMs: undefined },
    nowMs,
    ...facts,
  });
}

function usedBy(
  account: ReportedAccount | undefined,
  holder: HomeHolder,
  ageMs: number | undefined = 30_000,
): UsedAccount | undefined {
  const asked = { server: { pid: serverPid, ageMs, variable: undefined }, answers: answersOf({ account }) };
  return inventory({ asked, home: { holder, sinceMs, isAtRest: true, dueSinceMs: undefined } })[0]?.used;
}

describe('a process without a background server is met as', () => {
  it.each<readonly [Partial<CodexProcess>, string | undefined]>([
    [{ role: 'updateLoop' }, undefined],
    [{ role: 'backgroundServer' }, 'terminals'],
    [{ role: 'backgroundServer', usesHome: undefined }, undefined],
    [{ role: 'terminal' }, 'terminal'],
    [{ role: 'terminal', isAlone: true }, 'terminal'],
    [{ role: 'exec' }, 'exec'],
    [{ role: 'appServer', isOurChild: true }, 'extension'],
    [{ role: 'appServer', isOurChild: undefined }, 'extension'],
    [{ role: 'appServer', isOurChild: false }, 'program'],
    [{ role: 'agentHost' }, 'vscode'],
    [{ role: 'agentHost', ageMs: 1000 }, undefined],
    [{ role: 'agentHost', ageMs: undefined }, 'vscode'],
    [{ role: 'exec', usesHome: false }, undefined],
    [{ role: 'exec', usesHome: undefined }, 'exec'],
  ])('%j: %s', (process, kind) => {
    expect(inventory({ processes: [processOf(process)] })[0]?.kind).toBe(kind);
  });
});

describe('beside a background server', () => {
  const asked = { server: { pid: serverPid, ageMs: 30_000, variable: undefined }, answers: answersOf({ clients: 1 }) };

  it.each<readonly [Partial<CodexProcess>, readonly string[]]>([
    [{ role: 'terminal' }, ['terminals']],
    [{ role: 'terminal', isAlone: true }, ['terminals', 'terminal']],
    [{ role: 'backgroundServer', pid: serverPid }, ['terminals']],
    [{ role: 'exec' }, ['terminals', 'exec']],
    [{ role: 'appServer' }, ['terminals', 'extension']],
  ])('%j is met as %j', (process, kinds) => {
    expect(inventory({ asked, processes: [processOf(process)] }).map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each<readonly [number | undefined, readonly string[]]>([
    [0, ['terminals', 'terminal', 'terminal']],
    [1, ['terminals', 'terminal', 'terminal']],
    [2, ['terminals']],
    [undefined, ['terminals']],
  ])('two terminals, with %s programs open on it, are met as %j', (clients, kinds) => {
    const processes = [processOf({ pid: 21 }), processOf({ pid: 22 })];
    expect(
      inventory({ asked: { ...asked, answers: answersOf({ clients }) }, processes }).map(({ kind }) => kind),
    ).toEqual(kinds);
  });

  it('its answers are told with it, and nothing is made up for one that gave none', () => {
    const said = answersOf({ isAtWork: true, clients: 2, version: '0.171.0', isRemoteControlled: true });
    const itself = { kind: 'terminals', pid: serverPid, ageMs: 30_000 };
    expect(inventory({ asked: { ...asked, answers: said } })).toEqual([
      {
        ...itself,
        used: { kind: 'home' },
        activity: 'atWork',
        clients: 2,
        version: '0.171.0',
        isRemoteControlled: true,
      },
    ]);
    expect(inventory({ asked: { ...asked, answers: undefined } })).toEqual([
      {
        ...itself,
        used: { kind: 'home' },
        activity: 'unknown',
        clients: undefined,
        version: undefined,
        isRemoteControlled: false,
      },
    ]);
  });

  it.each<readonly [boolean | undefined, string]>([
    [true, 'atWork'],
    [false, 'idle'],
    [undefined, 'unknown'],
  ])('at work %s is %s', (isAtWork, activity) => {
    expect(inventory({ asked: { ...asked, answers: answersOf({ isAtWork }) } })[0]?.activity).toBe(activity);
  });
});

describe('what is not asked uses', () => {
  it.each<readonly [number | undefined, number | undefined, UsedAccount['kind']]>([
    [60_000, sinceMs, 'home'],
    [59_999, sinceMs, 'home'],
    [60_001, sinceMs, 'other'],
    [undefined, sinceMs, 'unknown'],
    [60_001, undefined, 'unknown'],
  ])('%s ms old, with the account there since %s: %s', (ageMs, since, kind) => {
    const home = { holder: adaHolder, sinceMs: since, isAtRest: true, dueSinceMs: undefined };
    expect(inventory({ processes: [processOf({ role: 'exec', ageMs })], home })[0]?.used.kind).toBe(kind);
  });
});

describe('a server that is asked uses', () => {
  const cyn: ReportedAccount = { ...adaTold, userId: 'user-cyn', email: 'cyn@example.com' };
  const nameless: ReportedAccount = { ...adaTold, userId: undefined, workspaceId: undefined };
  it.each<readonly [ReportedAccount | undefined, HomeHolder, UsedAccount]>([
    [adaTold, adaHolder, { kind: 'home' }],
    [cyn, adaHolder, { kind: 'other', who: cyn }],
    [
      { ...adaTold, workspaceId: 'elsewhere' },
      adaHolder,
      { kind: 'other', who: { ...adaTold, workspaceId: 'elsewhere' } },
    ],
    [nameless, adaHolder, { kind: 'home' }],
    [{ kind: 'none' }, adaHolder, { kind: 'none' }],
    [{ kind: 'none' }, { kind: 'none' }, { kind: 'home' }],
    [adaTold, { kind: 'none' }, { kind: 'other', who: adaTold }],
    [adaTold, { kind: 'apiKey' }, { kind: 'other', who: adaTold }],
    [{ kind: 'apiKey' }, adaHolder, { kind: 'other', who: { kind: 'apiKey' } }],
    [{ kind: 'apiKey' }, { kind: 'apiKey' }, { kind: 'home' }],
    [adaTold, { kind: 'unknown' }, { kind: 'home' }],
    [undefined, adaHolder, { kind: 'home' }],
  ])('%j where there is %j: %j', (told, holder, used) => {
    expect(usedBy(told, holder)).toEqual(used);
  });

  it('what its age says where its word has no name', () => {
    const older = 90_000;
    expect(usedBy({ kind: 'apiKey' }, { kind: 'apiKey' }, older)).toEqual({ kind: 'other', who: { kind: 'apiKey' } });
    expect(usedBy(nameless, adaHolder, older)).toEqual({ kind: 'other', who: undefined });
    expect(usedBy(adaTold, { kind: 'unknown' }, older)).toEqual({ kind: 'other', who: adaTold });
    expect(usedBy({ kind: 'none' }, { kind: 'unknown' }, older)).toEqual({ kind: 'other', who: undefined });
  });
});

it.each<readonly [UsedAccount, boolean]>([
  [{ kind: 'home' }, false],
  [{ kind: 'unknown' }, false],
  [{ kind: 'none' }, true],
  [{ kind: 'other', who: undefined }, true],
])('%j is elsewhere: %s', (used, isSo) => {
  const [row] = inventory({ processes: [processOf({ role: 'exec' })] });
  expect(row && isElsewhere({ ...row, used })).toBe(isSo);
});

it('says of a codex exec that it is at work, and knows it of nothing else that is not asked', () => {
  const rows = inventory({ processes: [processOf({ role: 'exec' }), processOf({ role: 'appServer' })] });
  expect(rows.map(({ activity }) => activity)).toEqual(['atWork', 'unknown']);
});

it('infers what a server uses that does not answer', () => {
  expect(
    inventory({ asked: { server: { pid: serverPid, ageMs: 90_000, variable: undefined }, answers: undefined } })[0]
      ?.used,
  ).toEqual({ kind: 'other', who: undefined });
});

it('the age of a server is taken from the list of processes where its files do not tell it', () => {
  const asked = { server: { pid: serverPid, ageMs: undefined, variable: undefined }, answers: undefined };
  const processes = [processOf({ pid: serverPid, role: 'backgroundServer', usesHome: undefined, ageMs: 90_000 })];
  expect(inventory({ asked, processes })[0]).toMatchObject({
    ageMs: 90_000,
    used: { kind: 'other' },
    activity: 'unknown',
  });
});

it('a server that a variable signs in uses that, whoever it says it is', () => {
  const asked = { server: { pid: serverPid, ageMs: 30_000, variable: 'CODEX_ACCESS_TOKEN' }, answers: answersOf({}) };
  expect(inventory({ asked })[0]?.used).toEqual({ kind: 'variable', name: 'CODEX_ACCESS_TOKEN' });
});

it('nothing is said of a terminal that has yet to join the server again, and of one that does without it all is inferred', () => {
  const asked = { server: { pid: serverPid, ageMs: 1000, variable: undefined }, answers: answersOf({ clients: 0 }) };
  const processes = [processOf({ pid: 21, ageMs: 90_000 }), processOf({ pid: 22, ageMs: 90_000, isAlone: true })];
  expect(inventory({ asked, processes }).map(({ kind, used }) => `${kind}: ${used.kind}`)).toEqual([
    'terminals: home',
    'terminal: unknown',
    'terminal: other',
  ]);
});
