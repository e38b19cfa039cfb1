import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildModelsRequest,
  buildWriteProbe,
  judgeModels,
  judgeWriteProbe,
  readApiKeyInput,
} from '../../../../src/protocol/api/apiKey.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { mintIdToken, randomText } from '../../../support/tokens.ts';

const key = randomText('sk-proj');

describe('what stands where an API key belongs', () => {
  it.each([
    ['the key', key, false],
    ['a key with blanks around it', `  ${key}\n`, false],
    ['a key with a byte order mark', `\uFEFF${key}`, false],
    ['a key in quotes', `"${key}"`, false],
    ['a key in single quotes', `'${key}'`, false],
    ['the old command', `codex login --api-key ${key}`, true],
    ['the old command with a prompt', `$ codex login --api-key=${key}`, true],
    ['the old command with quotes', `codex  login --api-key "${key}"\n`, true],
  ])('may be %s', (_name, text, fromCommand) => {
    const input = readApiKeyInput(new Secret(text));
    expect(input.kind === 'key' && [input.key.reveal(), input.fromCommand]).toEqual([key, fromCommand]);
  });

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['\uFEFF', 'empty'],
    ['""', 'empty'],
    [`${key}\n${key}`, 'severalLines'],
    [randomText('at'), 'accessToken'],
    [mintIdToken(), 'jwt'],
    ['sk-short', 'notAKey'],
    [`${key} ${key}`, 'notAKey'],
    [`${key}é`, 'notAKey'],
    [`codex login --api-key ${randomText('at')}`, 'accessToken'],
    [`codex logout --api-key ${key}`, 'notAKey'],
    [`curl -d codex login --api-key ${key}`, 'notAKey'],
    [`sk-${'a'.repeat(501)}`, 'notAKey'],
  ])('is not %j', (text, problem) => {
    expect(readApiKeyInput(new Secret(text))).toEqual({ kind: 'refused', problem });
  });

  it('is never quoted back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const input = readApiKeyInput(new Secret(`sk-${text}`));
        expect(JSON.stringify(input)).not.toContain(`sk-`);
      }),
    );
  });
});

describe('the check of a key', () => {
  it.each([
    [200, { object: 'list', data: [] }, 'alive'],
    [403, { error: { type: 'invalid_request_error', code: null, message: 'made up' } }, 'alive'],
    [
      401,
      {
        error: {
          type: 'invalid_request_error',
          code: null,
          message: 'You have insufficient permissions for this operation.',
        },
      },
      'alive',
    ],
    [
      401,
      { error: { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key' } },
      'invalid',
    ],
    [429, { error: { code: 'rate_limit_exceeded' } }, 'unclear'],
    [500, {}, 'unclear'],
    [302, {}, 'unclear'],
  ])('finds HTTP %i with %j from the models: %s', (status, body, verdict) => {
    expect(judgeModels(answer(status, body))).toBe(verdict);
  });

  it.each([
    [400, 'Missing required parameter', 'good'],
    [422, '', 'good'],
    [429, '', 'good'],
    [401, 'You have insufficient permissions for this operation.', 'mayNotWriteResponses'],
    [401, 'Incorrect API key', 'invalid'],
    [403, '', 'mayNotWriteResponses'],
    [404, '', 'unclear'],
    [500, '', 'unclear'],
    [200, '', 'unclear'],
  ])('finds HTTP %i (%j) from the probe: %s', (status, message, verdict) => {
    const type = 'invalid_request_error';
    expect(judgeWriteProbe(answer(status, { error: { type, code: 'made_up', message } }))).toBe(verdict);
  });

  it('asks in the header and generates nothing', () => {
    const { signal } = new AbortController();
    const [models, probe] = [buildModelsRequest, buildWriteProbe].map((build) =>
      build(buildIssuer(), new Secret(key), signal),
    );
    expect(models).toMatchObject({
      method: 'GET',
      url: 'https://api.openai.com/v1/models',
      headers: { authorization: `Bearer ${key}` },
    });
    expect(probe).toMatchObject({ method: 'POST', url: 'https://api.openai.com/v1/responses', body: '{}' });
  });
});
