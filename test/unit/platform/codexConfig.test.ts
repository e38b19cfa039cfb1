import { describe, expect, it } from 'vitest';
import { judgeAnswer } from '../../../src/platform/codex/codexConfig.ts';

describe('what Codex says of its configuration', () => {
  it.each([
    ['features', 0, 'apps  stable  true\n', true],
    [
      'a refusal',
      1,
      'Error: failed to load bootstrap configuration\n\nCaused by:\n    config.toml:1:9: invalid type',
      false,
    ],
    ['an earlier refusal', 1, 'Error loading configuration: config.toml:1:9', false],
    ['a release without that question', 2, "error: unrecognized subcommand 'features'", undefined],
    ['nothing in time', null, '', undefined],
  ])('%s', (_name, code, text, verdict) => {
    expect(judgeAnswer(code, text)).toBe(verdict);
  });
});
