import type { AccessTokenShape } from '../protocol/api/accessToken.ts';
import type { TokenSet } from '../protocol/tokens/tokenSet.ts';
import type { Secret } from '../util/secret.ts';

/** Our own random id of an account; says nothing about the person. */
export type AccountId = string;

/** One refresh-token family: the `login_owner_id` of its sign-in, else the hash of its first refresh token. */
export type GrantId = string;

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

/** The secrets of an account, one variant for each kind. */
export type Credential =
  | { readonly kind: 'chatgpt'; readonly tokens: TokenSet }
  | { readonly kind: 'apiKey'; readonly key: Secret; readonly check: 'good' | 'unchecked' }
  | { readonly kind: 'accessToken'; readonly shape: AccessTokenShape; readonly token: Secret };

/** The kinds that can stand in the Vault; `accountKinds` has what each can do. */
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
  readonly grantId: GrantId;
  readonly identity: Identity;
  readonly credential: Credential;
}

/**
 * Person and workspace as one text: two ChatGPT accounts are one when both are equal, never by e-mail
 * (docs/decisions.md, Identity and names). Undefined when the issuer did not say who it is.
 */
export function describeWho({ userId, workspaceId }: Identity): string | undefined {
  return userId === undefined ? undefined : `${userId}\n${workspaceId ?? ''}`;
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
  }
}
