import { parseJson } from '../../base/json.ts';
import { decodeJwtPayload } from '../../protocol/tokens/jwt.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { Secret } from '../../base/secret.ts';
import { documentShape, findRepeatedField, idClaimsShape, type CredentialDocument } from './documentShape.ts';

/**
 * What a Home's credential document says, as the CLI resolves it (docs/codex-protocol.md, auth.json). `other` is a kind
 * we know of but do not manage yet; `unknownMode` is one that even the CLI of today would refuse.
 */
export type HomeCredential =
  | { readonly kind: 'chatgpt'; readonly tokens: TokenSet }
  | { readonly kind: 'apiKey'; readonly key: Secret }
  | { readonly kind: 'accessToken'; readonly shape: 'personalAccessToken' | 'agentIdentity'; readonly token: Secret }
  /** A key for Amazon Bedrock alone. */
  | { readonly kind: 'bedrockKey'; readonly key: Secret; readonly region: string }
  | { readonly kind: 'other'; readonly mode: string };

/** Whose kind of sign-in it is. A key for Bedrock signs nobody in. */
export type SignInKind = Exclude<HomeCredential['kind'], 'bedrockKey'>;

/** A key for Bedrock is `other` where only sign-ins are told apart. */
export function signInKindOf({ kind }: HomeCredential): SignInKind {
  return kind === 'bedrockKey' ? 'other' : kind;
}

type DocumentProblem = 'notJson' | 'byteOrderMark' | 'wrongShape' | 'unknownMode';

/** What the text of an `auth.json` came to. */
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
    case 'bedrockApiKey': {
      const { bedrock_api_key: own } = data;
      return isPresent(own)
        ? found({ kind: 'bedrockKey', key: new Secret(own.api_key), region: own.region })
        : unreadable('wrongShape', { mode, field: 'bedrock_api_key' });
    }
    case 'chatgptAuthTokens':
    case 'headers':
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
