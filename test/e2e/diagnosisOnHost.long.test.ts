import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageVsix } from '../../scripts/package.ts';
import { KeyringSession } from '../interop/keyringSession.ts';
import { Terminal } from '../support/terminal.ts';
import { obstacles, unless } from '../support/unless.ts';
import { DiagnosisSteps } from './diagnosisSteps.ts';
import { useScene } from './scene.ts';
import { readNotification, signInWithBrowser, typeCredential, cynAtWork } from './steps.ts';

/** What is broken on the computer itself: a full disk, a keyring that is locked, a background server left behind. */

const folder = mkdtempSync(join(tmpdir(), 'ca-broken-'));
const stateFolder = join(folder, 'state');
const filler = join(stateFolder, 'filler');
const environment: Record<string, string> = { XDG_STATE_HOME: stateFolder };
let session: KeyringSession;

const scene = useScene({
  codex: true,
  // The build for this platform opens keyrings.
  vsix: () => packageVsix('linux-x64'),
  env: environment,
  settings: { 'codexAccounts.followSwitch': 'never' },
  prepare: async () => {
    mkdirSync(stateFolder, { mode: 0o700 });
    if (obstacles.noMount === undefined) {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k,mode=0700', 'tmpfs', stateFolder]);
    }
    session = await KeyringSession.start(folder, 'locked');
    Object.assign(environment, session.environment);
  },
});
const steps = new DiagnosisSteps(scene);

afterAll(async () => {
  await session.close();
  if (obstacles.noMount === undefined) execFileSync('umount', ['--lazy', stateFolder]);
  rmSync(folder, { recursive: true, force: true });
});

/** Fills the disk to the last byte. */
function fillDisk(): void {
  expect(() => {
    writeFileSync(filler, Buffer.alloc(1 << 20));
  }).toThrow('ENOSPC');
}

describe('the diagnosis of a computer', () => {
  it('names the folder on a full disk, and sees that there is room again', unless(obstacles.noMount), async () => {
    fillDisk();
    await steps.diagnose();
    expect(await steps.readCheck('State Folder')).toMatch(/^The disk is full/u);
    await scene().workbench.screenshot('diagnosis-full-disk');
    rmSync(filler);
    await steps.mend('State Folder', 'Check Again');
    await steps.seeList();
    expect(await steps.readCheck('State Folder')).toBe('The folder that all windows share can be written.');
    await steps.leave();
  });

  it('says that the keyring is locked, and leads to a file', async () => {
    const { workbench, codexHome } = scene();
    const config = join(codexHome, 'config.toml');
    const before = readFileSync(config, 'utf8');
    writeFileSync(config, before.replace('"file"', '"keyring"'));
    await steps.diagnose();
    expect(await steps.readCheck('Keyring')).toContain('locked');
    await workbench.screenshot('diagnosis-locked-keyring');
    await steps.mend('Keyring', 'Keep the Sign-In in a File');
    await expect.poll(() => readFileSync(config, 'utf8')).toBe(before);
    await steps.seeList();
    expect(await steps.readCheck('Keyring')).toBe('Codex does not use the keyring.');
    await steps.leave();
  });

  it('names a background server that uses another account, and has it follow', async () => {
    const { workbench, issuer, status } = scene();
    await typeCredential(scene(), 'Access Token', issuer.personalAccessTokens.business);
    await readNotification(scene(), 'Signed in as');
    const terminal = await Terminal.open(workbench);
    await terminal.enter('clear; codex');
    await expect.poll(() => terminal.screen(), { timeout: 60_000 }).toContain('Ask Codex to do anything');
    await signInWithBrowser(scene(), cynAtWork);
    await expect.poll(status).toContain('still uses');
    await workbench.clearNotifications();
    await steps.diagnose();
    expect(await steps.readCheck('Running Codex')).toContain('another account');
    await workbench.screenshot('diagnosis-stale-server');
    await steps.mend('Running Codex', 'Have It Follow');
    await expect.poll(status).not.toContain('still uses');
    await workbench.clearNotifications();
    await steps.diagnose();
    expect(await steps.readCheck('Running Codex')).toBe('What runs uses the account in the Codex home (1).');
    await steps.leave();
  });
});
