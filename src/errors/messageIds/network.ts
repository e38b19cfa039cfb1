import type { Nothing } from './values.ts';

/** Why a request brought no answer. */
export interface NetworkMessages {
  'network.offline': { readonly host: string };
  'network.cut': { readonly host: string };
  'network.tooSlow': { readonly host: string };
  'network.untrusted': { readonly host: string };
  'network.clock': { readonly host: string };
  'network.certificate': { readonly host: string };
  'network.redirected': { readonly host: string };
  'network.tooMuch': { readonly host: string };
  'network.proxySignIn': Nothing;
  'network.signInFirst': Nothing;
}
