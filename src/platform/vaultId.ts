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
  const known = findId(path);
  if (known !== undefined) {
    return known;
  }
  const id = randomUUID();
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path, id, { mode: 0o600, flag: 'wx' });
    return id;
  } catch (failure) {
    if (!hasCode(failure, 'EEXIST')) {
      throw failure;
    }
  }
  // Another window was first, and its id counts; what a crash left half-written does not.
  const theirs = findId(path);
  if (theirs === undefined) {
    writeFileSync(path, id, { mode: 0o600 });
  }
  return theirs ?? id;
}

function findId(path: string): string | undefined {
  try {
    const id = readFileSync(path, 'utf8').trim();
    return shape.test(id) ? id : undefined;
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) {
      return undefined;
    }
    throw failure;
  }
}
