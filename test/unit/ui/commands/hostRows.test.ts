import { afterEach, describe, expect, it } from 'vitest';
import { buildHostRows } from '../../../../src/ui/commands/hostRows.ts';
import type { HostView } from '../../../../src/ui/text/hostView.ts';
import type { Services } from '../../../../src/ui/shell/services.ts';
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

function rowsOf(view: HostView) {
  return buildHostRows({ remote: { view } } as unknown as Services);
}

afterEach(() => {
  env.uiKind = UIKind.Desktop;
});

describe('the host of this window in the menu', () => {
  it('shows what it tells of itself as text, to its end', () => {
    expect(rowsOf(quiet)[1]?.detail).toBe(sentence.replace('$(', '\\$('));
  });

  it('offers what will be done in that window', () => {
    expect(rowsOf(quiet)[0]?.label).toBe('$(debug-restart) Renew the Lease on gpu-box and Restart Extension Host');
    env.uiKind = UIKind.Web;
    expect(rowsOf(quiet)[0]?.label).toBe('$(debug-restart) Renew the Lease on gpu-box and Reload Window');
  });
});
