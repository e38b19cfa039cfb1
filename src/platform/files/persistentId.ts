import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuseOwnFolder } from './ownFolder.ts';
import { hasCode } from './systemError.ts';

const shape = /^[0-9a-f-]{36}$/u;

/** The random id of this installation's Vault, in its storage folder: the Ledger, which every product shares, knows it by this. */
export function readOrCreateVaultId(folder: string): string {
  return readKeptId(folder, 'vault-id');
}

/** The HostId: random, one for each user of a host, in the state folder that every product shares. */
export function readOrCreateHostId(stateFolder: string): string {
  return readKeptId(stateFolder, 'host-id');
}

/** A random id in an owner-only file, made by whoever comes first. Read at activation, once and synchronously. */
function readKeptId(folder: string, name: string): string {
  try {
    return readOrMakeId(folder, name);
  } catch (failure) {
    return refuseOwnFolder(folder, failure);
  }
}

function readOrMakeId(folder: string, name: string): string {
  const path = join(folder, name);
  const known = findId(path);
  if (known !== undefined) {
    return known;
  }
  const id = randomUUID();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
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
