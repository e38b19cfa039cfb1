import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessChoice, people } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { ScriptedBrowser, signInOnPage } from '../issuer/scriptedBrowser.ts';
import { buildAuthorizeUrl, makePkcePair, postForm, redirectUri } from './issuerClient.ts';

const pkce = makePkcePair();
let issuer: PracticeIssuer;

beforeAll(async () => {
  issuer = await startPracticeIssuer();
});
afterAll(async () => {
  await issuer.close();
});

describe('/oauth/authorize refuses with a page, never with a redirect,', () => {
  it.for([
    ['client_id', ''],
    ['client_id', undefined],
    ['response_type', 'token'],
    ['code_challenge_method', 'plain'],
    ['code_challenge', 'short'],
    ['code_challenge', `${pkce.codeChallenge}A`],
    ['code_challenge', undefined],
    ['state', ''],
    ['state', undefined],
    ['scope', undefined],
    ['scope', 'profile'],
    ['redirect_uri', undefined],
    ['redirect_uri', 'http://127.0.0.1:1456/auth/callback'],
    ['redirect_uri', 'http://127.0.0.1:1455/auth/callback/'],
    ['redirect_uri', 'http://127.0.0.1:1455/auth/callback?x=1'],
    ['redirect_uri', 'https://127.0.0.1:1455/auth/callback'],
    ['redirect_uri', 'http://127.0.0.1:1455/auth/callback@evil.example'],
    ['redirect_uri', 'http://[::1]:1455/auth/callback'],
    ['redirect_uri', 'http://LOCALHOST:1455/auth/callback'],
  ] as const)('%s = %s', async ([name, value]) => {
    const response = await fetch(buildAuthorizeUrl(issuer, pkce, { [name]: value }), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain(`The parameter ${name} is not right`);
  });

  it('a repeated parameter', async () => {
    const response = await fetch(`${buildAuthorizeUrl(issuer, pkce)}&state=another`, { redirect: 'manual' });
    expect(response.status).toBe(400);
  });
});

describe('the consent page', () => {
  it.for(['127.0.0.1:1455', '127.0.0.1:1457', 'localhost:1455', 'localhost:1457'])('leads back to %s', async (host) => {
    const target = `http://${host}/auth/callback`;
    const url = buildAuthorizeUrl(issuer, pkce, { redirect_uri: target });
    const callback = await signInOnPage(url, { person: 'Ada', workspace: 'Personal' });
    expect(`${callback.origin}${callback.pathname}`).toBe(target);
    expect(callback.searchParams.get('state')).toBe('state-of-the-test');
    expect(callback.searchParams.get('code')).toMatch(/^ac_[\w-]{43}$/u);
  });

  it('says that it is for practice, has no scripts and escapes', async () => {
    const response = await fetch(buildAuthorizeUrl(issuer, pkce));
    const html = await response.text();
    expect(html).toContain('This is a practice issuer on this computer. No real account is used');
    expect(html).not.toMatch(/<script/iu);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';/u);
    const refused = await (await fetch(buildAuthorizeUrl(issuer, pkce, { redirect_uri: '<img src=x>' }))).text();
    expect(refused).not.toContain('<img');
  });

  it('answers access_denied on Cancel, at both steps', async () => {
    const browser = await ScriptedBrowser.open(buildAuthorizeUrl(issuer, pkce));
    const first = await browser.press('Cancel');
    expect(first?.href).toBe(`${redirectUri}?error=access_denied&state=state-of-the-test`);
    const again = await ScriptedBrowser.open(buildAuthorizeUrl(issuer, pkce));
    await again.press('Cyn');
    expect((await again.press('Cancel'))?.searchParams.get('error')).toBe('access_denied');
  });

  it('lets a person go back to choose another', async () => {
    const browser = await ScriptedBrowser.open(buildAuthorizeUrl(issuer, pkce));
    await browser.press('Ben');
    await browser.press('Choose another person');
    await browser.press('Cyn');
    expect((await browser.press('Continue', browser.radio('Stone Lab')))?.searchParams.has('code')).toBe(true);
  });

  it('takes each attempt once', async () => {
    const browser = await ScriptedBrowser.open(buildAuthorizeUrl(issuer, pkce));
    const attempt = /name="attempt" value="([^"]+)"/u.exec(browser.html)?.[1] ?? '';
    await browser.press('Cancel');
    const late = await postForm(`${issuer.url}/oauth/authorize-answer`, { attempt, decision: 'refuse' });
    expect(late.status).toBe(400);
    expect(await late.text()).toContain('This sign-in is over');
  });
});

describe('the choice of a workspace', () => {
  it('is among the allowed ones, and another one is not taken all the same', async () => {
    const url = buildAuthorizeUrl(issuer, pkce, { allowed_workspace_id: businessChoice.workspaceId });
    const browser = await ScriptedBrowser.open(url);
    await browser.press('Ada');
    expect(() => browser.radio('Personal')).toThrow('disabled');
    const forced = await browser.press('Continue', { workspace: people[0].workspaces[0].id });
    expect(forced).toBeUndefined();
    expect((await browser.press('Continue', browser.radio('Harbour Works')))?.searchParams.has('code')).toBe(true);
  });

  it('is among the person’s own', async () => {
    const browser = await ScriptedBrowser.open(buildAuthorizeUrl(issuer, pkce));
    await browser.press('Cyn');
    expect(await browser.press('Continue', { workspace: businessChoice.workspaceId })).toBeUndefined();
  });
});
