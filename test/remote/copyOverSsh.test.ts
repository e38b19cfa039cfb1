import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planCommand } from '../../src/hosts/copy/copyPlan.ts';
import type { CopyService } from '../../src/hosts/copy/copyService.ts';
import { buildPutCommand } from '../../src/hosts/copy/installScript.ts';
import { serializeCredential } from '../../src/home/credential/serializeCredential.ts';
import { sha256Hex } from '../../src/base/bytes.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { obstacles, unless } from '../support/unless.ts';
import { findSecret, readAccessToken, watchProcesses } from './leakWatch.ts';
import { loginShells, makeSecondUser, type SecondUser } from './secondUser.ts';
import { nextTurn, startSshServer, type SshServer } from './sshServer.ts';
import { makeVaultWithAccount, type VaultWithAccount } from './vaultWithAccount.ts';

const far = { kind: 'ssh', name: 'far' } as const;
const { signal } = new AbortController();
let issuer: PracticeIssuer;
let here: VaultWithAccount;

beforeAll(async () => {
  issuer = await startPracticeIssuer();
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  here = await makeVaultWithAccount(issuer);
});
afterEach(() => {
  here.close();
});

/** Everything that user has, but the CLI's program. */
function listTexts(user: SecondUser): readonly string[] {
  return user
    .listFiles()
    .filter((path) => !path.endsWith('/codex') && !path.includes('/programs/'))
    .map((path) => readFileSync(path, 'latin1'));
}

async function until(isTrue: () => boolean): Promise<void> {
  const untilMs = performance.now() + 20_000;
  while (!isTrue()) {
    expect(performance.now(), 'it never came to pass').toBeLessThan(untilMs);
    await nextTurn();
  }
}

describe.each(loginShells)('a host whose login shell is %s', unless(obstacles.noSecondUser), (shell) => {
  let user: SecondUser;
  let server: SshServer;
  let copy: CopyService;

  beforeAll(async () => {
    user = makeSecondUser(shell);
    server = await startSshServer(user);
  });
  afterAll(async () => {
    await server.close();
    user.remove();
  });
  beforeEach(() => {
    copy = here.copy({ sshConfig: server.configFile });
  });

  it('gets a lease that the real CLI there is signed in with, and not a trace of the grant', async () => {
    const found = await copy.find(far, signal);
    expect(found).toMatchObject({
      place: `${user.name}@127.0.0.1:${String(server.port)}`,
      by: undefined,
      mustKeep: false,
      home: { user: user.name, path: user.authFile, holds: 'none', stamp: 'none' },
    });
    const lease = await here.makeLease();
    const watch = watchProcesses();
    const result = await copy.send(found, lease, signal);
    const seen = await watch.stop();
    expect(result).toEqual({
      path: user.authFile,
      isNoted: true,
      keptPath: undefined,
      cli: { isSignedIn: true, says: 'Logged in using ChatGPT' },
    });
    expect(readFileSync(user.authFile, 'utf8')).toBe(lease.credential.document.reveal());
    expect(statSync(user.authFile)).toMatchObject({ mode: 0o100600, uid: user.uid });
    expect(statSync(user.codexHome)).toMatchObject({ mode: 0o40700, uid: user.uid });

    const secrets = here.refreshTokens();
    expect(secrets.length).toBeGreaterThan(1);
    expect(findSecret(secrets, [...listTexts(user), ...seen, server.log()])).toEqual([]);
    const accessToken = readAccessToken(lease.credential.document);
    const holders = user.listFiles().filter((path) => readFileSync(path, 'latin1').includes(accessToken));
    expect(holders).toEqual([user.authFile]);
    expect(findSecret([accessToken], [...seen, server.log()])).toEqual([]);
    expect(await here.records.list()).toMatchObject([
      {
        via: 'ssh',
        name: 'far',
        userName: user.name,
        placed: {
          binding: 'lease',
          accountId: here.account.id,
          label: here.account.label,
          path: user.authFile,
          expiresAtMs: lease.credential.expiresAtMs,
        },
      },
    ]);
    expect(seen.some((text) => text.includes('dd bs=1 count='))).toBe(true);
  });

  it('is told who stands there, and what is replaced is kept beside, owner-only', async () => {
    const foreign = here.makeOwn().credential.document.reveal();
    user.write(user.authFile, foreign, 0o644);
    const found = await copy.find(far, signal);
    expect(found).toMatchObject({ mustKeep: true, home: { holds: 'chatgpt' } });
    const result = await copy.send(found, await here.makeLease(), signal);
    expect(result.keptPath).toMatch(/\/\.codex\/auth\.json\.before-\d{8}-\d{6}$/u);
    expect(readFileSync(result.keptPath ?? '', 'utf8')).toBe(foreign);
    expect(statSync(result.keptPath ?? '').mode).toBe(0o100600);
    expect((await copy.find(far, signal)).home.holds).toBe('lease');
  });

  it('keeps what somebody put there meanwhile', async () => {
    const found = await copy.find(far, signal);
    const foreign = here.makeOwn().credential.document.reveal();
    user.write(user.authFile, foreign);
    await expect(copy.send(found, await here.makeLease(), signal)).rejects.toMatchObject({
      message: 'copy.changedMeanwhile',
    });
    expect(readFileSync(user.authFile, 'utf8')).toBe(foreign);
  });

  it('has nothing half-written when the connection is cut in the middle of the document', async () => {
    const found = await copy.find(far, signal);
    const before = readFileSync(user.authFile, 'utf8');
    const text = (await here.makeLease()).credential.document.reveal();
    const nonce = 'cutinthemiddle';
    const command = buildPutCommand({
      byteCount: Buffer.byteLength(text),
      sha256: await sha256Hex(text),
      expectedStamp: found.home.stamp,
      nonce,
      keepAs: undefined,
    });
    const client = spawn('ssh', planCommand(far, command, { configFile: server.configFile }).args, {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    client.stdin.write(command.script + text.slice(0, text.length / 2));
    const temporary = `${user.codexHome}/.auth-ca-${nonce}`;
    const isHalfThere = (): boolean => (statSync(temporary, { throwIfNoEntry: false })?.size ?? 0) > 0;
    await until(isHalfThere);
    expect(statSync(temporary).mode).toBe(0o100600);
    client.kill('SIGKILL');
    await until(() => user.listProcesses().length === 0);
    expect(user.listFiles().filter((path) => path.includes('.auth-'))).toEqual([]);
    expect(readFileSync(user.authFile, 'utf8')).toBe(before);
  });

  it('takes a sign-in of its own, and the grant of an account here is refused', async () => {
    const found = await copy.find(far, signal);
    const own = here.makeOwn();
    await expect(copy.send(found, own, signal)).resolves.toMatchObject({ cli: { isSignedIn: true } });
    if (here.account.credential.kind !== 'chatgpt') throw new TypeError('The account is one of ChatGPT.');
    const live = serializeCredential(here.account.credential, undefined);
    const again = await copy.find(far, signal);
    await expect(
      copy.send(again, { ...own, credential: { ...own.credential, document: live } }, signal),
    ).rejects.toMatchObject({ message: 'copy.liveGrant' });
    expect(readFileSync(user.authFile, 'utf8')).toBe(own.credential.document.reveal());
  });
});
