import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import { Secret } from '../base/secret.ts';
import {
  accountColours,
  hideProviderValues,
  isProvider,
  providerIds,
  revealSetup,
  type Account,
  type Credential,
  type ProviderKind,
  type ProviderSetup,
  type ProviderValue,
} from './account.ts';
import { nameStoredKind } from './accountKinds.ts';
import { accountId, grantId } from './ids.ts';

/**
 * The Vault's value for one account: JSON, `v` 1, of a provider 2. Fields that a newer release added are kept as they are when an older
 * one writes the record again.
 */
const optionalText = z.catch(z.optional(z.string()), undefined);

const tokens = z.looseObject({
  id_token: z.string(),
  access_token: z.string(),
  refresh_token: z.string(),
  account_id: optionalText,
  oauth_provenance: z.optional(z.object({ issuer: z.string(), client_id: z.string() })),
  login_owner_id: optionalText,
  last_refresh: optionalText,
});

const providerValue: z.ZodMiniType<ProviderValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(providerValue), z.record(z.string(), providerValue)]),
);

function setupOf<Id extends z.ZodMiniType<string>>(providerId: Id) {
  return z.object({
    providerId,
    model: z.optional(z.string()),
    table: z.optional(z.pipe(z.record(z.string(), providerValue), z.transform(hideProviderValues))),
  });
}

/** A provider's part of `config.toml`, as it is kept. */
export const providerSetup = setupOf(z.string());

const key = z.optional(z.string());

const credential = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('chatgpt'), tokens }),
  z.looseObject({ kind: z.literal('apiKey'), key: z.string(), check: z.enum(['good', 'unchecked']) }),
  z.looseObject({
    kind: z.literal('accessToken'),
    shape: z.enum(['personalAccessToken', 'agentIdentity']),
    token: z.string(),
  }),
  z.looseObject({ kind: z.literal('azure'), setup: setupOf(z.enum(providerIds.azure)), key }),
  z.looseObject({ kind: z.literal('bedrock'), setup: setupOf(z.enum(providerIds.bedrock)), key }),
  z.looseObject({ kind: z.literal('local'), setup: setupOf(z.enum(providerIds.local)), key }),
  z.looseObject({ kind: z.literal('provider'), setup: providerSetup, key }),
]);

const identity = z.looseObject({
  email: optionalText,
  userId: optionalText,
  plan: optionalText,
  workspaceId: optionalText,
  workspaceName: optionalText,
});

const record = z.looseObject({
  v: z.union([z.literal(1), z.literal(2)]),
  gen: z.number().check(z.int(), z.minimum(0)),
  id: accountId.check(z.minLength(1)),
  label: z.string(),
  colour: z.catch(z.optional(z.enum(accountColours)), undefined),
  createdAt: z.string(),
  grantId,
  identity,
  credential,
});

type Record1 = z.infer<typeof record>;

/** What was under a key. `newer` was written by a later release: shown as such and left alone. */
export type DecodedRecord =
  { readonly kind: 'account'; readonly account: Account } | { readonly kind: 'newer' } | { readonly kind: 'corrupt' };

/** `newer`: a later version of this extension wrote it, and it stays as it is. */
export function decodeAccountRecord(text: string): DecodedRecord {
  const json = parseJson(text);
  const parsed = record.safeParse(json);
  if (parsed.success) {
    return { kind: 'account', account: toAccount(parsed.data) };
  }
  const version = z.looseObject({ v: z.number() }).safeParse(json);
  return version.success && version.data.v > 2 ? { kind: 'newer' } : { kind: 'corrupt' };
}

/** The text to store: this account over what was there before, whose unknown fields stay. */
export function encodeAccountRecord(account: Account, previousText: string | undefined): string {
  const before = previousText === undefined ? undefined : record.safeParse(parseJson(previousText));
  const old = before?.success === true ? before.data : undefined;
  return JSON.stringify({
    ...old,
    // A release without providers leaves such a record alone, as one of a newer release.
    v: isProvider(account.credential) ? 2 : 1,
    gen: account.gen,
    id: account.id,
    label: account.label,
    colour: account.colour,
    createdAt: account.createdAt,
    grantId: account.grantId,
    identity: { ...old?.identity, ...account.identity },
    credential: encodeCredential(account.credential, old?.credential),
  });
}

function encodeCredential(value: Credential, old: Record1['credential'] | undefined): object {
  const kind = nameStoredKind(value.kind);
  const kept = old?.kind === kind ? old : undefined;
  switch (value.kind) {
    case 'chatgpt': {
      const { tokens: set } = value;
      return {
        ...kept,
        kind: value.kind,
        tokens: {
          ...(kept?.kind === 'chatgpt' ? kept.tokens : undefined),
          id_token: set.idToken.reveal(),
          access_token: set.accessToken.reveal(),
          refresh_token: set.refreshToken.reveal(),
          account_id: set.workspaceId,
          oauth_provenance:
            set.provenance === undefined
              ? undefined
              : { issuer: set.provenance.issuer, client_id: set.provenance.clientId },
          login_owner_id: set.loginOwnerId,
          last_refresh: set.lastRefresh,
        },
      };
    }
    case 'apiKey':
      return { ...kept, kind: value.kind, key: value.key.reveal(), check: value.check };
    case 'accessToken':
      return { ...kept, kind: value.kind, shape: value.shape, token: value.token.reveal() };
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      return { ...kept, kind, setup: revealSetup(value.setup), key: value.key?.reveal() };
  }
}

function toAccount(data: Record1): Account {
  return {
    id: data.id,
    gen: data.gen,
    label: data.label,
    colour: data.colour,
    createdAt: data.createdAt,
    grantId: data.grantId,
    identity: {
      email: data.identity.email,
      userId: data.identity.userId,
      plan: data.identity.plan,
      workspaceId: data.identity.workspaceId,
      workspaceName: data.identity.workspaceName,
    },
    credential: toCredential(data.credential),
  };
}

function toCredential(data: Record1['credential']): Credential {
  switch (data.kind) {
    case 'chatgpt':
      return {
        kind: data.kind,
        tokens: {
          idToken: new Secret(data.tokens.id_token),
          accessToken: new Secret(data.tokens.access_token),
          refreshToken: new Secret(data.tokens.refresh_token),
          workspaceId: data.tokens.account_id,
          provenance:
            data.tokens.oauth_provenance === undefined
              ? undefined
              : { issuer: data.tokens.oauth_provenance.issuer, clientId: data.tokens.oauth_provenance.client_id },
          loginOwnerId: data.tokens.login_owner_id,
          lastRefresh: data.tokens.last_refresh,
        },
      };
    case 'apiKey':
      return { kind: data.kind, key: new Secret(data.key), check: data.check };
    case 'accessToken':
      return { kind: data.kind, shape: data.shape, token: new Secret(data.token) };
    case 'azure':
      return { kind: data.kind, setup: toSetup<'azure'>(data.setup), key: toKey(data.key) };
    case 'bedrock':
      return { kind: data.kind, setup: toSetup<'bedrock'>(data.setup), key: toKey(data.key) };
    case 'local':
      return { kind: data.kind, setup: toSetup<'local'>(data.setup), key: toKey(data.key) };
    case 'provider':
      return { kind: 'custom', setup: toSetup<'custom'>(data.setup), key: toKey(data.key) };
  }
}

function toSetup<Kind extends ProviderKind>({
  providerId,
  model,
  table,
}: Partial<ProviderSetup<Kind>> & Pick<ProviderSetup<Kind>, 'providerId'>): ProviderSetup<Kind> {
  return { providerId, model, table };
}

function toKey(key: string | undefined): Secret | undefined {
  return key === undefined ? undefined : new Secret(key);
}
