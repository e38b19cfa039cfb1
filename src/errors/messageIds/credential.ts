import type { Nothing } from './values.ts';

/** API keys and access tokens. */
export interface CredentialMessages {
  'apiKey.empty': Nothing;
  'apiKey.severalLines': Nothing;
  'apiKey.accessToken': Nothing;
  'apiKey.jwt': Nothing;
  'apiKey.notAKey': Nothing;
  'apiKey.invalid': Nothing;
  'apiKey.mayNotWriteResponses': Nothing;
  'apiKey.unchecked': Nothing;
  'accessToken.empty': Nothing;
  'accessToken.platformKey': Nothing;
  'accessToken.chatgptToken': Nothing;
  'accessToken.agentToken': Nothing;
  'accessToken.expired': Nothing;
  'accessToken.unknown': Nothing;
  'accessToken.refused': { readonly status: string };
  'accessToken.unchecked': Nothing;
}
