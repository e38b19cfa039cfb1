import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agentExpiryMs,
  decodeAgentIdentity,
  parseWhoami,
  readAccessTokenInput,
} from '../../../../src/protocol/api/accessToken.ts';
import { verifyAgentIdentity } from '../../../../src/protocol/api/agentIdentityKeys.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { encodePart, mintAgentToken, mintIdToken, mintJwt, randomText } from '../../../support/tokens.ts';

const agent = mintAgentToken();
const ended = mintAgentToken({ exp: 1 });

describe('what stands where an access token belongs', () => {
  it.each([
    ['a personal access token', `at-${randomText('p')}`, 'personalAccessToken'],
    ['an agent identity', agent.token, 'agentIdentity'],
    ['an agent identity whose end is past', ended.token, 'agentIdentity'],
    ['an agent identity for several', mintAgentToken({ aud: ['x', 'codex-app-server'] }).token, 'agentIdentity'],
  ])('may be %s', (_name, text, shape) => {
    const input = readAccessTokenInput(new Secret(`\uFEFF ${text}\n`));
    expect(input.kind === 'token' && [input.token.reveal(), input.shape]).toEqual([text, shape]);
  });

  it.each([
    ['nothing', '  ', 'empty'],
    ['a platform key', randomText('sk-proj'), 'platformKey'],
    ['a ChatGPT access token', mintIdToken(), 'chatgptToken'],
    ['a workspace agent token', randomText('agt'), 'agentToken'],
    ['an agent token with its long name', randomText('agent'), 'agentToken'],
    ['an agent identity of another issuer', mintAgentToken({ iss: 'https://evil.example' }).token, 'unknown'],
    ['an agent identity for somebody else', mintAgentToken({ aud: 'other' }).token, 'unknown'],
    ['a JWT that says nothing', mintJwt({ sub: 'x' }), 'unknown'],
    ['a short at-', 'at-1', 'unknown'],
    ['an at- in two lines', `at-${randomText()}\nx`, 'unknown'],
    ['words', 'hello there', 'unknown'],
  ])('is not %s', (_name, text, problem) => {
    expect(readAccessTokenInput(new Secret(text))).toEqual({ kind: 'refused', problem });
  });

  it('is judged whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.base64String(), { minLength: 2, maxLength: 4 }).map((parts) => parts.join('.')),
        ),
        (text) => {
          expect(['token', 'refused']).toContain(readAccessTokenInput(new Secret(text)).kind);
        },
      ),
    );
  });
});

describe('an agent identity', () => {
  it('says who it is and until when', () => {
    expect(decodeAgentIdentity(new Secret(agent.token))).toEqual({
      email: undefined,
      userId: 'user-agent',
      workspaceId: 'workspace-agents',
      plan: 'business',
    });
    expect(agentExpiryMs(new Secret(agent.token))).toBe(Date.UTC(2027, 0, 1));
  });

  const keys = answer(200, { keys: [{ kty: 'EC', kid: 'other' }, agent.jwk] });

  it('is good with a signature of its issuer', async () => {
    expect(await verifyAgentIdentity(new Secret(agent.token), keys)).toBe('good');
  });

  it('that names its key is not good by a key without a name', async () => {
    const { kid: _kid, ...nameless } = agent.jwk;
    expect(await verifyAgentIdentity(new Secret(agent.token), answer(200, { keys: [nameless] }))).toBe('invalid');
  });

  it('may name no key and is tried with each', async () => {
    const nameless = mintAgentToken({}, { alg: 'RS256' });
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    const verdictWith = (given: readonly unknown[]) =>
      verifyAgentIdentity(new Secret(nameless.token), answer(200, { keys: given }));
    expect(await verdictWith([{ ...other, kid: 'key-0' }, agent.jwk])).toBe('good');
    expect(await verdictWith([{ ...other, kid: 'key-0' }])).toBe('invalid');
  });

  it('is invalid when its header names a rule that nobody here knows', async () => {
    const header = { alg: 'RS256', kid: 'key-1', crit: ['of-later'], 'of-later': true };
    expect(await verifyAgentIdentity(new Secret(mintAgentToken({}, header).token), keys)).toBe('invalid');
  });

  it('is not good by a key that is for something else', async () => {
    const verdictWith = (over: object) =>
      verifyAgentIdentity(new Secret(agent.token), answer(200, { keys: [{ ...agent.jwk, ...over }] }));
    expect(await verdictWith({ use: 'sig', alg: 'RS256' })).toBe('good');
    expect([await verdictWith({ use: 'enc' }), await verdictWith({ alg: 'PS256' })]).toEqual(['invalid', 'invalid']);
  });

  it.each([
    ['another payload', [0, 'changed', 2]],
    ['another signature', [0, 1, 'changed']],
    ['no signature algorithm', ['none', 1, 2]],
    ['an algorithm with a shared key', ['hmac', 1, 2]],
  ])('is invalid with %s', async (_name, change) => {
    const parts = agent.token.split('.');
    const replacements: Readonly<Record<string, string>> = {
      changed: encodePart({ iss: 'x' }),
      none: encodePart({ alg: 'none' }),
      hmac: encodePart({ alg: 'HS256', kid: 'key-1' }),
    };
    const forged = change.map((part) => (typeof part === 'number' ? parts[part] : replacements[part])).join('.');
    expect(await verifyAgentIdentity(new Secret(forged), keys)).toBe('invalid');
  });

  it.each([
    ['a foreign key under its name', answer(200, { keys: [{ ...agent.jwk, n: 'AQAB' }] }), 'invalid'],
    ['no key at all', answer(200, { keys: [] }), 'invalid'],
    ['an error', answer(503, {}), 'unclear'],
    ['a page', answer(200, '<html>', { contentType: 'text/html' }), 'unclear'],
    ['a wrong shape', answer(200, { keys: {} }), 'unclear'],
  ])('meets %s', async (_name, given, verdict) => {
    expect(await verifyAgentIdentity(new Secret(agent.token), given)).toBe(verdict);
  });
});

describe('the answer to "who am I"', () => {
  const who = {
    email: null,
    chatgpt_user_id: 'u',
    chatgpt_account_id: 'a',
    chatgpt_plan_type: 'business',
    chatgpt_account_is_fedramp: false,
  };

  it('may leave out the e-mail and nothing else', () => {
    expect(parseWhoami(answer(200, who))).toEqual({
      email: undefined,
      userId: 'u',
      workspaceId: 'a',
      plan: 'business',
    });
    for (const key of ['chatgpt_user_id', 'chatgpt_account_id', 'chatgpt_plan_type']) {
      expect(parseWhoami(answer(200, { ...who, [key]: null }))).toBeUndefined();
    }
    expect(parseWhoami(answer(401, who))).toBeUndefined();
  });
});
