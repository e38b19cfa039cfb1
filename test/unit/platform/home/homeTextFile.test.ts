import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigFiles } from '../../../../src/platform/home/configFiles.ts';
import { openUserConfig } from '../../../../src/platform/home/homeTextFile.ts';
import { HomeVariables } from '../../../../src/platform/home/homeVariables.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { runs } from '../../../support/propertyRuns.ts';

type Write = (text: string, expected: string) => Promise<void>;

/** The same file, as a window of its own has it. */
const openers: readonly (readonly [string, string, (home: string) => Write])[] = [
  [
    '.env',
    'A=0\n',
    (home) => {
      const file = new HomeVariables(home);
      return (text, expected) => file.write(text, expected);
    },
  ],
  [
    'config.toml',
    'a = 0\n',
    (home) => {
      const config = openUserConfig(new ConfigFiles(home, '/nowhere'));
      return (text, expected) => config.writeUser(text, expected);
    },
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
});
