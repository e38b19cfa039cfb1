import type { Nothing } from './values.ts';

/** What a token endpoint answered. */
export interface TokenMessages {
  'token.notForUs': Nothing;
  'token.refused': { readonly status: string; readonly code: string };
  'token.refusedHere': { readonly status: string };
  'token.regionRefused': { readonly status: string };
  'token.serverDown': { readonly status: string };
  'token.notAnAnswer': { readonly status: string };
}
