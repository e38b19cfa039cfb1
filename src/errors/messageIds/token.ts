import type { PageDetails } from './server.ts';
import type { Nothing } from './values.ts';

/** What a token endpoint answered. */
export interface TokenMessages {
  'token.notForUs': Nothing;
  'token.refused': { readonly status: string; readonly code: string };
  'token.refusedHere': PageDetails;
  'token.notAnAnswer': { readonly status: string };
}
