import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';

const folder = mkdtempSync(join(tmpdir(), 'ca-diagnosis-'));
const shift = join(folder, 'shift.cjs');
const caFile = join(folder, 'company.pem');
writeFileSync(shift, 'const now = Date.now; Date.now = () => now() + 2 * 60 * 60 * 1000;\n');
writeFileSync(caFile, '');

/** A VS Code whose clock is two hours ahead, and whose file with certificates has none. */
const scene = useScene({ nodeArguments: ['--require', shift], env: { CODEX_CA_CERTIFICATE: caFile } });

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('where clock and certificates are wrong, the diagnosis', () => {
  it('names both on its first screen, with what mends them', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Diagnose Problems');
    const { quickInput } = workbench;
    await expect
      .poll(async () => {
        await quickInput.pick('Check Again');
        await quickInput.row('Check Again').waitFor();
        return (await quickInput.rows()).map(({ description }) => description);
      })
      .toContain('The clock of this computer is 120 minutes ahead of that of the service.');
    const descriptions = (await quickInput.rows()).map(({ description }) => description);
    expect(descriptions.join('\n')).toContain('There is no certificate in the file that CODEX_CA_CERTIFICATE names');
    await workbench.screenshot('diagnosis-clock-and-ca');
    await quickInput.pick('Clock');
    await workbench.acceptDialog('Copy the Command That Sets It');
    await workbench.findNotification('sudo timedatectl set-ntp true');
    expect(await workbench.page.evaluate<string>('navigator.clipboard.readText()')).toBe(
      'sudo timedatectl set-ntp true',
    );
  });
});
