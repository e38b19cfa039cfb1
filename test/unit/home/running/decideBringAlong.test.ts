import { describe, expect, it } from 'vitest';
import {
  chooseEnding,
  decideBringAlong,
  type BringAlongStep,
  type FollowMode,
} from '../../../../src/home/running/decideBringAlong.ts';
import type { RunningCodex } from '../../../../src/home/running/inventory.ts';
import { serverOf } from './runningFakes.ts';

type Row = readonly [Partial<RunningCodex>, Readonly<Record<FollowMode, BringAlongStep>>];

describe('a server that uses another account', () => {
  it.each<Row>([
    [{}, { ask: 'stop', always: 'stop', never: 'tell' }],
    [{ isRemoteControlled: true }, { ask: 'restart', always: 'restart', never: 'tell' }],
    [{ clients: 1 }, { ask: 'ask', always: 'restart', never: 'tell' }],
    [{ clients: undefined }, { ask: 'ask', always: 'restart', never: 'tell' }],
    [{ activity: 'atWork' }, { ask: 'ask', always: 'ask', never: 'tell' }],
    [{ activity: 'unknown' }, { ask: 'ask', always: 'ask', never: 'tell' }],
    [
      { activity: 'atWork', clients: 1 },
      { ask: 'ask', always: 'ask', never: 'tell' },
    ],
    [{ used: { kind: 'none' } }, { ask: 'stop', always: 'stop', never: 'tell' }],
  ])('%j', (fields, steps) => {
    const decide = (mode: FollowMode): BringAlongStep => decideBringAlong(serverOf(fields), mode);
    expect({ ask: decide('ask'), always: decide('always'), never: decide('never') }).toEqual(steps);
  });
});

describe('a server that uses the account of the Home, or a variable', () => {
  it.each<readonly [Partial<RunningCodex>, BringAlongStep]>([
    [{ used: { kind: 'home' } }, 'nothing'],
    [{ used: { kind: 'unknown' } }, 'nothing'],
    [{ used: { kind: 'variable', name: 'CODEX_ACCESS_TOKEN' } }, 'nothing'],
    [{ used: { kind: 'oldStore' } }, 'stop'],
    [{ used: { kind: 'oldStore' }, clients: 1 }, 'ask'],
  ])('%j: %s', (fields, step) => {
    expect(decideBringAlong(serverOf(fields), 'ask')).toBe(step);
  });
});

it.each<readonly [Partial<RunningCodex>, string]>([
  [{ clients: 0 }, 'stop'],
  [{ clients: 0, isRemoteControlled: true }, 'restart'],
  [{ clients: 2 }, 'restart'],
  [{ clients: undefined }, 'restart'],
])('%j is ended by a %s', (fields, ending) => {
  expect(chooseEnding(serverOf(fields))).toBe(ending);
});
