import fc from 'fast-check';
import { it } from 'vitest';
import { anyConfig } from '../support/anyConfig.ts';
import { CodexConfigReader } from './codexConfigReader.ts';
import { expectSameVerdict } from './configVerdict.ts';

it('an edited config.toml is for the real CLI the old one and the change, whatever the document', async () => {
  const codex = await CodexConfigReader.start();
  // Our reader of the server's lines takes these two for the end of one.
  const config = anyConfig().map((text) => text.replaceAll(/[\u2028\u2029]/gu, '-'));
  try {
    await fc.assert(
      fc.asyncProperty(config, async (text) => {
        // Those that are no configuration do not count.
        fc.pre((await expectSameVerdict(codex, text)) === 'configuration');
      }),
      { numRuns: 300 },
    );
  } finally {
    await codex.close();
  }
});
