import { describe, expect, it } from 'vitest';
import {
  buildAzureSetup,
  chooseApiVersion,
  parseApiVersion,
  parseAzureEndpoint,
  parseDeployment,
  readAzureSetup,
} from '../../../src/providers/azure.ts';

const acme = {
  baseUrl: 'https://acme.openai.azure.com/openai',
  deployment: 'gpt-5.5',
  apiVersion: '2025-04-01-preview',
};

describe('what config.toml gets of Azure', () => {
  const { providerId, model, table = {} } = buildAzureSetup(acme);

  it.each([
    ['name', 'Azure'],
    ['base_url', 'https://acme.openai.azure.com/openai'],
    ['env_key', 'AZURE_OPENAI_API_KEY'],
    ['query_params', { 'api-version': '2025-04-01-preview' }],
    ['wire_api', 'responses'],
    ['request_max_retries', 4],
    ['stream_max_retries', 10],
    ['stream_idle_timeout_ms', 300_000],
  ])('has %s as the documents have it', (key, value) => {
    expect(table[key]).toEqual(value);
  });

  it('has no key beside these', () => {
    expect(Object.keys(table)).toHaveLength(8);
  });

  it('is selected as azure, with the deployment for its model', () => {
    expect([providerId, model]).toEqual(['azure', 'gpt-5.5']);
  });

  it('is read back as it was built', () => {
    expect(readAzureSetup(buildAzureSetup(acme))).toEqual(acme);
    const versioned = { ...acme, baseUrl: 'https://acme.openai.azure.com/openai/v1', apiVersion: undefined };
    expect(readAzureSetup(buildAzureSetup(versioned))).toEqual(versioned);
  });
});

describe('the endpoint of Azure', () => {
  it.each([
    ['acme', 'https://acme.openai.azure.com/openai', undefined, undefined],
    [' Acme-West ', 'https://acme-west.openai.azure.com/openai', undefined, undefined],
    ['https://acme.openai.azure.com/', 'https://acme.openai.azure.com/openai', undefined, undefined],
    ['acme.openai.azure.com', 'https://acme.openai.azure.com/openai', undefined, undefined],
    ['https://acme.openai.azure.com/openai/', 'https://acme.openai.azure.com/openai', undefined, undefined],
    ['https://acme.openai.azure.com/openai/v1/', 'https://acme.openai.azure.com/openai/v1', undefined, undefined],
    ['https://gate.acme.example/ai/openai/v1', 'https://gate.acme.example/ai/openai/v1', undefined, undefined],
    [
      'https://acme.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
      'https://acme.openai.azure.com/openai',
      undefined,
      '2025-04-01-preview',
    ],
    [
      'https://acme.openai.azure.com/openai/deployments/my%2Ddep/chat/completions?api-version=2024-10-21',
      'https://acme.openai.azure.com/openai',
      'my-dep',
      '2024-10-21',
    ],
  ])('is understood in %s', (typed, baseUrl, deployment, apiVersion) => {
    expect(parseAzureEndpoint(typed)).toEqual({ kind: 'value', value: { baseUrl, deployment, apiVersion } });
  });

  it.each([
    ['', 'azureEmpty'],
    ['   ', 'azureEmpty'],
    ['my project', 'azureNotAName'],
    ['-acme', 'azureNotAName'],
    ['acme_west', 'azureNotAName'],
    ['ftp://acme.openai.azure.com', 'azureNotAName'],
    ['http://acme.openai.azure.com', 'azureNotHttps'],
    ['https://ada:secret@acme.openai.azure.com', 'addressWithPassword'],
  ])('is refused in “%s” as %s', (typed, problem) => {
    expect(parseAzureEndpoint(typed)).toEqual({ kind: 'refused', problem });
  });
});

describe('the deployment of Azure', () => {
  it('is a name', () => {
    expect(parseDeployment(' gpt-5.5_west ')).toEqual({ kind: 'value', value: 'gpt-5.5_west' });
  });

  it.each([
    ['', 'deploymentEmpty'],
    ['two words', 'deploymentNotAName'],
    ['a/b', 'deploymentNotAName'],
    ['x'.repeat(65), 'deploymentNotAName'],
  ])('is not “%s”', (typed, problem) => {
    expect(parseDeployment(typed)).toEqual({ kind: 'refused', problem });
  });
});

describe('the API version of Azure', () => {
  it.each(['2025-04-01-preview', '2026-01-01', 'preview', 'v1'])('may be %s', (typed) => {
    expect(parseApiVersion(` ${typed} `)).toEqual({ kind: 'value', value: typed });
  });

  it.each(['', 'latest', '2025-4-1', '2025-04-01-beta', '2025-04-01&x=1'])('is not “%s”', (typed) => {
    expect(parseApiVersion(typed)).toEqual({ kind: 'refused', problem: 'apiVersionNotAVersion' });
  });

  it('is what was said, if Codex can use it, else what the documents name', () => {
    expect(chooseApiVersion('2026-01-01', undefined)).toBe('2026-01-01');
    expect(chooseApiVersion('2024-10-21', '2025-05-01-preview')).toBe('2025-05-01-preview');
    expect(chooseApiVersion('2024-10-21', undefined)).toBe('2025-04-01-preview');
  });
});
