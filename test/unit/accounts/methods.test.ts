import { describe, expect, it } from 'vitest';
import { requireAccessToken } from '../../../src/accounts/accessTokenSignIn.ts';
import { checkApiKey, requireApiKey } from '../../../src/accounts/apiKeySignIn.ts';
import { nextMethod, orderMethods } from '../../../src/accounts/methods.ts';
import { buildIssuer } from '../../../src/protocol/issuer.ts';
import { Secret } from '../../../src/util/secret.ts';
import { answer, createFakeHttp, offline, type Reply } from '../../support/fakeHttp.ts';
import { mintIdToken, randomText } from '../../support/tokens.ts';

describe('the ways to sign in', () => {
  it.each([
    ['direct', ['browser', 'deviceCode', 'apiKey', 'accessToken'], 'browserReachesThisComputer'],
    ['forwarded', ['browser', 'deviceCode', 'pasteUrl', 'apiKey', 'accessToken'], 'browserThroughForwarding'],
    ['elsewhere', ['deviceCode', 'pasteUrl', 'browser', 'apiKey', 'accessToken'], 'browserMayBeElsewhere'],
  ] as const)('have the best first where a browser reaches us %s, one best, and say why', (reach, methods, browserReason) => {
    const choices = orderMethods(reach);
    expect(choices.map(({ method }) => method)).toEqual(methods);
    expect(choices.map(({ isBest }) => isBest)).toEqual(choices.map((_choice, index) => index === 0));
    expect(choices.find(({ method }) => method === 'browser')?.reason).toBe(browserReason);
  });

  it('lead on to another when one cannot work', () => {
    const next = (['direct', 'forwarded', 'elsewhere'] as const).map((reach) => [
      nextMethod('browser', reach),
      nextMethod('pasteUrl', reach),
      nextMethod('deviceCode', reach),
    ]);
    expect(next).toEqual([
      ['deviceCode', 'deviceCode', 'browser'],
      ['deviceCode', 'deviceCode', 'browser'],
      ['deviceCode', 'deviceCode', 'pasteUrl'],
    ]);
  });
});

describe('what was pasted', () => {
  it('is a key or a token, or is named for what it is', () => {
    expect(() => requireApiKey(randomText('at'))).toThrow(expect.objectContaining({ code: 'correctInput', sentence: { messageId: 'apiKey.accessToken', args: {} } }) as Error);
    expect(() => requireAccessToken(mintIdToken(), 0)).toThrow(expect.objectContaining({ sentence: { messageId: 'accessToken.chatgptToken', args: {} } }) as Error);
    expect(requireAccessToken(randomText('at'), 0).shape).toBe('personalAccessToken');
  });
});

describe('the check of a key before it is kept', () => {
  it.each([
    ['works', answer(200), answer(400), 'good', 2],
    ['may not list models', answer(403), answer(400), 'good', 2],
    ['may not write', answer(200), answer(403), 'mayNotWriteResponses', 2],
    ['is dead', answer(401), answer(400), 'invalid', 1],
    ['cannot be asked about', offline(), answer(400), 'unclear', 1],
    ['can be asked half', answer(200), offline(), 'unclear', 2],
    ['meets a server in trouble', answer(500), answer(400), 'unclear', 1],
  ])('finds that it %s', async (_name, models: Reply, probe: Reply, verdict, calls) => {
    const http = createFakeHttp({ '/v1/models': models, '/v1/responses': probe });
    const { signal } = new AbortController();
    expect(await checkApiKey(http, buildIssuer(), { key: new Secret(randomText('sk')), signal })).toBe(verdict);
    expect(http.sent).toHaveLength(calls);
  });
});
