import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';

/** What is broken by hand, each found on the first screen and mended by its button, in a real VS Code. */

const scene = useScene();

const held: Server[] = [];
afterEach(async () => {
  await release();
});

async function hold(port: number): Promise<void> {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port });
  await once(server, 'listening');
  held.push(server);
}

async function release(): Promise<void> {
  for (const server of held.splice(0)) {
    server.close();
    await once(server, 'close');
  }
}

/** Runs the diagnosis and reads its rows. */
async function diagnose(): Promise<readonly { label: string; description: string; detail: string }[]> {
  const { workbench } = scene();
  await workbench.runCommand('Codex Accounts: Diagnose Problems');
  return readRows();
}

async function readRows(): Promise<readonly { label: string; description: string; detail: string }[]> {
  const { workbench } = scene();
  await workbench.quickInput.row('Read All of This as a Page').waitFor();
  return workbench.quickInput.rows();
}

/** What the list says of one check; only rows that are in sight are drawn. */
async function readCheck(name: string): Promise<string> {
  const { workbench } = scene();
  await readRows();
  await workbench.quickInput.fill(name);
  const rows = await workbench.quickInput.rows();
  return rows.find(({ label }) => label.includes(name))?.description ?? '';
}

describe('the diagnosis', () => {
  it('names who holds both callback ports, and leads to a device code', async () => {
    const { workbench } = scene();
    await hold(1455);
    await hold(1457);
    const rows = await diagnose();
    expect(rows[0]?.label).toContain('Callback Ports');
    expect(rows[0]?.description).toContain('Another program has port 1455: node');
    await workbench.screenshot('diagnosis-ports');
    await workbench.quickInput.pick('Callback Ports');
    await workbench.dialog.getByText('A device code needs none.').waitFor();
    await workbench.screenshot('diagnosis-ports-dialog');
    await workbench.acceptDialog('Use a Device Code');
    await workbench.quickInput.row('Get a Code').waitFor();
    await workbench.quickInput.cancel();
  });

  it('takes a credential file from all others, and gives it back', async () => {
    const { workbench, authFile } = scene();
    writeFileSync(authFile, '{"OPENAI_API_KEY":"sk-of-nobody"}', { mode: 0o600 });
    chmodSync(authFile, 0o644);
    const rows = await diagnose();
    const row = rows.find(({ label }) => label.includes('Credential File'));
    expect(row?.description).toContain('Other users of this computer can read');
    await workbench.screenshot('diagnosis-file');
    await workbench.quickInput.pick('Credential File');
    await workbench.acceptDialog('Make It Yours Alone');
    await expect.poll(() => statSync(authFile).mode & 0o777).toBe(0o600);
    await expect.poll(() => readCheck('Credential File')).toContain('is yours alone');
    await workbench.screenshot('diagnosis-file-mended');
    await workbench.quickInput.cancel();
    await workbench.clickNotificationButton('Done.', 'Undo');
    await expect.poll(() => statSync(authFile).mode & 0o777).toBe(0o644);
    chmodSync(authFile, 0o600);
  });
});
