import { describe, expect, it } from 'vitest';
import { Terminal } from '../support/terminal.ts';
import { useScene } from './scene.ts';
import { readNotification, typeCredential } from './steps.ts';

const scene = useScene({ codex: true });

describe('the Codex CLI in the integrated terminal', () => {
  it('is signed in by us, answers, and runs on a background server of its own Home', async () => {
    const { workbench, issuer } = scene();
    await typeCredential(scene(), 'Access Token', issuer.personalAccessTokens.business);
    await readNotification(scene(), 'Signed in as');
    const terminal = await Terminal.open(workbench);
    await terminal.enter('clear; codex login status');
    await expect.poll(() => terminal.screen()).toContain('Logged in using personal access token');
    await terminal.enter('clear; codex exec hello 2>&1 | tail -n 4');
    await expect.poll(() => terminal.screen()).toContain('Hello from the practice issuer.');
    await terminal.enter('clear; codex');
    await expect.poll(() => terminal.screen(), { timeout: 60_000 }).toContain('Ask Codex to do anything');
    await terminal.type('/status');
    await expect.poll(() => terminal.screen()).toMatch(/› \/status/u);
    await terminal.press('Enter');
    await expect.poll(() => terminal.screen()).toContain('Server:              Local background server');
    expect(await terminal.screen()).toMatch(/Account: +ada@practice\.example/u);
    await workbench.screenshot('codex-status-in-terminal');
  });
});
