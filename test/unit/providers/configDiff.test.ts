import { describe, expect, it } from 'vitest';
import { listChangedLines } from '../../../src/providers/configDiff.ts';
import { randomText } from '../../support/tokens.ts';

describe('the lines that a change touches', () => {
  it('are those that go and those that come, without the ones that stay', () => {
    const before = 'model = "gpt-5"\n\n[tools]\nweb_search = true\n';
    const after =
      'model = "west"\nmodel_provider = "azure"\n\n[tools]\nweb_search = true\n\n[model_providers.azure]\nname = "Azure"\n';
    expect(listChangedLines(before, after)).toEqual([
      '- model = "gpt-5"',
      '+ model = "west"',
      '+ model_provider = "azure"',
      '+ [model_providers.azure]',
      '+ name = "Azure"',
    ]);
  });

  it('are none where nothing changes, whatever its line ends', () => {
    expect(listChangedLines('model = 1\r\nname = 2', 'model = 1\nname = 2')).toEqual([]);
    expect(listChangedLines('', '')).toEqual([]);
  });

  it('are all of them where there was nothing, and back', () => {
    expect(listChangedLines('', 'model = 1\nname = 2\n')).toEqual(['+ model = 1', '+ name = 2']);
    expect(listChangedLines('model = 1\nname = 2\n', '')).toEqual(['- model = 1', '- name = 2']);
  });

  it.each([
    ['experimental_bearer_token = "%"', 'experimental_bearer_token = …'],
    ['http_headers = { X-Key = "%" }', 'http_headers = …'],
    ['[model_providers.x.http_headers]\nX-Key = "%"', 'X-Key = …'],
    ['api_key = "%"', 'api_key = …'],
    ['query_params = { subscription-key = "%" }', 'query_params = …'],
    ['corp = { name = "x", experimental_bearer_token = "%" }', 'corp = …'],
    ['auth = { command = "x", args = ["%"] }', 'auth = …'],
    ['experimental_bearer_token = """\n%"""', '…'],
    ['args = [\n  "%",\n]', '…'],
    ['base_url = "https://me:%@gateway.example/v1"', 'base_url = "https://…@gateway.example/v1"'],
    ['base_url = "https://gateway.example/v1?key=%"', 'base_url = "https://gateway.example/v1?…"'],
    ['"a key" = "%"', '…'],
    ['# %', '…'],
  ])('show no secret: %s', (text, shown) => {
    const secret = randomText('secret');
    const lines = listChangedLines(text.replace('%', secret), 'a = 1');
    expect(lines.join('\n')).not.toContain(secret);
    expect(lines).toContain(`- ${shown}`);
  });

  it('show the version of the interface, which is none', () => {
    const line = 'query_params = { api-version = "2025-04-01-preview" }';
    expect(listChangedLines('', line)).toEqual([`+ ${line}`]);
  });

  it('are found in a file of many lines', () => {
    const many = Array.from({ length: 50_000 }, (_line, at) => `key${String(at)} = 1`).join('\n');
    expect(listChangedLines(many, `model = "x"\n${many}\nname = 2`)).toEqual(['+ model = "x"', '+ name = 2']);
  });

  it('show the name of the variable with the key', () => {
    expect(listChangedLines('', 'env_key = "AZURE_OPENAI_API_KEY"')).toEqual(['+ env_key = "AZURE_OPENAI_API_KEY"']);
  });
});
