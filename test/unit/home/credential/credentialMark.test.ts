import { describe, expect, it } from 'vitest';
import { markCredential } from '../../../../src/home/credential/credentialMark.ts';
import { sha256Hex } from '../../../../src/base/bytes.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';

describe('what a credential is known by again', () => {
  it('names person, workspace, grant and end of a ChatGPT sign-in, and holds no token', async () => {
    const expiresAtMs = Date.UTC(2026, 10, 21, 9);
    const tokens = mintTokens({ expiresAtMs, userId: 'user-ada', email: 'ada@example.com' });
    const mark = await markCredential({ kind: 'chatgpt', tokens });
    expect(mark).toEqual({
      kind: 'chatgpt',
      userId: 'user-ada',
      tokenUserId: 'user-ada',
      workspaceId: 'workspace-ada',
      email: 'ada@example.com',
      secretHash: await sha256Hex(tokens.accessToken.reveal()),
      loginOwnerId: tokens.loginOwnerId,
      canRenew: true,
      expiresAtMs,
    });
    expect(JSON.stringify(mark)).not.toContain(tokens.accessToken.reveal());
  });

  it('tells a lease from a sign-in', async () => {
    const lease = mintTokens({}, { refreshToken: new Secret(''), loginOwnerId: undefined });
    expect(await markCredential({ kind: 'chatgpt', tokens: lease })).toMatchObject({
      canRenew: false,
      loginOwnerId: undefined,
    });
  });

  it('knows a key and an access token by their hash alone', async () => {
    const key = randomText('sk');
    expect(await markCredential({ kind: 'apiKey', key: new Secret(key) })).toMatchObject({
      secretHash: await sha256Hex(key),
      userId: undefined,
    });
    const token = await markCredential({ kind: 'accessToken', shape: 'personalAccessToken', token: new Secret(key) });
    expect(token).toMatchObject({ kind: 'accessToken', secretHash: await sha256Hex(key) });
    expect(await markCredential({ kind: 'other', mode: 'headers' })).toMatchObject({ secretHash: undefined });
  });
});
