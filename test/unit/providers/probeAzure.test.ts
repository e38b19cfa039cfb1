import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/errors/authError.ts';
import { HttpFailure } from '../../../src/errors/httpFailure.ts';
import { buildSentence } from '../../../src/errors/sentence.ts';
import { probeAzure } from '../../../src/providers/probeAzure.ts';
import { Secret } from '../../../src/base/secret.ts';
import { answer, offline, type Reply } from '../../support/fakeHttp.ts';
import { randomText } from '../../support/tokens.ts';
import { createProbeScene, never } from './probeScene.ts';

const setup = { baseUrl: 'https://acme.openai.azure.com/openai', deployment: 'west', apiVersion: '2025-04-01-preview' };
const key = randomText('azure');

const models = answer(200, { data: [{ id: 'gpt-5.5' }] });
const malformed = answer(400, { error: { code: 'invalid_request_error', message: 'max_output_tokens is too small.' } });
const azureError = (status: number, code: string, message = 'Made up.') => answer(status, { error: { code, message } });

function probe(listing: Reply, response: Reply = malformed) {
  const scene = createProbeScene({ '/openai/models': listing, '/openai/responses': response });
  return { scene, result: probeAzure(setup, new Secret(key), scene) };
}

describe('a look at Azure OpenAI', () => {
  it('is good where the key is taken and the deployment is there', async () => {
    expect(await probe(models).result).toEqual({ kind: 'good' });
  });

  it('sends the key as Codex does, the version in the query, and never a request that is answered with a model’s words', async () => {
    const { scene, result } = probe(models);
    await result;
    expect(scene.http.sent.map(({ method, url, headers }) => [method, url, headers?.['authorization']])).toEqual([
      ['GET', `${setup.baseUrl}/models?api-version=2025-04-01-preview`, `Bearer ${key}`],
      ['POST', `${setup.baseUrl}/responses?api-version=2025-04-01-preview`, `Bearer ${key}`],
    ]);
    expect(JSON.parse(scene.http.sent[1]?.body ?? '')).toEqual({ model: 'west', input: [], max_output_tokens: 0 });
  });

  it('has no version in the query where the address has it in its path', async () => {
    const scene = createProbeScene({ '/openai/v1/models': models, '/openai/v1/responses': malformed });
    const versioned = { ...setup, baseUrl: 'https://acme.openai.azure.com/openai/v1', apiVersion: undefined };
    expect(await probeAzure(versioned, new Secret(key), scene)).toEqual({ kind: 'good' });
    expect(scene.http.sent[0]?.url).toBe('https://acme.openai.azure.com/openai/v1/models');
  });

  it.each([
    [
      'a wrong key',
      azureError(401, '401', 'Access denied due to invalid subscription key.'),
      'refused',
      'azure.keyRefused',
    ],
    ['a network that is kept out', azureError(403, 'AccessDenied'), 'wrong', 'azure.networkRules'],
    ['a version that is not known', azureError(404, '404', 'Resource not found'), 'wrong', 'azure.apiVersion'],
    ['a version that is over', azureError(400, 'BadRequest', 'API version not supported'), 'wrong', 'azure.apiVersion'],
    ['a host that nobody knows', hostUnknown(), 'wrong', 'azure.hostUnknown'],
    ['too many requests', azureError(429, '429'), 'noAnswer', 'notUnderstood'],
    [
      'a 401 that is not Azure’s',
      answer(401, 'Unauthorized', { contentType: 'text/plain' }),
      'noAnswer',
      'notUnderstood',
    ],
  ])('tells %s', async (_name, listing, kind, id) => {
    expect(await probe(listing).result).toMatchObject({ kind, sentence: { messageId: `provider.${id}` } });
  });

  it.each([
    ['a deployment that is missing', azureError(404, 'DeploymentNotFound'), 'azure.deploymentMissing'],
    [
      'a deployment of a model without Responses',
      azureError(400, 'OperationNotSupported'),
      'azure.deploymentUnsupported',
    ],
    ['a version without Responses', azureError(404, '404', 'Resource not found'), 'azure.apiVersion'],
  ])('tells %s, with the right key', async (_name, response, id) => {
    expect(await probe(models, response).result).toMatchObject({
      kind: 'wrong',
      sentence: { messageId: `provider.${id}` },
    });
  });

  it('says what is in the way of any answer', async () => {
    expect(await probe(offline()).result).toMatchObject({
      kind: 'noAnswer',
      sentence: { messageId: 'network.offline' },
    });
    expect(await probe(answer(407, '')).result).toMatchObject({ sentence: { messageId: 'network.proxySignIn' } });
  });

  it('does not wait longer than ten seconds', async () => {
    const { scene, result } = probe(never);
    await scene.clock.advance(10_000);
    expect(await result).toMatchObject({ kind: 'noAnswer', sentence: { messageId: 'network.tooSlow' } });
    expect(scene.clock.waiting).toBe(0);
  });

  it('ends when the person ends it', async () => {
    const ended = new AbortController();
    const scene = createProbeScene({ '/openai/models': never });
    const result = probeAzure(setup, new Secret(key), { ...scene, signal: ended.signal });
    ended.abort(new Cancelled());
    await expect(result).rejects.toBeInstanceOf(Cancelled);
  });
});

function hostUnknown(): HttpFailure {
  const cause = Object.assign(new Error('getaddrinfo ENOTFOUND acme.openai.azure.com'), { code: 'ENOTFOUND' });
  return new HttpFailure(buildSentence('network.offline', { host: 'acme.openai.azure.com' }), {
    reason: 'hostUnknown',
    delivery: 'notSent',
    cause: new TypeError('fetch failed', { cause }),
  });
}
