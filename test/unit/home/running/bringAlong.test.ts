import { describe, expect, it } from 'vitest';
import { chooseEnding, decideBringAlong, type BringAlongStep, type FollowMode } from '../../../../src/home/running/bringAlong.ts';
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
    [{ activity: 'atWork', clients: 1 }, { ask: 'ask', always: 'ask', never: 'tell' }],
    [{ used: { kind: 'nobody' } }, { ask: 'stop', always: 'stop', never: 'tell' }],
  ])('%j', (fields, steps) => {
    const decide = (mode: FollowMode): BringAlongStep => decideBringAlong(serverOf(fields), { mode, isStoreMoved: false });
    expect({ ask: decide('ask'), always: decide('always'), never: decide('never') }).toEqual(steps);
  });
});

describe('a server that uses the account of the Home', () => {
  it.each<readonly [Partial<RunningCodex>, boolean, BringAlongStep]>([
    [{ used: { kind: 'home' } }, false, 'nothing'],
    [{ used: { kind: 'unknown' } }, false, 'nothing'],
    [{ used: { kind: 'home' } }, true, 'stop'],
    [{ used: { kind: 'home' }, clients: 1 }, true, 'ask'],
  ])('%j, with its store moved %s: %s', (fields, isStoreMoved, step) => {
    expect(decideBringAlong(serverOf(fields), { mode: 'ask', isStoreMoved })).toBe(step);
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
