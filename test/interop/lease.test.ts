import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LeaseService } from '../../src/accounts/refresh/leaseService.ts';
import type { RemoteCredential } from '../../src/home/credential/remoteCredential.ts';
import type { Account } from '../../src/storage/account.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { makeCodexHome, runCodex, type CodexHome, type CodexRun } from './codexCli.ts';
import { requireDocument } from './credentialDocument.ts';
import { composeOurHouse, type OurHouse } from './ourHouse.ts';
import { buildPracticeConfig, practiceEnvironment } from '../../scripts/practiceHome.mjs';

const exec = ['exec', '--skip-git-repo-check', 'say hello'];

let issuer: PracticeIssuer;
/** The Codex of the laptop, and of the host that gets the lease. */
let here: CodexHome;
let there: CodexHome;
let stateFolder: string;
let house: OurHouse;
let account: Account;
let lease: RemoteCredential;

beforeAll(async () => {
  issuer = await startPracticeIssuer({ tls: true });
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  here = await makeCodexHome(buildPracticeConfig(issuer));
  there = await makeCodexHome(buildPracticeConfig(issuer));
  stateFolder = await mkdtemp(join(tmpdir(), 'our-state-'));
  house = composeOurHouse({
    issuer,
    codexFolder: here.path,
    stateFolder,
    choice: { person: 'Ada', workspace: 'Harbour Works' },
  });
  const outcome = await house.signIn.withBrowser();
  if (outcome.kind !== 'signedIn') {
    throw new Error(`The sign-in ended with ${outcome.kind}.`);
  }
  account = outcome.account;
  lease = await new LeaseService({ refresh: house.refresh }).make(account);
  await writeFile(there.authFile, lease.document.reveal(), { mode: 0o600 });
  issuer.log.clear();
});
afterEach(async () => {
  house.dispose();
  await here.remove();
  await there.remove();
  await rm(stateFolder, { recursive: true, force: true });
});

function run(home: CodexHome, ...args: string[]): Promise<CodexRun> {
  return runCodex({ home, args, environment: practiceEnvironment(issuer) });
}

function asked(path: string): number {
  return issuer.log.requests({ path }).length;
}

function lastBearer(): string | undefined {
  return issuer.log.requests({ path: '/backend-api/codex/responses', method: 'POST' }).at(-1)?.headers['authorization'];
}

describe('the real Codex on a host with a lease of ours', () => {
  it('is signed in and runs to its end, and never asks the token endpoint', async () => {
    const { tokens } = await requireDocument(there);
    expect(tokens.refresh_token).toBe('');
    expect((await run(there, 'login', 'status')).stderr).toContain('Logged in using ChatGPT');
    const turn = await run(there, ...exec);
    expect(turn.exitCode, turn.stderr).toBe(0);
    expect(lastBearer()).toBe(`Bearer ${tokens.access_token}`);
    expect(asked('/oauth/token')).toBe(0);
    expect(await there.readAuth()).toBe(lease.document.reveal());
  });

  it('leaves the laptop alone: it runs on its own token, and its refresh goes on', async () => {
    await run(there, ...exec);
    const before = await requireDocument(here);
    const turn = await run(here, ...exec);
    expect(turn.exitCode, turn.stderr).toBe(0);
    expect(lastBearer()).toBe(`Bearer ${before.tokens.access_token}`);
    expect(asked('/oauth/token')).toBe(0);
    expect(await house.refresh.run(account, 'now')).toMatchObject({ kind: 'renewed' });
    const after = await requireDocument(here);
    const grant = issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(after.tokens.refresh_token));
    expect(grant).toMatchObject({ alive: true, reuseCount: 0, refreshCount: 2 });
    const again = await run(there, ...exec);
    expect(again.exitCode, again.stderr).toBe(0);
  });

  it('signs out there without reaching the laptop', async () => {
    const { tokens } = await requireDocument(there);
    expect((await run(there, 'logout')).stderr).toContain('Successfully logged out');
    expect(issuer.log.requests({ path: '/oauth/revoke' })).toMatchObject([
      { bodyFields: { token: tokens.access_token, token_type_hint: 'access_token' } },
    ]);
    const turn = await run(here, ...exec);
    expect(turn.exitCode, turn.stderr).toBe(0);
    expect(await house.refresh.run(account, 'now')).toMatchObject({ kind: 'renewed' });
  });
});
