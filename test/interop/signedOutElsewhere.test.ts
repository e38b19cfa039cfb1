import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { AppServer } from './appServer.ts';
import { makeCodexHome, runCodex, type CodexHome } from './codexCli.ts';
import { requireDocument } from './credentialDocument.ts';
import { composeOurHouse, type OurHouse } from './ourHouse.ts';

let issuer: PracticeIssuer;
let home: CodexHome;
let stateFolder: string;
let house: OurHouse;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  issuer = await startPracticeIssuer();
  environment = { ...practiceEnvironment(issuer), CODEX_APP_SERVER_LOGIN_CLIENT_ID: practiceClientId };
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  home = await makeCodexHome(buildPracticeConfig(issuer));
  stateFolder = await mkdtemp(join(tmpdir(), 'our-state-'));
  house = composeOurHouse({
    issuer,
    codexFolder: home.path,
    stateFolder,
    choice: { person: 'Ada', workspace: 'Harbour Works' },
  });
  expect(await house.signIn.withBrowser()).toMatchObject({ kind: 'signedIn', placement: { kind: 'placed' } });
});
afterEach(async () => {
  house.dispose();
  await home.remove();
  await rm(stateFolder, { recursive: true, force: true });
});

async function signOutOverAppServer(): Promise<void> {
  const server = await AppServer.start({ home, environment });
  try {
    await server.request('account/logout', {});
  } finally {
    await server.close();
  }
}

describe('a sign-out that the real Codex did', () => {
  it.each([
    [
      'codex logout',
      async () => {
        await runCodex({ home, args: ['logout'], environment });
      },
    ],
    ['account/logout, which the Sign Out of VS Code’s own Codex is', signOutOverAppServer],
  ])('has ended the grant, and is told so: %s', async (_name, signOut) => {
    const { tokens } = await requireDocument(home);
    await signOut();
    expect(await home.readAuth()).toBeUndefined();
    expect(await house.follow()).toMatchObject({ kind: 'signedOut', grant: 'ended' });
    const grant = issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(tokens.refresh_token));
    expect(grant).toMatchObject({ alive: false, killedBy: 'revoke', reuseCount: 0 });
  });

  it('has left the grant alone where only the file was deleted: one renewal says so and is kept', async () => {
    const { tokens } = await requireDocument(home);
    await rm(join(home.path, 'auth.json'));
    const news = await house.follow();
    expect(news).toMatchObject({ kind: 'signedOut', grant: 'alive' });
    const grant = issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(tokens.refresh_token));
    expect(grant).toMatchObject({ alive: true, refreshCount: 1, reuseCount: 0 });
    expect(await home.readAuth()).toBeUndefined();
    expect(news.kind === 'signedOut' && (await house.homeLink.place(news.account, 'silently'))).toMatchObject({
      kind: 'placed',
    });
    expect((await requireDocument(home)).tokens.refresh_token).not.toBe(tokens.refresh_token);
  });
});
