import { describe, expect, it } from 'vitest';
import { buildIssuer, findIssuerOf, isAcceptableBaseUrl } from '../../../../src/protocol/oauth/issuer.ts';

describe('the table of the issuer', () => {
  it('has the addresses that the Codex client calls', () => {
    expect(buildIssuer()).toEqual({
      url: 'https://auth.openai.com',
      clientId: 'app_EMoamEEZ73f0CkXaXp7hrann',
      authorizeUrl: 'https://auth.openai.com/oauth/authorize',
      tokenUrl: 'https://auth.openai.com/oauth/token',
      revokeUrl: 'https://auth.openai.com/oauth/revoke',
      usageUrl: 'https://chatgpt.com/backend-api/wham/usage',
      userCodeUrl: 'https://auth.openai.com/api/accounts/deviceauth/usercode',
      deviceTokenUrl: 'https://auth.openai.com/api/accounts/deviceauth/token',
      deviceVerificationUrl: 'https://auth.openai.com/codex/device',
      deviceRedirectUrl: 'https://auth.openai.com/deviceauth/callback',
      whoamiUrl: 'https://auth.openai.com/api/accounts/v1/user-auth-credential/whoami',
      accountsCheckUrl: 'https://chatgpt.com/backend-api/wham/accounts/check',
      switchWorkspaceUrl: 'https://chatgpt.com/backend-api/accounts/switch-workspace-token',
      agentIdentityKeysUrl: 'https://chatgpt.com/backend-api/wham/agent-identities/jwks',
      modelsUrl: 'https://api.openai.com/v1/models',
      responsesUrl: 'https://api.openai.com/v1/responses',
    });
  });

  it('is frozen, so that no attempt changes its issuer half-way', () => {
    expect(Object.isFrozen(buildIssuer())).toBe(true);
  });

  it.each([
    'https://login.example.com',
    'https://login.example.com/',
    ' https://login.example.com/// ',
    'https://login.example.com/tenant',
  ])('takes the address %j without its last slash', (issuer) => {
    const { url, tokenUrl } = buildIssuer({ issuer });
    expect(url).toBe(issuer.trim().replace(/\/+$/u, ''));
    expect(tokenUrl).toBe(`${url}/oauth/token`);
  });

  it.each([
    'http://auth.openai.com',
    'http://192.168.1.2:8080',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'https://auth.openai.com@evil.example',
    'https://user:secret@evil.example',
    'https://evil.example/?x=',
    'https://evil.example/?',
    'https://evil.example/#',
    'https://evil.example/#x',
    'https://evil.example/a b',
    'https://evil\n.example',
    'https:\\\\evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'ftp://evil.example',
    'auth.openai.com',
    '//auth.openai.com',
    'https://',
    '',
    '   ',
  ])('falls back to the default for the hostile address %j (T-SET-3)', (address) => {
    expect(buildIssuer({ issuer: address, chatgptBaseUrl: address, apiBaseUrl: address })).toEqual(buildIssuer());
  });

  it('takes plain HTTP on this machine only', () => {
    for (const address of ['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9']) {
      expect(isAcceptableBaseUrl(address)).toBe(true);
      expect(buildIssuer({ issuer: address }).url).toBe(address);
    }
  });

  it('falls back to the client id of Codex for an empty one', () => {
    expect(buildIssuer({ clientId: '  ' }).clientId).toBe('app_EMoamEEZ73f0CkXaXp7hrann');
    expect(buildIssuer({ clientId: ' app_own ' }).clientId).toBe('app_own');
  });
});

describe('the issuer of tokens that are here already', () => {
  const current = buildIssuer({ issuer: 'https://login.example.com' });

  it('is the one that issued them, whatever the settings say by now', () => {
    const found = findIssuerOf({ issuer: 'https://auth.openai.com/', clientId: 'app_a' }, current);
    expect([found?.tokenUrl, found?.clientId]).toEqual(['https://auth.openai.com/oauth/token', 'app_a']);
  });

  it('is the current one, with the client of the tokens, where the two agree', () => {
    expect(findIssuerOf({ issuer: 'https://login.example.com/', clientId: 'app_b' }, current)).toEqual({
      ...current,
      clientId: 'app_b',
    });
  });

  it('is the current one for tokens that do not say', () => {
    expect(findIssuerOf(undefined, current)).toBe(current);
  });

  it.each(['http://evil.example', 'https://a@evil.example', 'nonsense', ''])(
    'is nobody for the address %j: no secret is sent there',
    (issuer) => {
      expect(findIssuerOf({ issuer, clientId: 'app_a' }, current)).toBeUndefined();
    },
  );
});
