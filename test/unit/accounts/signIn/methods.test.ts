import { describe, expect, it } from 'vitest';
import { proveAccessToken, requireAccessToken } from '../../../../src/accounts/signIn/accessTokenSignIn.ts';
import { checkApiKey, requireApiKey } from '../../../../src/accounts/signIn/apiKeySignIn.ts';
import { nextMethod, orderMethods } from '../../../../src/accounts/signIn/methods.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { answer, createFakeHttp, offline, refusal, type Reply } from '../../../support/fakeHttp.ts';
import { mintAgentToken, mintIdToken, randomText } from '../../../support/tokens.ts';

describe('the ways to sign in', () => {
  it.each([
    ['direct', ['browser', 'deviceCode', 'apiKey', 'accessToken'], 'browserReachesThisComputer'],
    ['forwarded', ['browser', 'deviceCode', 'pasteUrl', 'apiKey', 'accessToken'], 'browserThroughForwarding'],
    ['elsewhere', ['deviceCode', 'pasteUrl', 'browser', 'apiKey', 'accessToken'], 'browserMayBeElsewhere'],
  ] as const)(
    'have the best first where a browser reaches us %s, one best, and say why',
    (reach, methods, browserReason) => {
      const choices = orderMethods(reach);
      expect(choices.map(({ method }) => method)).toEqual(methods);
      expect(choices.map(({ isBest }) => isBest)).toEqual(choices.map((_choice, index) => index === 0));
      expect(choices.find(({ method }) => method === 'browser')?.reason).toBe(browserReason);
    },
  );

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
    expect(() => requireApiKey(new Secret(randomText('at')))).toThrow(
      expect.objectContaining({
        code: 'correctInput',
        sentence: { messageId: 'apiKey.accessToken', args: {} },
      }) as Error,
    );
    expect(() => requireAccessToken(new Secret(mintIdToken()))).toThrow(
      expect.objectContaining({ sentence: { messageId: 'accessToken.chatgptToken', args: {} } }) as Error,
    );
    expect(requireAccessToken(new Secret(randomText('at'))).shape).toBe('personalAccessToken');
  });
});

describe('the proof of a personal access token', () => {
  it.each([
    ['refused by the service', refusal(401), 'accessToken.refused'],
    ['refused by its workspace', refusal(403, 'workspace_disabled'), 'accessToken.refused'],
    [
      'met by a country that is not served',
      refusal(403, 'unsupported_country_region_territory'),
      'server.regionRefused',
    ],
    ['of a workspace that has Codex switched off', refusal(401, 'codex_cli_workspace_disabled'), 'server.codexOff'],
    ['met by a server in trouble', answer(503), 'server.serviceDown'],
    ['met by a bot check', answer(403, '<html>', { contentType: 'text/html' }), 'accessToken.unchecked'],
    ['met by a gateway', answer(401, { message: 'Unauthorized' }), 'accessToken.unchecked'],
  ])('is %s', async (_name, reply, messageId) => {
    const http = createFakeHttp({ '/api/accounts/v1/user-auth-credential/whoami': reply });
    const { signal } = new AbortController();
    const proof = proveAccessToken(http, buildIssuer(), {
      ...requireAccessToken(new Secret(randomText('at'))),
      signal,
    });
    await expect(proof).rejects.toMatchObject({ sentence: { messageId } });
  });
});

describe('the proof of an agent identity', () => {
  const endsAtMs = Date.UTC(2026, 10, 21, 4);
  const { token, jwk } = mintAgentToken({ exp: endsAtMs / 1000 });
  const keysPath = '/backend-api/wham/agent-identities/jwks';
  const prove = (servedAtMs: number | undefined) => {
    const http = createFakeHttp({ [keysPath]: answer(200, { keys: [jwk] }, { servedAtMs }) });
    return proveAccessToken(http, buildIssuer(), {
      ...requireAccessToken(new Secret(token)),
      signal: new AbortController().signal,
    });
  };

  it.each([
    ['an hour before', endsAtMs - 3_600_000],
    ['a moment before', endsAtMs - 1],
    ['at a time that is not told', undefined],
  ])('is good by the clock of who gave the keys: asked %s its end', async (_name, servedAtMs) => {
    expect(await prove(servedAtMs)).toMatchObject({ shape: 'agentIdentity', who: { userId: 'user-agent' } });
  });

  it.each([endsAtMs, endsAtMs + 3_600_000])('is over by that clock: asked at %i', async (servedAtMs) => {
    await expect(prove(servedAtMs)).rejects.toMatchObject({
      code: 'correctInput',
      sentence: { messageId: 'accessToken.expired' },
    });
  });
});

describe('the check of a key before it is kept', () => {
  const page = answer(403, '<html><title>Just a moment</title></html>', { contentType: 'text/html' });

  it.each([
    ['works', answer(200), refusal(400), 'good', 2],
    ['may not list models', refusal(403), refusal(400), 'good', 2],
    ['may not write', answer(200), refusal(403), 'mayNotWriteResponses', 2],
    ['is dead', refusal(401), refusal(400), 'invalid', 1],
    ['meets a bot check', page, refusal(400), 'unclear', 1],
    ['meets a bot check half-way', answer(200), page, 'unclear', 2],
    ['cannot be asked about', offline(), refusal(400), 'unclear', 1],
    ['can be asked half', answer(200), offline(), 'unclear', 2],
    ['meets a server in trouble', answer(500), refusal(400), 'unclear', 1],
  ])('finds that it %s', async (_name, models: Reply, probe: Reply, verdict, calls) => {
    const http = createFakeHttp({ '/v1/models': models, '/v1/responses': probe });
    const { signal } = new AbortController();
    const { check } = await checkApiKey(http, buildIssuer(), { key: new Secret(randomText('sk')), signal });
    expect(check).toBe(verdict);
    expect(http.sent).toHaveLength(calls);
  });
});
