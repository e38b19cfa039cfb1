import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import * as z from 'zod/mini';
import type { Scene } from './scene.ts';
import { readAuth } from './steps.ts';

/** An account as it stands in `vault.json`; tokens are hashed at once, so that no assertion can print one. */
export interface VaultAccount {
  readonly id: string;
  readonly label: string;
  readonly colour: string | undefined;
  readonly kind: string;
  readonly access: string | undefined;
  readonly refresh: string | undefined;
}

const vaultSchema = z.object({ secrets: z.record(z.string(), z.string()) });
const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string() });
const recordSchema = z.object({
  id: z.string(),
  label: z.string(),
  colour: z.optional(z.string()),
  credential: z.object({ kind: z.string(), tokens: z.optional(tokensSchema) }),
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** All accounts of the Vault, by label. */
export function readVault({ vaultFile }: Pick<Scene, 'vaultFile'>): readonly VaultAccount[] {
  const { secrets } = vaultSchema.parse(
    existsSync(vaultFile) ? JSON.parse(readFileSync(vaultFile, 'utf8')) : { secrets: {} },
  );
  const records = Object.entries(secrets).flatMap(([key, text]) =>
    key.startsWith('account.') ? [recordSchema.parse(JSON.parse(text))] : [],
  );
  return records
    .map(({ id, label, colour, credential: { kind, tokens } }) => ({
      id,
      label,
      colour,
      kind,
      access: tokens === undefined ? undefined : sha256(tokens.access_token),
      refresh: tokens === undefined ? undefined : sha256(tokens.refresh_token),
    }))
    .sort((left, right) => left.label.localeCompare(right.label));
}

export function requireAccount(scene: Pick<Scene, 'vaultFile'>, label: string): VaultAccount {
  const account = readVault(scene).find((candidate) => candidate.label === label);
  if (account === undefined) throw new Error(`The Vault has no account called ${label}.`);
  return account;
}

/** The hash of the refresh token that stands in `auth.json`. */
export function homeRefresh(scene: Pick<Scene, 'authFile'>): string {
  return sha256(tokensSchema.parse(readAuth(scene)['tokens']).refresh_token);
}

/** The grants that live at the issuer and whose newest refresh token stands in the Vault, by label. */
export function livingAccounts(scene: Pick<Scene, 'vaultFile' | 'issuer'>): readonly string[] {
  const alive = scene.issuer
    .grants()
    .flatMap((grant) => (grant.alive ? [sha256(grant.refreshTokens.at(-1) ?? '')] : []));
  return readVault(scene).flatMap(({ label, refresh }) =>
    refresh !== undefined && alive.includes(refresh) ? [label] : [],
  );
}

/** Codex uses this account now: status bar and `auth.json` say the same. */
export async function expectInUse(scene: Scene, label: string): Promise<void> {
  await expect.poll(() => scene.status()).toContain(`${label}, ChatGPT, signed in`);
  await expect.poll(() => homeRefresh(scene)).toBe(requireAccount(scene, label).refresh);
}

/** The server refuses the access token once, so that the next look at the account renews it. */
export async function renewAccount(scene: Scene): Promise<void> {
  scene.issuer.fault({ path: '/backend-api/wham/accounts/check', times: 1, kind: 'status', status: 401 });
  await scene.workbench.runCommand('Codex Accounts: Check My Plan Again');
  await scene.workbench.notification('Checked: the server accepts').first().waitFor();
  await scene.workbench.clearNotifications();
}
