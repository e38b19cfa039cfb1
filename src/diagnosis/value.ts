import type { Sentence } from '../errors/sentence.ts';
import type { ConfigLayer } from '../home/ports.ts';
import { ruleKeys, type RuleKey } from '../home/rules/ports.ts';
import { credentialStores, type CredentialStore } from '../home/store/credentialStore.ts';
import { allProxyNames, vsCodeProxyVariables } from '../network/proxyEnvironment.ts';
import { signInVariables } from '../home/signInVariables.ts';

/**
 * What may be in a finding. A report can leave out what somebody typed or named, because each value says what it is:
 * there is no kind for a plain text.
 */
export type Value =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'version'; readonly version: string }
  /** A word of a closed list, made by `knownName` and its like. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'host'; readonly host: string }
  /** What somebody else named: a program, a host of the person, a company's proxy. */
  | { readonly kind: 'foreign'; readonly text: string }
  | { readonly kind: 'sentence'; readonly sentence: Sentence };

/** Names of settings and variables that everybody has: they tell nothing about a person. */
const names: ReadonlySet<string> = new Set([
  'http.proxy',
  'CODEX_HOME',
  'CODEX_CA_CERTIFICATE',
  'SSL_CERT_FILE',
  'NO_PROXY',
  'no_proxy',
  'AZURE_OPENAI_API_KEY',
  'AWS_BEARER_TOKEN_BEDROCK',
  ...vsCodeProxyVariables,
  ...allProxyNames,
  ...signInVariables.map(({ name }) => name),
  ...ruleKeys,
  ...credentialStores,
]);

/** A number, rounded. */
export function numberOf(number: number): Value {
  return { kind: 'number', number: Math.round(number) };
}

/** A release, as far as it looks like one. */
export function versionOf(text: string): Value {
  return { kind: 'version', version: /^\d+(?:\.\d+){1,3}/u.exec(text)?.[0] ?? '' };
}

/** The name of a setting or variable; one that the person made up is foreign. */
export function knownName(name: string): Value {
  return names.has(name) ? { kind: 'word', word: name } : { kind: 'foreign', text: name };
}

/** Several names in one value. */
export function namesOf(list: readonly string[]): Value {
  const text = list.join(', ');
  return list.every((name) => names.has(name)) ? { kind: 'word', word: text } : { kind: 'foreign', text };
}

/** A word that is known before anything is looked at. */
export function wordOf(word: ConfigLayer | RuleKey | CredentialStore | CloudFolder | Sandbox): Value {
  return { kind: 'word', word };
}

/** A service that copies a folder to its servers. */
export type CloudFolder = 'Dropbox' | 'OneDrive' | 'Google Drive' | 'iCloud' | 'Nextcloud' | 'Box';

/** What gives a program folders of its own. */
export type Sandbox = 'Flatpak' | 'Snap';

/** A file or folder of this computer. */
export function pathOf(path: string): Value {
  return { kind: 'path', path };
}

/** The other end of a connection. */
export function hostValue(host: string): Value {
  return { kind: 'host', host };
}

/** What somebody else named. */
export function foreign(text: string): Value {
  return { kind: 'foreign', text };
}

/** What another part of this extension says about it. */
export function said(sentence: Sentence): Value {
  return { kind: 'sentence', sentence };
}
