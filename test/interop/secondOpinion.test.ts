import { generateRandomCodeVerifier } from 'oauth4webapi';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { startPracticeIssuer } from '../issuer/practiceIssuer.ts';
import { signInOnPage } from '../issuer/scriptedBrowser.ts';
import { startCertifiedProvider } from './certifiedProvider.ts';
import { decodePayload } from './issuerClient.ts';
import { StandardClient, type Peer } from './standardClient.ts';

const tokensSchema = z.object({ id_token: z.string(), access_token: z.string(), refresh_token: z.string() });

async function startPractice(): Promise<Peer> {
  const issuer = await startPracticeIssuer();
  return {
    url: issuer.url,
    authorize: async (authorizeUrl) => {
      const page = await fetch(authorizeUrl, { redirect: 'manual' });
      await page.body?.cancel();
      return page.ok ? await signInOnPage(authorizeUrl, { person: 'Ada', workspace: 'Personal' }) : undefined;
    },
    close: () => issuer.close(),
  };
}

let peer: Peer;
let client: StandardClient;
let verifier: string;

async function signIn(): Promise<z.infer<typeof tokensSchema>> {
  return tokensSchema.parse(await client.redeem({ parameters: await client.obtainCallback(verifier), verifier }));
}

/** The same standard client drives both; where they disagree, the practice issuer is wrong. */
const peers = [
  ['the practice issuer', startPractice],
  ['oidc-provider', startCertifiedProvider],
] as const;

describe.each(peers)('%s, asked by oauth4webapi for a code,', (_name, start) => {
  beforeAll(async () => {
    peer = await start();
    client = await StandardClient.discover(peer);
  });
  beforeEach(() => {
    verifier = generateRandomCodeVerifier();
  });
  afterAll(async () => {
    await peer.close();
  });

  it('gives a signed id token for code and verifier', async () => {
    expect(decodePayload((await signIn()).id_token)).toMatchObject({ iss: peer.url });
  });

  it.for([
    'http://127.0.0.1:1456/auth/callback',
    'http://127.0.0.1:1455/auth/callback/',
    'http://127.0.0.1:1455/auth/callback?a=b',
    'https://evil.example/auth/callback',
  ])('does not redirect to %s', async (target) => {
    expect(await client.authorize(verifier, { redirect_uri: target })).toBeUndefined();
  });

  it.for([{ code_challenge_method: 'plain' }, { code_challenge: '' }, { code_challenge: 'tooShort' }])(
    'gives no code for %o',
    async (changes) => {
      const callback = await client.authorize(verifier, changes);
      expect(callback?.searchParams.get('code') ?? undefined).toBeUndefined();
    },
  );

  it('refuses another verifier and another redirect address', async () => {
    const refusal = { error: 'invalid_grant' };
    const wrongVerifier = { parameters: await client.obtainCallback(verifier), verifier: generateRandomCodeVerifier() };
    await expect(client.redeem(wrongVerifier)).rejects.toMatchObject(refusal);
    const redirectUri = 'http://127.0.0.1:1457/auth/callback';
    const wrongRedirect = { parameters: await client.obtainCallback(verifier), verifier, redirectUri };
    await expect(client.redeem(wrongRedirect)).rejects.toMatchObject(refusal);
  });
});

describe.each(peers)('%s, asked by oauth4webapi about a grant,', (_name, start) => {
  beforeAll(async () => {
    peer = await start();
    client = await StandardClient.discover(peer);
  });
  beforeEach(() => {
    verifier = generateRandomCodeVerifier();
  });
  afterAll(async () => {
    await peer.close();
  });

  it('takes a code once, and a second time ends the grant', async () => {
    const parameters = await client.obtainCallback(verifier);
    const tokens = tokensSchema.parse(await client.redeem({ parameters, verifier }));
    await expect(client.redeem({ parameters, verifier })).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(client.refresh(tokens.refresh_token)).rejects.toThrow();
  });

  it('rotates refresh tokens, and a spent one ends the grant', async () => {
    const first = await signIn();
    const second = tokensSchema.parse(await client.refresh(first.refresh_token));
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await expect(client.refresh(first.refresh_token)).rejects.toThrow();
    await expect(client.refresh(second.refresh_token)).rejects.toThrow();
  });

  it('ends the grant on revocation of its refresh token', async () => {
    const { refresh_token } = await signIn();
    await client.revoke(refresh_token);
    await expect(client.refresh(refresh_token)).rejects.toThrow();
  });
});
