import type { PracticeIssuer } from '../issuer/practiceIssuer.ts';

/**
 * `config.toml` that sends everything of the real CLI to the practice issuer. Plugins and apps stay off: they are
 * fetched from elsewhere at each start. The list of models goes to `openai_base_url`; requests to a model go to the TLS
 * origin that `accounts/check` names, whatever stands here.
 */
export function buildPracticeConfig(issuer: PracticeIssuer): string {
  return [
    `chatgpt_base_url = "${issuer.url}/backend-api/"`,
    `openai_base_url = "${issuer.url}/backend-api/codex"`,
    'cli_auth_credentials_store = "file"',
    '[analytics]',
    'enabled = false',
    '[features]',
    'plugins = false',
    'apps = false',
    '',
  ].join('\n');
}

/** The variables that point refresh, revocation, app-server sign-in and trust at the practice issuer. */
export function practiceEnvironment(issuer: PracticeIssuer): Readonly<Record<string, string>> {
  return {
    CODEX_APP_SERVER_LOGIN_ISSUER: issuer.url,
    CODEX_APP_SERVER_LOGIN_CLIENT_ID: practiceClientId,
    CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${issuer.url}/oauth/token`,
    CODEX_REVOKE_TOKEN_URL_OVERRIDE: `${issuer.url}/oauth/revoke`,
    CODEX_AUTHAPI_BASE_URL: `${issuer.url}/api/accounts`,
    ...(issuer.caFile !== undefined && { CODEX_CA_CERTIFICATE: issuer.caFile }),
  };
}

export const practiceClientId = 'app_practice_client';
