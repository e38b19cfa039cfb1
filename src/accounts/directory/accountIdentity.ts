import type { HomeCredential } from '../../home/credential/credentialDocument.ts';
import { readCredentialOwner, readTokenOwner } from '../../home/credential/credentialOwner.ts';
import type { TokenIdentity } from '../../protocol/api/accessToken.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import {
  isProvider,
  isProviderTable,
  primarySecret,
  type Account,
  type AccountKind,
  type Credential,
  type Identity,
  type ProviderCredential,
  type SignInCredential,
} from '../../storage/account.ts';
import { grantId, type GrantId } from '../../storage/ids.ts';
import { compareToLedger, type Ledger } from '../../storage/ledger.ts';

/** Who we know nothing about: an API key does not say whose it is. */
export const unknownIdentity: Identity = {
  email: undefined,
  userId: undefined,
  plan: undefined,
  workspaceId: undefined,
  workspaceName: undefined,
};

/** Who a ChatGPT sign-in is, from its own tokens, without asking the service. */
export function identifyTokens(tokens: TokenSet): Identity {
  return { ...readTokenOwner(tokens), workspaceName: undefined };
}

/** Who an access token is, from the answer of `whoami`. */
export function identifyAccessToken(who: TokenIdentity): Identity {
  return {
    email: who.email,
    userId: who.userId,
    plan: who.plan,
    workspaceId: who.workspaceId,
    workspaceName: undefined,
  };
}

/** Who a Home's credential belongs to, as far as it says so itself. */
export function identifyHomeCredential(credential: HomeCredential): Identity {
  return { ...(readCredentialOwner(credential) ?? unknownIdentity), workspaceName: undefined };
}

/** The last four characters of a key, as every key page shows them. */
export function findKeyTail(credential: Credential): string | undefined {
  return credential.kind === 'apiKey' ? credential.key.reveal().slice(-4) : undefined;
}

/** The Vault's form of what is in a Home; undefined for kinds we do not manage. */
export function toVaultCredential(credential: HomeCredential): SignInCredential | undefined {
  switch (credential.kind) {
    case 'chatgpt':
      return credential;
    case 'apiKey':
      return { kind: 'apiKey', key: credential.key, check: 'unchecked' };
    case 'accessToken':
      return credential;
    case 'bedrockKey':
    case 'other':
      return undefined;
  }
}

/**
 * What a provider has in a Home: the key that Codex takes from there. Undefined for one that it takes from elsewhere, or
 * that needs none.
 */
export function toHomeKey({ kind, setup, key }: ProviderCredential): HomeCredential | undefined {
  if (key === undefined) {
    return undefined;
  }
  const { providerId, table } = setup;
  if (kind === 'bedrock') {
    const aws = table?.['aws'];
    const { region, profile } = isProviderTable(aws) ? aws : {};
    // A profile comes before it.
    return profile === undefined
      ? { kind: 'bedrockKey', key, region: typeof region === 'string' ? region : '' }
      : undefined;
  }
  const takesSignIn = providerId === 'openai' || table?.['requires_openai_auth'] === true;
  return takesSignIn && table?.['env_key'] === undefined ? { kind: 'apiKey', key } : undefined;
}

/** As what Codex judges an account by its sign-in rules: a key in the Home is a key, whoever takes it. */
export function ruledKindOf({ credential }: Pick<Account, 'credential'>): AccountKind {
  return isProvider(credential) && toHomeKey(credential) !== undefined ? 'apiKey' : credential.kind;
}

/** The Home's form of what the Vault keeps. */
export function toHomeCredential(credential: SignInCredential): HomeCredential {
  return credential.kind === 'apiKey' ? { kind: 'apiKey', key: credential.key } : credential;
}

/** A lease has no refresh token; it is a grant of its own, known by its access token. */
async function nameByFirstToken({ refreshToken, accessToken }: TokenSet): Promise<string> {
  return refreshToken.isEmpty ? `lease-${await accessToken.sha256Hex()}` : `refresh-${await refreshToken.sha256Hex()}`;
}

/**
 * The id of the grant that a credential lives on (docs/decisions.md, Grants). Keys and access tokens are a grant of
 * their own.
 */
export async function identifyGrant(credential: Credential): Promise<GrantId> {
  return grantId.parse(await nameGrant(credential));
}

async function nameGrant(credential: Credential): Promise<string> {
  switch (credential.kind) {
    case 'chatgpt':
      return credential.tokens.loginOwnerId ?? nameByFirstToken(credential.tokens);
    case 'apiKey':
      return `key-${await credential.key.sha256Hex()}`;
    case 'accessToken':
      return `token-${await credential.token.sha256Hex()}`;
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      return `provider-${await primarySecret(credential).sha256Hex()}`;
  }
}

/**
 * The grant of a credential as the Ledger knows it. A document of an older CLI names none, and once its token was renewed
 * it hashes to another name than the one that the grant got: then the token itself is looked for.
 */
export async function findGrantId(ledger: Pick<Ledger, 'read' | 'list'>, credential: Credential): Promise<GrantId> {
  const named = await identifyGrant(credential);
  if (
    credential.kind !== 'chatgpt' ||
    credential.tokens.loginOwnerId !== undefined ||
    (await ledger.read(named)) !== undefined
  ) {
    return named;
  }
  const hash = await credential.tokens.refreshToken.sha256Hex();
  const { entries } = await ledger.list();
  return entries.find((entry) => compareToLedger(entry, hash) !== 'unknown')?.grantId ?? named;
}
