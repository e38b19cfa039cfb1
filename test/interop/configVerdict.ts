import { expect } from 'vitest';
import { editConfig } from '../../src/home/config/configEdit.ts';
import { providerChanges, withProviders } from '../support/configCorpus.ts';
import type { CodexConfigReader } from './codexConfigReader.ts';

/**
 * Its data before and after tell of our changes and nothing else. A document that is TOML and still no configuration has
 * no data; it may become one by them, as a provider without a name does.
 */
export async function expectSameVerdict(codex: CodexConfigReader, text: string): Promise<'configuration' | 'none'> {
  const before = await codex.read(text);
  const after = editConfig(text, providerChanges) ?? '';
  const verdict = await codex.read(after);
  if ('data' in before) {
    expect(verdict, after).toEqual({ data: withProviders(before.data) });
    return 'configuration';
  }
  expect(before, text).toEqual({ refused: 'invalid' });
  expect(verdict, after).not.toEqual({ refused: 'noToml' });
  return 'none';
}
