import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeChatGptDocument } from './codexDocuments.ts';
import { findOffered } from './paletteSteps.ts';
import { useScene } from './scene.ts';
import { readNotification } from './steps.ts';

const ben = { personId: 'ben', workspaceId: 'be000000-0000-4000-8000-000000000003' };
let refreshToken = '';

const scene = useScene({
  prepare: ({ issuer, authFile }) => {
    const answer = issuer.issueGrant(ben);
    refreshToken = answer.refresh_token;
    writeChatGptDocument(authFile, { answer, workspaceId: ben.workspaceId, issuerUrl: issuer.url });
  },
});

describe('importing', () => {
  it('takes the sign-in over and leaves the file as it is', async () => {
    const { workbench, authFile, vaultFile, status } = scene();
    const before = readFileSync(authFile, 'utf8');
    await workbench.runCommand('Codex Accounts: Import from Codex CLI');
    await readNotification(scene(), 'Took over ben', 'imported');
    expect(readFileSync(authFile, 'utf8')).toBe(before);
    expect(readFileSync(vaultFile, 'utf8')).toContain(refreshToken);
    await expect.poll(status).toContain('ben, ChatGPT, signed in');
  });

  it('is offered only while there is something to take over', async () => {
    expect(await findOffered(scene(), ['Import from Codex CLI'])).toEqual([]);
  });
});
