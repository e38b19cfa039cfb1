import { describe, expect, it } from 'vitest';
import type { CustomSetup } from '../../../src/providers/custom.ts';
import { toVerdict } from '../../../src/providers/probe.ts';
import { probeCustom } from '../../../src/providers/probeCustom.ts';
import { Secret } from '../../../src/base/secret.ts';
import { answer, offline, type Reply } from '../../support/fakeHttp.ts';
import { randomText } from '../../support/tokens.ts';
import { createProbeScene } from './probeScene.ts';

const setup: CustomSetup = {
  id: 'acme',
  name: 'Acme',
  baseUrl: 'https://models.acme.example/v1',
  model: 'big',
  key: { kind: 'variable', name: 'ACME_API_KEY' },
  queryParams: { team: 'blue' },
  httpHeaders: { 'X-Team': 'blue' },
};
const key = new Secret(randomText('acme'));
const models = answer(200, { data: [{ id: 'big' }] });
const otherModels = answer(200, { data: [{ id: 'small' }] });

function probe(reply: Reply, over: Partial<CustomSetup> = {}, given: Secret | undefined = key) {
  const scene = createProbeScene({ '/v1/models': reply });
  return { scene, result: probeCustom({ ...setup, ...over }, given, scene) };
}

describe('a look at any provider', () => {
  it('sends what Codex sends, and is good where the model is listed', async () => {
    const { scene, result } = probe(models);
    expect(await result).toEqual({ kind: 'good' });
    expect(scene.http.sent).toMatchObject([
      {
        method: 'GET',
        url: 'https://models.acme.example/v1/models?team=blue',
        headers: { authorization: `Bearer ${key.reveal()}`, 'X-Team': 'blue' },
      },
    ]);
  });

  it('sends no key where everybody on the way could read it', async () => {
    const { scene, result } = probe(models, { baseUrl: 'http://models.acme.example/v1' });
    expect(await result).toMatchObject({ kind: 'notCheckable', sentence: { messageId: 'provider.notEncrypted' } });
    expect(scene.http.sent).toEqual([]);
    expect(await probe(models, { baseUrl: 'http://127.0.0.1:8080/v1' }).result).toEqual({ kind: 'good' });
  });

  it('cannot tell where a variable has what the provider wants', async () => {
    const { result } = probe(answer(401, ''), { envHttpHeaders: { 'X-Key': 'ACME_HEADER' } });
    expect(await result).toMatchObject({ kind: 'notCheckable' });
  });

  it('is good where the list is of another shape, or no model was named', async () => {
    expect(await probe(answer(200, { models: ['x'] })).result).toEqual({ kind: 'good' });
    expect(await probe(models, { model: undefined }).result).toEqual({ kind: 'good' });
  });

  it.each([
    ['a wrong key', answer(401, ''), 'refused', 'keyRefused'],
    ['a key that may not list', answer(403, { error: { message: 'No.' } }), 'wrong', 'keyForbidden'],
    ['a model that is not listed', answer(200, { data: [{ id: 'small' }] }), 'wrong', 'modelMissing'],
    ['no list at all', answer(404, 'Not found'), 'notCheckable', 'notCheckable'],
    ['a list that may not be read', answer(405, ''), 'notCheckable', 'notCheckable'],
    ['a fault of the server', answer(500, ''), 'noAnswer', 'notUnderstood'],
  ] as const)('tells %s', async (_name, reply, kind, id) => {
    expect(await probe(reply).result).toMatchObject({ kind, sentence: { messageId: `provider.${id}` } });
  });

  it('says what is in the way', async () => {
    expect(await probe(offline()).result).toMatchObject({ sentence: { messageId: 'network.offline' } });
  });

  it.each([
    ['the key is not here', {}, undefined, 'keyNotHere'],
    ['a command prints the token', { key: { kind: 'command', run: { command: 'x', args: [] } } }, key, 'commandNotRun'],
    ['it takes the sign-in with OpenAI', { key: { kind: 'openAi' } }, undefined, 'notCheckable'],
  ] as const)('sends nothing where %s', async (_name, over, given, id) => {
    const scene = createProbeScene({});
    const result = await probeCustom({ ...setup, ...over }, given, scene);
    expect(result).toMatchObject({ kind: 'notCheckable', sentence: { messageId: `provider.${id}` } });
    expect(scene.http.sent).toEqual([]);
  });

  it('asks with the key that Codex has for it in the place of a sign-in', async () => {
    const scene = createProbeScene({ '/v1/models': models });
    expect(await probeCustom({ ...setup, key: { kind: 'openAi' } }, key, scene)).toEqual({ kind: 'good' });
    expect(scene.http.sent[0]?.headers?.['authorization']).toBe(`Bearer ${key.reveal()}`);
  });

  it('ends an account only when its key is refused', async () => {
    const verdicts = [models, answer(404, ''), otherModels, answer(401, ''), answer(500, '')].map(async (reply) =>
      toVerdict(await probe(reply).result),
    );
    expect(await Promise.all(verdicts)).toMatchObject([
      { kind: 'good' },
      { kind: 'notAsked' },
      { kind: 'misconfigured', sentence: { messageId: 'provider.modelMissing' } },
      { kind: 'refused' },
      { kind: 'offline', sentence: { messageId: 'provider.notUnderstood' } },
    ]);
  });
});
