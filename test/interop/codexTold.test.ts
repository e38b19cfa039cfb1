import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CodexCli } from '../../src/platform/codex/codexCli.ts';
import { SystemCodexProcesses } from '../../src/platform/codex/codexProcesses.ts';
import { buildIssuer } from '../../src/protocol/oauth/issuer.ts';
import { businessChoice } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { signInOnPage } from '../issuer/scriptedBrowser.ts';
import { makeCodexHome, requireCodexBinary, runCodex, type CodexHome } from './codexCli.ts';
import { placeCredential } from './credentialDocument.ts';
import { KeyringSession, startOurSide } from './keyringSession.ts';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';
import { notEnded } from '../support/fakeClock.ts';

const systemPath = '/usr/bin:/bin';
let issuer: PracticeIssuer;

beforeAll(async () => {
  issuer = await startPracticeIssuer({ tls: true });
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(() => {
  issuer.log.clear();
});

async function makeHome(config: string): Promise<CodexHome> {
  const home = await makeCodexHome(config);
  onTestFinished(() => home.remove());
  return home;
}

/** Our part that asks the real CLI, as a window would have it. */
function openCli(home: CodexHome, extra: Readonly<Record<string, string>> = {}): CodexCli {
  const path = { PATH: `${dirname(requireCodexBinary())}:${systemPath}` };
  const environment = home.environment({ ...practiceEnvironment(issuer), ...path, ...extra });
  return new CodexCli({
    ended: notEnded,
    home: home.path,
    version: '0.0.0',
    environment,
    workspaceFolders: () => [],
    issuer: () => buildIssuer({ issuer: issuer.url, clientId: practiceClientId }),
  });
}

async function signInWith(home: CodexHome): Promise<void> {
  const answer = issuer.issueGrant({ ...businessChoice, clientId: practiceClientId });
  await placeCredential(home, {
    answer,
    choice: businessChoice,
    provenance: { issuer: issuer.url, client_id: practiceClientId },
  });
}

describe('who is signed in, asked of the real codex app-server', () => {
  it('is nobody, then a person in a workspace; nothing is renewed, changed or left running', async () => {
    const home = await makeHome(buildPracticeConfig(issuer));
    const cli = openCli(home);
    expect(await cli.readAccount()).toEqual({ kind: 'none' });
    await signInWith(home);
    const before = readFileSync(home.authFile, 'utf8');
    expect(await cli.readAccount()).toEqual({
      kind: 'chatgpt',
      email: 'ada@practice.example',
      plan: expect.any(String) as string,
      userId: expect.any(String) as string,
      workspaceId: businessChoice.workspaceId,
      workspaceName: 'Harbour Works',
    });
    expect(readFileSync(home.authFile, 'utf8')).toBe(before);
    expect(issuer.log.requests({ path: '/oauth/token' })).toEqual([]);
    const processes = new SystemCodexProcesses(home.path);
    await expect.poll(async () => (await processes.list()).filter(({ usesHome }) => usesHome === true)).toEqual([]);
  });

  it('is an API key', async () => {
    const home = await makeHome(buildPracticeConfig(issuer));
    await runCodex({ home, args: ['login', '--with-api-key'], input: 'sk-practice\n' });
    expect(await openCli(home).readAccount()).toEqual({ kind: 'apiKey' });
  });

  it('is known by its kind alone while the network is away', async () => {
    const home = await makeHome(buildPracticeConfig(issuer).replaceAll(issuer.url, 'http://127.0.0.1:9'));
    await signInWith(home);
    expect(await openCli(home).readAccount()).toMatchObject({ kind: 'chatgpt', email: undefined });
  });

  it('stays unknown without the program, and with one that does not answer', async () => {
    const home = await makeHome(buildPracticeConfig(issuer));
    expect(await openCli(home, { PATH: systemPath }).readAccount()).toEqual({ kind: 'codexMissing' });
    await home.remove();
    expect(await openCli(home).readAccount()).toEqual({ kind: 'noAnswer' });
  });
});

describe('the CLI’s own encrypted store, as Windows has it', () => {
  it('takes a sign-in by the CLI itself, which revokes nothing, and none from us', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ca-ks-'));
    const session = await KeyringSession.start(folder, 'unlocked');
    const config = buildPracticeConfig(issuer)
      .replace('store = "file"', 'store = "keyring"')
      .replace('[features]', '[features]\nsecret_auth_storage = true');
    const home = await makeHome(config);
    const ours = startOurSide(home, session.environment);
    onTestFinished(async () => {
      await ours.close();
      await session.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const cli = openCli(home, session.environment);
    const signIn = async (workspace: string) => {
      const open = async (url: string): Promise<boolean> => {
        await signInOnPage(url, { person: 'Ada', workspace }).then((callback) => fetch(callback));
        return true;
      };
      await cli.signIn(open, new AbortController().signal);
    };

    await signIn('Harbour Works');
    expect(await cli.readAccount()).toMatchObject({ kind: 'chatgpt', workspaceName: 'Harbour Works' });
    await signIn('Personal');
    expect(await cli.readAccount()).toMatchObject({ kind: 'chatgpt', workspaceName: 'Personal' });
    expect([
      existsSync(home.authFile),
      existsSync(join(home.path, 'secrets', 'codex_auth.age')),
      await session.countItems(),
    ]).toEqual([false, true, 0]);
    expect(issuer.log.requests({ path: '/oauth/revoke' })).toEqual([]);
    expect(
      issuer
        .grants()
        .slice(-2)
        .map(({ alive }) => alive),
    ).toEqual([true, true]);

    expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'problem', problem: 'storeEncrypted' });
    const refused = { kind: 'refused', code: 'fixFile', sentence: 'home.storeEncrypted' };
    expect(await ours.ask({ do: 'write', kind: 'chatgpt' })).toEqual(refused);
    expect(await ours.ask({ do: 'choose', store: 'file' })).toEqual({ kind: 'encrypted' });
    expect(await cli.readAccount()).toEqual({ kind: 'none' });
    expect(await ours.ask({ do: 'undo' })).toEqual({ kind: 'done' });
    expect(await cli.readAccount()).toMatchObject({ workspaceName: 'Personal' });
  });
});
