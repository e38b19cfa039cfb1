import { describe, expect, it } from 'vitest';
import { businessChoice } from '../issuer/people.ts';
import { useScene } from './scene.ts';
import { readAuth, readNotification, typeCredential } from './steps.ts';

const scene = useScene();

describe('signing in with an access token', () => {
  it('says who may create one and what it is not for', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Sign In');
    await workbench.quickInput.pick('Access Token');
    await workbench.quickInput.row('Type or Paste the Token').waitFor();
    expect(await workbench.quickInput.input.getAttribute('placeholder')).toBe(
      'For Business and Enterprise workspaces. General API calls keep using API keys.',
    );
    expect((await workbench.quickInput.rows()).map(({ label }) => label)).toEqual([
      'Type or Paste the Token',
      'Take It from the Clipboard',
      'Read It from a File…',
      'Read It from an Environment Variable…',
      'Create or Revoke Access Tokens',
      'Set-Up, Rotation and Revocation',
      'What the Sign-In Page Says',
    ]);
    const rows = await workbench.quickInput.rows();
    expect(rows.slice(-3).map(({ description, detail }) => [description, detail])).toEqual([
      ['chatgpt.com/admin/access-tokens', 'Owners, admins, and members whom an admin allows to create them.'],
      [
        'learn.chatgpt.com/docs/enterprise/access-tokens',
        'Create the replacement first, test it, then revoke the old one.',
      ],
      ['learn.chatgpt.com/docs/auth', 'The sign-in page of the documents names Enterprise alone.'],
    ]);
    expect(rows[0]?.detail).toBe(
      'For trusted, non-interactive local work: scripts, schedulers and private CI runners.',
    );
    await workbench.screenshot('access-token-picker');
    await workbench.quickInput.cancel();
  });

  it('refuses what only looks like one, by its name', async () => {
    const { workbench, issuer } = scene();
    const { access_token: chatgptToken } = issuer.issueGrant(businessChoice);
    await workbench.runCommand('Codex Accounts: Sign In with Access Token');
    await workbench.quickInput.pick('Type or Paste the Token');
    const refusals: readonly (readonly [string, string])[] = [
      [issuer.apiKeys.good, 'This is a Platform API key'],
      [chatgptToken, 'This is a ChatGPT session token'],
      [`agt_${'x'.repeat(30)}`, 'This is a Workspace Agent token'],
      ['nonsense', 'This is not a Codex access token'],
    ];
    for (const [text, sentence] of refusals) {
      await workbench.quickInput.fill(text);
      await expect.poll(() => workbench.quickInput.message()).toContain(sentence);
    }
    await workbench.screenshot('access-token-input-error');
    await workbench.quickInput.cancel();
    expect(issuer.log.requests()).toEqual([]);
  });

  it('refuses a revoked one after asking the server, and keeps nothing', async () => {
    const { issuer } = scene();
    await typeCredential(scene(), 'Access Token', issuer.personalAccessTokens.revoked);
    expect(await readNotification(scene(), 'The server refused this access token', 'access-token-refused')).toContain(
      '401',
    );
    await expect.poll(scene().status).toContain('signed out');
  });

  it('keeps nothing when the server cannot be asked', async () => {
    const { issuer } = scene();
    issuer.fault({ path: '/api/accounts/v1/user-auth-credential/whoami', times: 1, kind: 'cut' });
    await typeCredential(scene(), 'Access Token', issuer.personalAccessTokens.business);
    await readNotification(scene(), 'cut before its answer');
    await expect.poll(scene().status).toContain('signed out');
  });

  it('takes an agent identity whose signature the keys prove', async () => {
    const { issuer } = scene();
    const token = issuer.issueAgentIdentity();
    await typeCredential(scene(), 'Access Token', token);
    await readNotification(scene(), 'Signed in as');
    await expect.poll(scene().status).toContain('Access token, signed in');
    expect(readAuth(scene())).toMatchObject({ auth_mode: 'agentIdentity', agent_identity: token });
    expect(issuer.log.requests({ path: '/backend-api/wham/agent-identities/jwks' })).toHaveLength(1);
  });

  it('takes a good one after one real call', async () => {
    const { issuer } = scene();
    await typeCredential(scene(), 'Access Token', issuer.personalAccessTokens.business);
    expect(await readNotification(scene(), 'Signed in as', 'access-token-done')).toContain('Business');
    expect(readAuth(scene())).toEqual({
      OPENAI_API_KEY: null,
      personal_access_token: issuer.personalAccessTokens.business,
    });
    const [proof] = issuer.log.requests({ path: '/api/accounts/v1/user-auth-credential/whoami' });
    expect(proof?.status).toBe(200);
  });
});
