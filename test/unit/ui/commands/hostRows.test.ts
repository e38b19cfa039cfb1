import { afterEach, describe, expect, it } from 'vitest';
import { buildHostRows } from '../../../../src/ui/commands/hostRows.ts';
import type { HostView } from '../../../../src/ui/text/hostView.ts';
import { UIKind, env } from '../../../support/vscodeWords.ts';

const sentence = `Codex on ${'gpu-box '.repeat(12)}still uses $(trash)@example.com.`;
const quiet: HostView = {
  name: 'gpu-box',
  short: 'lease of Work',
  sentence,
  running: [],
  runningShort: undefined,
  tone: 'warning',
  offer: 'restart',
};

afterEach(() => {
  env.uiKind = UIKind.Desktop;
});

describe('the host of this window in the menu', () => {
  it('shows what it tells of itself as text, to its end', () => {
    expect(buildHostRows(quiet)[1]?.detail).toBe(sentence.replace('$(', '\\$('));
  });

  it('offers what will be done in that window', () => {
    expect(buildHostRows(quiet)[0]?.label).toBe(
      '$(debug-restart) Renew the Lease on gpu-box and Restart Extension Host',
    );
    env.uiKind = UIKind.Web;
    expect(buildHostRows(quiet)[0]?.label).toBe('$(debug-restart) Renew the Lease on gpu-box and Reload Window');
  });

  it('is not there in a window without another host', () => {
    expect(buildHostRows(undefined)).toEqual([]);
  });

  it.each([
    ['install', 'installOnHost'],
    ['useAccount', 'useAccountOnHost'],
    ['renew', 'renewOnHost'],
    ['bringAlong', 'bringAlongOnHost'],
    ['restart', 'renewOnHost'],
  ] as const)('begins with the one click that brings it right: %s', (offer, action) => {
    expect(buildHostRows({ ...quiet, offer }).map((row) => row.action)).toEqual([
      action,
      'signInHost',
      'showHosts',
      undefined,
    ]);
  });
});
