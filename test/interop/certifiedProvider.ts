import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { makeSigningKey } from '../issuer/signedTokens.ts';
import { redirectUri, testClientId } from './issuerClient.ts';
import type { Peer } from './standardClient.ts';

const accountId = 'ada';
const maximumHops = 10;

function refuseWithText(context: { body: string }, refusal: { readonly error: string }): void {
  context.body = refusal.error;
}

function buildConfiguration(): Readonly<Record<string, unknown>> {
  const { privateKey, keyId } = makeSigningKey('second-opinion');
  return {
    clients: [
      {
        client_id: testClientId,
        token_endpoint_auth_method: 'none',
        // A native client may use any loopback port; a web client must name its redirect address exactly.
        application_type: 'web',
        redirect_uris: [redirectUri, 'http://127.0.0.1:1457/auth/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    interactions: { url: (_: unknown, interaction: { readonly uid: string }) => `/interaction/${interaction.uid}` },
    renderError: refuseWithText,
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, RefreshToken: 600, Session: 600 },
    findAccount: () => ({ accountId, claims: () => ({ sub: accountId }) }),
    issueRefreshToken: () => true,
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] },
    scopes: ['openid', 'offline_access'],
  };
}

async function agree(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId } });
    return;
  }
  const grant = new provider.Grant({ accountId, clientId: testClientId });
  grant.addOIDCScope('openid offline_access');
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

/** Follows redirects with cookies until one leaves the provider. */
async function followUntilAway(start: string, providerUrl: string): Promise<URL | undefined> {
  const cookies = new Map<string, string>();
  let next = new URL(start);
  for (let hop = 0; hop < maximumHops; hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const separator = pair.indexOf('=');
      cookies.set(pair.slice(0, separator), pair.slice(separator + 1));
    }
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (location === null) {
      return undefined;
    }
    next = new URL(location, next);
    if (next.origin !== providerUrl) {
      return next;
    }
  }
  throw new Error('The provider redirects for ever.');
}

/**
 * Starts `oidc-provider`, which is certified, with the rules of the practice issuer: exact redirect, S256, rotation.
 * Its person says yes to everything.
 */
export async function startCertifiedProvider(): Promise<Peer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The provider listens on no port.');
  }
  const url = `http://127.0.0.1:${String(address.port)}`;
  const provider = new Provider(url, buildConfiguration());
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const work =
      request.url?.startsWith('/interaction/') === true
        ? agree(provider, request, response)
        : answer(request, response);
    work.catch(() => response.destroy());
  });
  return {
    url,
    authorize: async (authorizeUrl) => await followUntilAway(authorizeUrl, url),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
