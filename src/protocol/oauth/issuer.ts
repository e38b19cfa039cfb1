/**
 * Everything about the other side that is not in an answer of theirs: endpoints, client, scopes, ports. Frozen for the
 * length of an attempt, so that a setting changed in the middle can not send a code to another issuer.
 * Where they are from: docs/codex-protocol.md, Issuer.
 */
export interface Issuer {
  /** Origin and path without a trailing slash; also the `iss` of its id tokens. */
  readonly url: string;
  readonly clientId: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly userCodeUrl: string;
  readonly deviceTokenUrl: string;
  /** Where the person types the code, on any device. */
  readonly deviceVerificationUrl: string;
  /** The redirect that belongs to codes won by the device flow. */
  readonly deviceRedirectUrl: string;
  readonly whoamiUrl: string;
  readonly accountsCheckUrl: string;
  readonly usageUrl: string;
  readonly switchWorkspaceUrl: string;
  readonly agentIdentityKeysUrl: string;
  readonly modelsUrl: string;
  readonly responsesUrl: string;
}

/** The issuer of every ChatGPT account. */
export const defaultIssuerUrl = 'https://auth.openai.com';
/** The public client of the Codex CLI. */
export const defaultClientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const defaultChatgptBaseUrl = 'https://chatgpt.com/backend-api/';
const defaultApiBaseUrl = 'https://api.openai.com/v1';

/** Our own name on the wire; never a first-party one. */
export const originator = 'codex_accounts';
/** Those of the CLI, in its order. */
export const scopes = 'openid profile email offline_access api.connectors.read api.connectors.invoke';
/** The ports on the issuer's list of redirects, in the order they are tried. */
export const callbackPorts: readonly number[] = [1455, 1457];

/** What a person may set; every part has a default in code. */
export interface IssuerSettings {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly chatgptBaseUrl?: string;
  readonly apiBaseUrl?: string;
}

/** True for `https:` anywhere and for `http:` on this machine, without credentials, query or fragment. */
export function isAcceptableBaseUrl(text: string): boolean {
  // What a parser would drop or turn round is not understood by everybody alike; paths are appended to the very text.
  if (!/^https?:\/\/[^\s\\?#]+$/u.test(text) || !URL.canParse(text)) {
    return false;
  }
  const url = new URL(text);
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return (
    (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}

/** Builds the table. Unacceptable addresses fall back to the default: secrets are never sent to an address half understood. */
export function buildIssuer(settings: IssuerSettings = {}): Issuer {
  const url = acceptable(settings.issuer, defaultIssuerUrl);
  const chatgpt = completeChatgpt(acceptable(settings.chatgptBaseUrl, defaultChatgptBaseUrl));
  const api = acceptable(settings.apiBaseUrl, defaultApiBaseUrl);
  const clientId = settings.clientId?.trim();
  return Object.freeze({
    url,
    clientId: clientId === undefined || clientId === '' ? defaultClientId : clientId,
    authorizeUrl: `${url}/oauth/authorize`,
    tokenUrl: `${url}/oauth/token`,
    revokeUrl: `${url}/oauth/revoke`,
    userCodeUrl: `${url}/api/accounts/deviceauth/usercode`,
    deviceTokenUrl: `${url}/api/accounts/deviceauth/token`,
    deviceVerificationUrl: `${url}/codex/device`,
    deviceRedirectUrl: `${url}/deviceauth/callback`,
    whoamiUrl: `${url}/api/accounts/v1/user-auth-credential/whoami`,
    accountsCheckUrl: `${chatgpt}/wham/accounts/check`,
    usageUrl: `${chatgpt}/wham/usage`,
    switchWorkspaceUrl: `${chatgpt}/accounts/switch-workspace-token`,
    agentIdentityKeysUrl: `${chatgpt}/wham/agent-identities/jwks`,
    modelsUrl: `${api}/models`,
    responsesUrl: `${api}/responses`,
  });
}

/** The CLI's rule: ChatGPT's own addresses mean the backend behind them (docs/codex-protocol.md, Backend). */
function completeChatgpt(url: string): string {
  const isChatgpt = ['chatgpt.com', 'chat.openai.com'].includes(new URL(url).hostname);
  return isChatgpt && !url.includes('/backend-api') ? `${url}/backend-api` : url;
}

function acceptable(text: string | undefined, fallback: string): string {
  const chosen = text !== undefined && isAcceptableBaseUrl(text.trim()) ? text.trim() : fallback;
  return chosen.replace(/\/+$/u, '');
}

/**
 * The table for tokens that were issued earlier: they go back to where they came from, whatever the settings say by
 * now. Undefined when that place is not one we would send a secret to.
 */
export function findIssuerOf(
  provenance: { readonly issuer: string; readonly clientId: string } | undefined,
  current: Issuer,
): Issuer | undefined {
  if (provenance === undefined) {
    return current;
  }
  const url = provenance.issuer.trim().replace(/\/+$/u, '');
  if (url === current.url) {
    return { ...current, clientId: provenance.clientId };
  }
  return isAcceptableBaseUrl(url) ? buildIssuer({ issuer: url, clientId: provenance.clientId }) : undefined;
}
