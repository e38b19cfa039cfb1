import { describe, expect, it } from 'vitest';
import { findNotices, judgeShare, type Told } from '../../../../src/billing/usage/usageNotices.ts';
import { fiveHours, usageOf, week, windowOf } from './usageScene.ts';

const hourMs = 60 * 60 * 1000;

/** What is said at each of these answers: used percent, hour of the answer, hour of the reset. */
function follow(answers: readonly (readonly [number, number, number])[]): readonly (readonly string[])[] {
  let told: Told = {};
  return answers.map(([used, atHour, resetHour]) => {
    const found = findNotices(usageOf([windowOf(used, resetHour * hourMs)]), told, atHour * hourMs);
    ({ told } = found);
    return found.notices.map(({ kind }) => kind);
  });
}

describe('a notice about a limit', () => {
  it.each<[string, Parameters<typeof follow>[0], readonly (readonly string[])[]]>([
    [
      'is not given while there is enough',
      [
        [0, 0, 5],
        [74, 1, 5],
        [89.9, 2, 5],
      ],
      [[], [], []],
    ],
    [
      'is given once when it is near',
      [
        [90, 0, 5],
        [92, 1, 5],
        [99, 2, 5],
      ],
      [['near'], [], []],
    ],
    [
      'is given once more when it is reached',
      [
        [95, 0, 5],
        [100, 1, 5],
        [104, 2, 5],
      ],
      [['near'], ['reached'], []],
    ],
    [
      'is given when it is free again',
      [
        [100, 0, 5],
        [3, 5.1, 10],
        [4, 6, 10],
      ],
      [['reached'], ['free'], []],
    ],
    [
      'is not given of what was only near and is a little less so, nor once more when it is near again',
      [
        [91, 0, 5],
        [89, 1, 5],
        [91, 2, 5],
        [100, 3, 5],
        [2, 5.1, 10],
      ],
      [['near'], [], [], ['reached'], ['free']],
    ],
    [
      'is not given when it was free long before anybody asked',
      [
        [100, 0, 5],
        [3, 30, 35],
      ],
      [['reached'], []],
    ],
    [
      'is given again for the next window',
      [
        [100, 0, 5],
        [95, 6, 10],
        [96, 7, 10],
      ],
      [['reached'], ['near'], []],
    ],
    [
      'is not given again for a reset that moves by seconds',
      [
        [95, 0, 5],
        [95, 1, 5.001],
        [95, 2, 4.999],
      ],
      [['near'], [], []],
    ],
    [
      'is given when a limit is raised before its reset',
      [
        [100, 0, 5],
        [50, 1, 5],
      ],
      [['reached'], ['free']],
    ],
  ])('%s', (_name, answers, expected) => {
    expect(follow(answers)).toEqual(expected);
  });

  it('is of each window by itself, and of additional limits and the spend limit too', () => {
    const individual = { limit: '10', used: '10', remaining: '0', usedPercent: 100, resetsAtMs: hourMs };
    const usage = usageOf([windowOf(95, hourMs, fiveHours), windowOf(20, hourMs, week)], {
      additional: [{ name: 'Review', windows: [windowOf(91, hourMs, week)] }],
      spendControl: { isReached: true, individual },
    });
    const { notices } = findNotices(usage, {}, 0);
    expect(notices.map(({ kind, meter }) => [kind, meter.key])).toEqual([
      ['near', '/18000'],
      ['near', 'Review/604800'],
      ['reached', 'spendControl'],
    ]);
  });

  it('is never made of what is unknown', () => {
    expect(findNotices({ plan: 'plus', additional: [] }, {}, 0).notices).toEqual([]);
  });
});

describe('the level of a share', () => {
  it.each([
    [0, 'calm'],
    [74.9, 'calm'],
    [75, 'notable'],
    [90, 'near'],
    [99.9, 'near'],
    [100, 'reached'],
    [130, 'reached'],
  ])('%d percent: %s', (share, level) => {
    expect(judgeShare(share)).toBe(level);
  });
});
