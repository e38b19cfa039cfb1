import type { SigningKey } from './signedTokens.ts';
import { answerJson, type Route } from './wire.ts';

/** What OpenID Connect clients read first, so that a standard client can be the second opinion (Discovery 1.0). */
export function discoveryRoutes(issuerUrl: string, signingKey: SigningKey): readonly Route[] {
  const configuration = {
    issuer: issuerUrl,
    authorization_endpoint: `${issuerUrl}/oauth/authorize`,
    token_endpoint: `${issuerUrl}/oauth/token`,
    revocation_endpoint: `${issuerUrl}/oauth/revoke`,
    jwks_uri: `${issuerUrl}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
  };
  return [
    { method: 'GET', path: '/.well-known/openid-configuration', answer: () => answerJson(200, configuration) },
    { method: 'GET', path: '/.well-known/jwks.json', answer: () => answerJson(200, { keys: [signingKey.publicJwk] }) },
  ];
}
