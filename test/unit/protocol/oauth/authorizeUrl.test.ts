import { describe, expect, it } from 'vitest';
import { buildAuthorizeUrl, buildRedirectUri } from '../../../../src/protocol/oauth/authorizeUrl.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { Secret } from '../../../../src/base/secret.ts';

const request = {
  issuer: buildIssuer(),
  redirectUri: buildRedirectUri(1455),
  challenge: 'challenge_-1',
  state: new Secret('state_-1'),
  allowedWorkspaceIds: [],
};

describe('the authorize address', () => {
  it('has the parameters of the CLI in its order, byte for byte', () => {
    expect(buildAuthorizeUrl(request)).toBe(
      'https://auth.openai.com/oauth/authorize?response_type=code&client_id=app_EMoamEEZ73f0CkXaXp7hrann' +
        '&redirect_uri=http%3A%2F%2F127.0.0.1%3A1455%2Fauth%2Fcallback&code_challenge=challenge_-1&code_challenge_method=S256' +
        '&state=state_-1&scope=openid+profile+email+offline_access+api.connectors.read+api.connectors.invoke' +
        '&id_token_add_organizations=true&codex_cli_simplified_flow=true&originator=codex_accounts',
    );
  });

  it('names the workspaces that may come back last, with commas', () => {
    const url = buildAuthorizeUrl({ ...request, allowedWorkspaceIds: ['ws-1', 'ws-2'] });
    expect(url.endsWith('&originator=codex_accounts&allowed_workspace_id=ws-1%2Cws-2')).toBe(true);
  });

  it('survives being read and written again by VS Code', () => {
    const url = buildAuthorizeUrl(request);
    expect(new URL(url).href).toBe(url);
  });

  it('comes back to the port that was really bound', () => {
    expect(buildRedirectUri(1457)).toBe('http://127.0.0.1:1457/auth/callback');
  });
});
