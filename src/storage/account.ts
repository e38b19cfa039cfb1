import type { AccessTokenShape } from '../protocol/api/accessToken.ts';
import type { TokenSet } from '../protocol/tokens/tokenSet.ts';
import { Secret } from '../base/secret.ts';
import type { AccountId, GrantId } from './ids.ts';
import { hideAddress } from './providerAddress.ts';

/** Who the issuer says this is. Everything may be unknown; then the account is shown with less, not refused. */
export interface Identity {
  readonly email: string | undefined;
  readonly userId: string | undefined;
  /** Raw plan name. */
  readonly plan: string | undefined;
  /** The workspace: `tokens.account_id`. */
  readonly workspaceId: string | undefined;
  readonly workspaceName: string | undefined;
}

/** The kinds whose models come from somebody else than OpenAI: Codex is told of them by its `config.toml`. */
export const providerKinds = ['azure', 'bedrock', 'local', 'custom'] as const;
/** One of these kinds. */
export type ProviderKind = (typeof providerKinds)[number];

/** A value of `config.toml`, as far as a provider has such; what often is a key is a secret. */
export type ProviderValue = string | number | boolean | Secret | readonly ProviderValue[] | ProviderTable;

/** A table of `config.toml`. */
export interface ProviderTable {
  readonly [key: string]: ProviderValue;
}

/** Whether a value is a table of its own. */
export function isProviderTable(value: ProviderValue | undefined): value is ProviderTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Secret);
}

/** Tables whose values often hold a key, with the one name in them that never does. */
const secretTables: readonly string[] = ['http_headers', 'query_params'];
const plainName = 'api-version';
const secretText = 'experimental_bearer_token';

/** The table of a provider with what often is a key as secrets: headers, query parameters, a token, a command's arguments, a password. */
export function hideProviderValues(table: ProviderTable): ProviderTable {
  return mapTable(table, (value, name) => {
    if (typeof value === 'string') {
      return name === 'base_url' ? hideAddress(new Secret(value)) : name === secretText ? new Secret(value) : value;
    }
    if (!isProviderTable(value)) {
      return value;
    }
    return secretTables.includes(name)
      ? mapTable(value, (one, key) => (key === plainName ? one : hideText(one)))
      : name === 'auth'
        ? mapTable(value, (one, key) => (key === 'args' && Array.isArray(one) ? one.map(hideText) : one))
        : value;
  });
}

function hideText(value: ProviderValue): ProviderValue {
  return typeof value === 'string' ? new Secret(value) : value;
}

/** The same in the clear, for the file that it is written to. */
function revealProviderValues(table: ProviderTable): PlainTable {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, revealValue(value)]));
}

/** A value of `config.toml` in the clear. */
type PlainValue = string | number | boolean | readonly PlainValue[] | PlainTable;

/** A table of `config.toml` in the clear. */
export interface PlainTable {
  readonly [key: string]: PlainValue;
}

function revealValue(value: ProviderValue): PlainValue {
  if (value instanceof Secret) {
    return value.reveal();
  }
  if (isProviderTable(value)) {
    return revealProviderValues(value);
  }
  return typeof value === 'object' ? value.map(revealValue) : value;
}

function mapTable(table: ProviderTable, change: (value: ProviderValue, name: string) => ProviderValue): ProviderTable {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value, name)]));
}

/** How `config.toml` names the provider of each kind; a custom one has any name. */
export const providerIds = {
  azure: ['azure'],
  bedrock: ['amazon-bedrock'],
  local: ['ollama', 'lmstudio', 'ollama-local', 'lmstudio-local'],
} as const satisfies Readonly<Partial<Record<ProviderKind, readonly string[]>>>;

type NamedKind = keyof typeof providerIds;

/** What `config.toml` says for a model provider (docs/codex-protocol.md, Providers). */
export interface ProviderSetup<Kind extends ProviderKind = ProviderKind> {
  /** `model_provider`: a built-in provider, or the name of the table. */
  readonly providerId: Kind extends NamedKind ? (typeof providerIds)[Kind][number] : string;
  /** `model`; undefined leaves it to Codex. */
  readonly model: string | undefined;
  /** `model_providers.<id>`; undefined for a built-in provider that needs none. */
  readonly table: ProviderTable | undefined;
}

/** What is on disk of a setup: its secrets in the clear. */
export function revealSetup({
  providerId,
  model,
  table,
}: ProviderSetup): Pick<ProviderSetup, 'providerId' | 'model'> & { readonly table: PlainTable | undefined } {
  return { providerId, model, table: table && revealProviderValues(table) };
}

/** A provider of one kind, with the key that it takes, if it takes one from us. */
interface ProviderCredentialOf<Kind extends ProviderKind> {
  readonly kind: Kind;
  readonly setup: ProviderSetup<Kind>;
  readonly key: Secret | undefined;
}

/** A provider of any kind, with what `config.toml` says for that kind and no other. */
export type ProviderCredential = { readonly [Kind in ProviderKind]: ProviderCredentialOf<Kind> }[ProviderKind];

/** What OpenAI signs in with, one variant for each kind. Each has a form in the Home. */
export type SignInCredential =
  | { readonly kind: 'chatgpt'; readonly tokens: TokenSet }
  | { readonly kind: 'apiKey'; readonly key: Secret; readonly check: 'good' | 'unchecked' }
  | { readonly kind: 'accessToken'; readonly shape: AccessTokenShape; readonly token: Secret };

/** The secrets of an account. */
export type Credential = SignInCredential | ProviderCredential;

/** The kinds that can be in the Vault; `accountKinds` has what each can do. */
export type AccountKind = Credential['kind'];

/** Colours a person can give an account; each is a theme colour, so it fits light, dark and high contrast. */
export const accountColours = ['blue', 'green', 'orange', 'purple', 'red', 'yellow'] as const;

/** By name; VS Code draws it in its theme. */
export type AccountColour = (typeof accountColours)[number];

/** One identity a person can use, with everything the Vault keeps of it. */
export interface Account {
  readonly id: AccountId;
  /** Grows with every write; an older record never replaces a newer one. */
  readonly gen: number;
  readonly label: string;
  readonly colour: AccountColour | undefined;
  readonly createdAt: string;
  /**
   * Where the Ledger keeps it. What has no refresh token is a grant of its own, named by the hash of what it is, as it is on
   * disk since the first release: so the same key is found again without opening a secret (docs/decisions.md, Grants).
   */
  readonly grantId: GrantId;
  readonly identity: Identity;
  readonly credential: Credential;
}

/** An account at somebody else's models: it is used by what `config.toml` says. */
export type ProviderAccount = Account & { readonly credential: ProviderCredential };

/** Whether a text can be the id of an account, for one that VS Code hands back to us. */
export function isAccountId(id: string): id is AccountId {
  return id !== '';
}

/** Whether the models are somebody else's than OpenAI's. */
export function isProvider(credential: Credential): credential is ProviderCredential {
  return 'setup' in credential;
}

/**
 * Person and workspace as one text: two ChatGPT accounts are one when both are equal, never by e-mail
 * (docs/decisions.md, Identity and names). Undefined when the issuer did not say who it is.
 */
export function describeWho({ userId, workspaceId }: Identity): string | undefined {
  return userId === undefined ? undefined : `${userId}\n${workspaceId ?? ''}`;
}

/** What a request of the account carries as its token; undefined for a key, and for a provider. */
export function findBearer(credential: Credential): Secret | undefined {
  switch (credential.kind) {
    case 'chatgpt':
      return credential.tokens.accessToken;
    case 'accessToken':
      return credential.token;
    case 'apiKey':
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      return undefined;
  }
}

/** The text that is spent or replaced as a whole, and that the Ledger knows by its hash. */
export function primarySecret(credential: Credential): Secret {
  switch (credential.kind) {
    case 'chatgpt':
      return credential.tokens.refreshToken;
    case 'apiKey':
      return credential.key;
    case 'accessToken':
      return credential.token;
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      return new Secret(JSON.stringify([revealSetup(credential.setup), credential.key?.reveal()]));
  }
}
