import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editConfig } from '../../src/home/config/configEdit.ts';
import { configCorpus, providerChanges } from '../support/configCorpus.ts';
import { CodexConfigReader } from './codexConfigReader.ts';
import { expectSameVerdict } from './configVerdict.ts';

let codex: CodexConfigReader;

beforeAll(async () => {
  codex = await CodexConfigReader.start();
});

afterAll(async () => {
  await codex.close();
});

describe('an edited config.toml is for the real CLI the old one and the change', () => {
  it.for(configCorpus)('$name', async ({ text }) => {
    await expectSameVerdict(codex, text);
  });

  it('which it starts with', async () => {
    expect(await codex.read(editConfig('', providerChanges) ?? '')).toMatchObject({
      data: { model_providers: { azure: { query_params: { 'api-version': '2026-04-01-preview' } } } },
    });
  });
});
