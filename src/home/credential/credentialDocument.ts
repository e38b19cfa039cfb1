import { parseJson } from '../../util/json.ts';
import { decodeJwtPayload } from '../../protocol/tokens/jwt.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { Secret } from '../../util/secret.ts';
import {
  canonicalOrder,
  documentShape,
  findRepeatedField,
  idClaimsShape,
  knownTokenFields,
  type CredentialDocument,
} from './documentShape.ts';

/**
 * What a Home's credential document says, as the CLI resolves it (docs/codex-protocol.md, auth.json). `other` is a kind
 * we know of but do not manage yet; `unknownMode` is one that even the CLI of today would refuse.
 */
export type HomeCredential =
  | { readonly kind: 'chatgpt'; readonly tokens: TokenSet }
  | { readonly kind: 'apiKey'; readonly key: Secret }
  | { readonly kind: 'accessToken'; readonly shape: 'personalAccessToken' | 'agentIdentity'; readonly token: Secret }
  | { readonly kind: 'other'; readonly mode: string };

type DocumentProblem = 'notJson' | 'byteOrderMark' | 'wrongShape' | 'unknownMode';

export type ParsedDocument =
  { readonly kind: 'credential'; readonly credential: HomeCredential } | { readonly kind: 'signedOut' } | Unreadable;

/** Why the CLI takes the document for none; empty texts where there is no mode or field to name. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly problem: DocumentProblem;
  readonly mode: string;
  readonly field: string;
}

const knownModes = [
  'apikey',
  'chatgpt',
  'chatgptAuthTokens',
  'headers',
  'agentIdentity',
  'personalAccessToken',
  'bedrockApiKey',
  'bedrockAccessKeys',
] as const;

type Mode = (typeof knownModes)[number];

/** Reads the text of an `auth.json`. Never throws, never guesses: what can not be understood is named. */
export function parseCredentialDocument(document: Secret): ParsedDocument {
  const text = document.reveal();
  if (text.startsWith('\uFEFF')) {
    return unreadable('byteOrderMark');
  }
  const json = parseJson(text);
  if (json === undefined) {
    return unreadable('notJson');
  }
  const parsed = documentShape.safeParse(json);
  if (!parsed.success) {
    return unreadable('wrongShape', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  }
  const repeated = findRepeatedField(text);
  if (repeated !== undefined) {
    return unreadable('wrongShape', { field: repeated });
  }
  const mode = parsed.data.auth_mode ?? undefined;
  if (mode !== undefined && !isMode(mode)) {
    return unreadable('unknownMode', { mode });
  }
  return resolve(parsed.data, mode ?? inferMode(parsed.data));
}

/** A document that holds this credential, over the one that was there before. */
export function serializeCredential(credential: HomeCredential, previous: Secret | undefined): Secret {
  const json = previous === undefined ? undefined : parseJson(previous.reveal());
  const before = documentShape.safeParse(json);
  const old = before.success ? inOrderOf(json, before.data) : {};
  const fields = buildFields(credential, before.success ? before.data.tokens : undefined);
  return new Secret(JSON.stringify(mergeInOrder(old, fields), undefined, 2));
}

/** A schema gives the fields it knows first; the document's own order counts. */
function inOrderOf(json: unknown, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const keys = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(data, key)).map((key) => [key, data[key]]));
}

type Fields = Readonly<Partial<Record<(typeof canonicalOrder)[number], unknown>>>;

/** Known fields in the CLI's own order; those of a document that we do not know stay where they are. */
function mergeInOrder(old: Readonly<Record<string, unknown>>, fields: Fields): Record<string, unknown> {
  const known: readonly string[] = canonicalOrder;
  const kept = Object.keys(old).filter((key) => !known.includes(key) || key in fields);
  for (const key of canonicalOrder.filter((name) => name in fields && !(name in old))) {
    const position = known.indexOf(key);
    const afterEarlier = kept.findLastIndex((name) => known.slice(0, position).includes(name)) + 1;
    const beforeLater = kept.findIndex((name) => known.slice(position + 1).includes(name));
    kept.splice(afterEarlier > 0 ? afterEarlier : Math.max(beforeLater, 0), 0, key);
  }
  return Object.fromEntries(kept.map((key) => [key, key in fields ? fields[key as keyof Fields] : old[key]]));
}

function buildFields(credential: HomeCredential, oldTokens: CredentialDocument['tokens']): Fields {
  switch (credential.kind) {
    case 'chatgpt':
      return {
        auth_mode: 'chatgpt',
        OPENAI_API_KEY: null,
        tokens: buildTokens(credential.tokens, oldTokens),
        ...(credential.tokens.lastRefresh === undefined ? {} : { last_refresh: credential.tokens.lastRefresh }),
      };
    case 'apiKey':
      return { auth_mode: 'apikey', OPENAI_API_KEY: credential.key.reveal() };
    case 'accessToken':
      return credential.shape === 'personalAccessToken'
        ? { OPENAI_API_KEY: null, personal_access_token: credential.token.reveal() }
        : { auth_mode: 'agentIdentity', OPENAI_API_KEY: null, agent_identity: credential.token.reveal() };
    case 'other':
      return {};
  }
}

function buildTokens(tokens: TokenSet, old: CredentialDocument['tokens']): Record<string, unknown> {
  const sameGrant = isPresent(old) && isPresent(old.login_owner_id) && old.login_owner_id === tokens.loginOwnerId;
  const unknown = Object.entries(sameGrant ? old : {}).filter(([key]) => !knownTokenFields.includes(key));
  return {
    id_token: tokens.idToken.reveal(),
    access_token: tokens.accessToken.reveal(),
    refresh_token: tokens.refreshToken.reveal(),
    ...(tokens.provenance === undefined
      ? {}
      : { oauth_provenance: { issuer: tokens.provenance.issuer, client_id: tokens.provenance.clientId } }),
    ...(tokens.loginOwnerId === undefined ? {} : { login_owner_id: tokens.loginOwnerId }),
    account_id: tokens.workspaceId ?? null,
    ...Object.fromEntries(unknown),
  };
}

function isMode(text: string): text is Mode {
  return knownModes.some((mode) => mode === text);
}

function inferMode(data: CredentialDocument): Mode {
  if (isPresent(data.personal_access_token)) {
    return 'personalAccessToken';
  }
  if (isPresent(data.bedrock_api_key)) {
    return 'bedrockApiKey';
  }
  if (isPresent(data.bedrock_access_keys)) {
    return 'bedrockAccessKeys';
  }
  return isPresent(data.OPENAI_API_KEY) ? 'apikey' : 'chatgpt';
}

function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function resolve(data: CredentialDocument, mode: Mode): ParsedDocument {
  switch (mode) {
    case 'apikey':
      return typeof data.OPENAI_API_KEY === 'string'
        ? found({ kind: 'apiKey', key: new Secret(data.OPENAI_API_KEY) })
        : unreadable('wrongShape', { mode, field: 'OPENAI_API_KEY' });
    case 'personalAccessToken':
      return typeof data.personal_access_token === 'string'
        ? found({ kind: 'accessToken', shape: mode, token: new Secret(data.personal_access_token) })
        : unreadable('wrongShape', { mode, field: 'personal_access_token' });
    case 'agentIdentity':
      return typeof data.agent_identity === 'string'
        ? found({ kind: 'accessToken', shape: mode, token: new Secret(data.agent_identity) })
        : found({ kind: 'other', mode });
    case 'chatgpt':
      return resolveTokens(data);
    case 'chatgptAuthTokens':
    case 'headers':
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return found({ kind: 'other', mode });
  }
}

function resolveTokens(data: CredentialDocument): ParsedDocument {
  const { tokens } = data;
  if (!isPresent(tokens)) {
    return { kind: 'signedOut' };
  }
  if (!idClaimsShape.safeParse(decodeJwtPayload(tokens.id_token)).success) {
    return unreadable('wrongShape', { mode: 'chatgpt', field: 'tokens.id_token' });
  }
  const source = tokens.oauth_provenance;
  return found({
    kind: 'chatgpt',
    tokens: {
      idToken: new Secret(tokens.id_token),
      accessToken: new Secret(tokens.access_token),
      refreshToken: new Secret(tokens.refresh_token),
      workspaceId: tokens.account_id ?? undefined,
      provenance: isPresent(source) ? { issuer: source.issuer, clientId: source.client_id } : undefined,
      loginOwnerId: tokens.login_owner_id ?? undefined,
      lastRefresh: data.last_refresh ?? undefined,
    },
  });
}

function found(credential: HomeCredential): ParsedDocument {
  return { kind: 'credential', credential };
}

function unreadable(
  problem: DocumentProblem,
  { mode = '', field = '' }: Partial<Pick<Unreadable, 'mode' | 'field'>> = {},
): Unreadable {
  return { kind: 'unreadable', problem, mode, field };
}
