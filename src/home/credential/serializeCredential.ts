import { parseJson } from '../../base/json.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { Secret } from '../../base/secret.ts';
import type { HomeCredential } from './credentialDocument.ts';
import { canonicalOrder, documentShape, knownTokenFields, type CredentialDocument } from './documentShape.ts';

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
    case 'bedrockKey':
      return {
        auth_mode: 'bedrockApiKey',
        OPENAI_API_KEY: null,
        bedrock_api_key: { api_key: credential.key.reveal(), region: credential.region },
      };
    case 'other':
      return {};
  }
}

function buildTokens(tokens: TokenSet, old: CredentialDocument['tokens']): Record<string, unknown> {
  const sameGrant = typeof old?.login_owner_id === 'string' && old.login_owner_id === tokens.loginOwnerId;
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
