import { describe, expect, it } from 'vitest';
import { parseReservedRanges, readReservedRanges } from '../../../../src/platform/network/reservedPorts.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { obstacles, unless } from '../../../support/unless.ts';

const english = `
Protocol tcp Port Exclusion Ranges

Start Port    End Port
----------    --------
      1447        1546
     50000       50059     *

* - Administered port exclusions.
`;
const german = `
Protokoll tcp Portausschlussbereiche

Startport    Endport
----------    --------
      5357        5357

* - Verwaltete Portausschlüsse.
`;

describe('the ranges of ports that Windows keeps', () => {
  it.each([
    [
      'English',
      english,
      [
        { from: 1447, to: 1546 },
        { from: 50_000, to: 50_059 },
      ],
    ],
    ['German', german, [{ from: 5357, to: 5357 }]],
    [
      'with the line ends of Windows',
      english.replaceAll('\n', '\r\n'),
      [
        { from: 1447, to: 1546 },
        { from: 50_000, to: 50_059 },
      ],
    ],
    ['nothing', '', []],
    ['ports that are none', '   90000   90001\n   20   10\n', []],
    ['a refusal', 'The requested operation requires elevation.', []],
  ])('are read from what netsh prints: %s', (_name, text, ranges) => {
    expect(parseReservedRanges(text)).toEqual(ranges);
  });

  it('are none where no netsh is', unless(obstacles.notLinux), async () => {
    expect(await readReservedRanges(notEnded)).toEqual([]);
  });
});
