import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NodeRecordFolder } from '../../src/platform/files/recordFolder.ts';
import { systemClock as clock } from '../../src/platform/systemClock.ts';
import { HostRecords, type HostRecord } from '../../src/storage/hostRecords.ts';
import { useScene } from './scene.ts';
import { readNotification } from './steps.ts';

const scene = useScene();
const dayMs = 24 * 60 * 60_000;

/** The notes of this computer, as another window would write them. */
async function note(...records: readonly HostRecord[]): Promise<HostRecords> {
  const folder = new NodeRecordFolder(join(scene().stateFolder, 'hosts'), clock);
  const notes = new HostRecords(folder);
  for (const record of records) {
    await notes.write(record);
  }
  folder.dispose();
  return notes;
}

function createRecord(id: string, binding: 'lease' | 'own', expiresAtMs: number | undefined): HostRecord {
  const names = { id, via: 'ssh', name: id.slice(4), userName: 'ada', authority: undefined } as const;
  const what = {
    binding,
    accountId: undefined,
    label: 'Work',
    userId: undefined,
    workspaceId: undefined,
    placementId: id,
  } as const;
  const placed = {
    ...what,
    accessTokenHash: undefined,
    placedAtMs: clock.nowMs(),
    expiresAtMs,
    path: '/home/ada/.codex/auth.json',
    codexNeedsRestartSinceMs: undefined,
  };
  return { ...names, choice: 'auto', placed, lastSeenMs: clock.nowMs() };
}

describe('the list of hosts', () => {
  it('begins with this host, also while there is no other yet', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Hosts');
    await workbench.quickInput.row('This host').waitFor();
    expect(await workbench.quickInput.rows()).toHaveLength(1);
    expect(await workbench.quickInput.input.getAttribute('placeholder')).toContain('No other host was seen');
    await workbench.quickInput.cancel();
  });

  it('says what was put where, and drops a note with the truth about what stays there', async () => {
    const { workbench } = scene();
    const notes = await note(
      createRecord('ssh:gpu-box', 'lease', clock.nowMs() + dayMs),
      createRecord('ssh:build-box', 'own', undefined),
    );
    await workbench.runCommand('Codex Accounts: Show Hosts');
    await workbench.quickInput.row('gpu-box (ada)').waitFor();
    await workbench.screenshot('hosts-list');
    const rows = await workbench.quickInput.rows();
    expect(rows[0]?.label).toContain('This host');
    expect(
      rows
        .slice(1)
        .map(({ description }) => description)
        .sort(),
    ).toEqual([expect.stringMatching(/^lease of Work, good until /u), 'sign-in of its own (Work)']);
    await workbench.quickInput.pick('gpu-box (ada)');
    expect(await workbench.dialog.innerText()).toContain('The lease there ends by itself');
    await workbench.acceptDialog('Remove the Note');
    await expect.poll(async () => (await notes.list()).map(({ id }) => id)).toEqual(['ssh:build-box']);
  });

  it('points to the revoking of a sign-in that a host has of its own', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Hosts');
    await workbench.quickInput.pick('build-box (ada)');
    expect(await workbench.dialog.innerText()).toContain('until it is revoked');
    await workbench.acceptDialog('Remove the Note');
    await readNotification(scene(), 'Revoke its sign-in');
  });
});

describe('the account of this host', () => {
  it('is that of the Codex beside the extension in a browser window: offered by no palette, and said to who has a key for it', async () => {
    const { workbench, vscode } = scene();
    const keys = JSON.stringify([{ key: 'ctrl+alt+h', command: 'codexAccounts.signInHost' }]);
    writeFileSync(join(vscode.userDataDir, 'User', 'keybindings.json'), keys);
    await workbench.reload();
    await expect
      .poll(async () => {
        await workbench.page.keyboard.press('Control+Alt+h');
        return (await workbench.notifications()).map(({ message }) => message);
      })
      .toContainEqual(expect.stringContaining('reached directly'));
    await readNotification(scene(), 'reached directly');
  });
});
