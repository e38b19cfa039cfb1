import { describe, expect, it } from 'vitest';
import { describeTimeLeft, findAnnouncement } from '../../../../src/webview/timeLeft.ts';

const countdown = {
  leftSeconds: 890,
  template: 'Noch {time}',
  over: 'Vorbei',
  announcements: [
    { leftSeconds: 300, text: '5 minutes left' },
    { leftSeconds: 60, text: '1 minute left' },
  ],
};

describe('the time left', () => {
  it.each([
    [890, 'Noch 14:50'],
    [61, 'Noch 1:01'],
    [9, 'Noch 0:09'],
    [0, 'Vorbei'],
  ])('with %i seconds left shows %s', (left, shown) => {
    expect(describeTimeLeft(countdown, left)).toBe(shown);
  });

  it.each([
    [890, 889, undefined],
    [301, 300, '5 minutes left'],
    [300, 299, undefined],
    [61, 60, '1 minute left'],
    [400, 30, '1 minute left'],
    [1, 0, 'Vorbei'],
    [400, 0, 'Vorbei'],
    [0, 0, undefined],
  ])('from %i to %i says %s', (before, now, said) => {
    expect(findAnnouncement(countdown, before, now)).toBe(said);
  });
});
