import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './systemError.ts';

const shape = /^[0-9a-f-]{36}$/u;

/**
 * The random id of this installation's Vault, kept beside it. The Ledger is shared by every product of the user; by this
 * id each finds its own accounts, also when its secrets are lost. Read at activation, once and synchronously.
 */
export function readVaultId(folder: string): string {
  const path = join(folder, 'vault-id');
  try {
    const id = readFileSync(path, 'utf8').trim();
    if (shape.test(id)) {
      return id;
    }
  } catch (failure) {
    if (!hasCode(failure, 'ENOENT')) {
      throw failure;
    }
  }
  const id = randomUUID();
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path, id, { mode: 0o600, flag: 'wx' });
    return id;
  } catch (failure) {
    // Another window was first: its id counts.
    if (hasCode(failure, 'EEXIST')) {
      return readFileSync(path, 'utf8').trim();
    }
    throw failure;
  }
}
