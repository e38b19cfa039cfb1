import { describe, expect, it } from 'vitest';
import { readCodexVersion } from '../../../../src/platform/codex/codexVersion.ts';

const asCodex = (script: string) =>
  readCodexVersion(
    { path: process.execPath, parameters: ['-e', script, '--'], environment: {} },
    { home: '/nowhere', variables: process.env },
  );

describe('the release of the CLI', () => {
  it('is what it prints', async () => {
    expect(await asCodex(`console.log('codex-cli 0.171.0', process.argv.at(-1))`)).toBe('0.171.0');
  });

  it.each([
    ['it fails', 'process.exit(1)'],
    ['it prints something else', `console.log('codex')`],
  ])('is not known where %s', async (_name, script) => {
    expect(await asCodex(script)).toBeUndefined();
  });
});
