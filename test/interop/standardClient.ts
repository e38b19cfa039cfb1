import * as oauth from 'oauth4webapi';
import { redirectUri, testClientId } from './issuerClient.ts';

/** An authorization server with a way to sign in at it. */
export interface Peer {
  readonly url: string;
  /** Signs in and agrees. @returns the redirect to the client; undefined when there is none but a page */
  authorize(authorizeUrl: string): Promise<URL | undefined>;
  close(): Promise<void>;
}

export interface Redemption {
  readonly parameters: URLSearchParams;
  readonly verifier: string;
  /** Default: the right one. */
  readonly redirectUri?: string;
}

const state = 'the-state';
const client: oauth.Client = { client_id: testClientId };
const noClientSecret = oauth.None();

// The library speaks https only. Both peers are on loopback without TLS: it is given https addresses, and this takes
// the "s" away again on the wire.
const options = {
  [oauth.customFetch]: async (url: string, request: oauth.CustomFetchOptions<string, URLSearchParams | undefined>) =>
    await fetch(url.replace(/^https:/u, 'http:'), {
      method: request.method,
      headers: request.headers,
      redirect: request.redirect,
      ...(request.body !== undefined && { body: request.body }),
    }),
};

function secure(url: string | undefined): string {
  return (url ?? '').replace(/^http:/u, 'https:');
}

/** A client made of oauth4webapi alone, which checks every answer by the standards. */
export class StandardClient {
  readonly #peer: Peer;
  readonly #server: oauth.AuthorizationServer;
  readonly #authorizationEndpoint: string;

  private constructor(peer: Peer, server: oauth.AuthorizationServer) {
    this.#peer = peer;
    this.#authorizationEndpoint = server.authorization_endpoint ?? '';
    this.#server = {
      ...server,
      token_endpoint: secure(server.token_endpoint),
      revocation_endpoint: secure(server.revocation_endpoint),
      jwks_uri: secure(server.jwks_uri),
    };
  }

  static async discover(peer: Peer): Promise<StandardClient> {
    const configuration = await fetch(`${peer.url}/.well-known/openid-configuration`);
    return new StandardClient(peer, await oauth.processDiscoveryResponse(new URL(peer.url), configuration));
  }

  /** Asks for a code. `changes` replaces parameters of a right request. */
  async authorize(verifier: string, changes: Readonly<Record<string, string>> = {}): Promise<URL | undefined> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: testClientId,
      redirect_uri: redirectUri,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      scope: 'openid offline_access',
      ...changes,
    });
    return await this.#peer.authorize(`${this.#authorizationEndpoint}?${query.toString()}`);
  }

  /** @throws Error when no right callback comes */
  async obtainCallback(verifier: string): Promise<URLSearchParams> {
    const callback = await this.authorize(verifier);
    if (callback === undefined) {
      throw new Error('The sign-in did not lead back.');
    }
    return oauth.validateAuthResponse(this.#server, client, callback, state);
  }

  /** Exchanges a code and checks the id token with its signature. */
  async redeem(redemption: Redemption): Promise<oauth.TokenEndpointResponse> {
    const response = await oauth.authorizationCodeGrantRequest(
      this.#server,
      client,
      noClientSecret,
      redemption.parameters,
      redemption.redirectUri ?? redirectUri,
      redemption.verifier,
      options,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(this.#server, client, response, {
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(this.#server, response, options);
    return tokens;
  }

  async refresh(refreshToken: string): Promise<oauth.TokenEndpointResponse> {
    const response = await oauth.refreshTokenGrantRequest(this.#server, client, noClientSecret, refreshToken, options);
    return await oauth.processRefreshTokenResponse(this.#server, client, response);
  }

  async revoke(token: string): Promise<void> {
    const response = await oauth.revocationRequest(this.#server, client, noClientSecret, token, options);
    await oauth.processRevocationResponse(response);
  }
}
