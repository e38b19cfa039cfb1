import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigFiles } from '../../../../src/platform/home/configFiles.ts';
import { openUserConfig } from '../../../../src/platform/home/homeTextFile.ts';
import { HomeVariables } from '../../../../src/platform/home/homeVariables.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { runs } from '../../../support/propertyRuns.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { withFileLock } from '../../../../src/platform/files/fileLock.ts';
import { systemClock } from '../../../../src/platform/systemClock.ts';

type Write = (text: string, expected: string, ended?: AbortSignal) => Promise<void>;

/** The same file, as a window of its own has it. */
const openers: readonly (readonly [string, string, (home: string) => Write])[] = [
  [
    '.env',
    'A=0\n',
    (home) => {
      const file = new HomeVariables(home);
      return (text, expected, ended = notEnded) => file.write(text, expected, ended);
    },
  ],
  [
    'config.toml',
    'a = 0\n',
    (home) =>
      (text, expected, ended = notEnded) =>
        openUserConfig(new ConfigFiles(home, '/nowhere'), ended).writeUser(text, expected),
  ],
];

describe.each(openers)('the %s of a Home', (name, first, open) => {
  it('that two windows write at once has the change of one, and the other is told', async () => {
    for (let round = 0; round < runs(5).numRuns; round += 1) {
      const home = createTemporaryFolder();
      const path = join(home, name);
      await writeFile(path, first);
      const texts = ['1', '2', '3', '4'].map((value) => first.replace('0', value));
      const outcomes = await Promise.allSettled(texts.map((text) => open(home)(text, first)));
      const failures = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      expect(failures).toHaveLength(3);
      for (const failure of failures) {
        expect(failure).toMatchObject({ code: 'tryAgain', sentence: { messageId: 'store.configChanged' } });
      }
      const kept = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect([await readFile(path, 'utf8'), await readdir(home)]).toEqual([texts[kept], [name]]);
    }
  });

  it('that another window holds is left as it is when the extension ends', async () => {
    const home = createTemporaryFolder();
    const path = join(home, name);
    await writeFile(path, first);
    const owner = new AbortController();
    const reason = new TypeError('ended');
    await withFileLock(`${path}.lock`, { clock: systemClock, signal: notEnded, home }, async () => {
      const writing = open(home)(first.replace('0', '1'), first, owner.signal).catch((failure: unknown) => failure);
      owner.abort(reason);
      expect(await writing).toBe(reason);
    });
    expect([await readFile(path, 'utf8'), await readdir(home)]).toEqual([first, [name]]);
  });
});
