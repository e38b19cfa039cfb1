import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOrCreateHostId, readOrCreateVaultId } from '../../../../src/platform/files/persistentId.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('the id of a Vault', () => {
  it('is made once and stays', () => {
    const folder = join(createTemporaryFolder(), 'storage');
    const id = readOrCreateVaultId(folder);
    expect(id).toMatch(/^[0-9a-f-]{36}$/u);
    expect([readOrCreateVaultId(folder), readOrCreateVaultId(folder)]).toEqual([id, id]);
  });

  it.each(['', 'half-an-id'])('is made anew when a crash left %j', (text) => {
    const folder = join(createTemporaryFolder(), 'storage');
    mkdirSync(folder);
    writeFileSync(join(folder, 'vault-id'), text);
    const id = readOrCreateVaultId(folder);
    expect(id).toMatch(/^[0-9a-f-]{36}$/u);
    expect(readOrCreateVaultId(folder)).toBe(id);
    expect(existsSync(join(folder, 'vault-id'))).toBe(true);
  });
});

describe('the id of a host', () => {
  it('is made once, owner-only, beside what else the user’s programs share', () => {
    const folder = join(createTemporaryFolder(), 'state');
    const id = readOrCreateHostId(folder);
    expect(readOrCreateHostId(folder)).toBe(id);
    expect(readOrCreateVaultId(folder)).not.toBe(id);
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'host-id')).mode & 0o777]).toEqual([0o700, 0o600]);
  });
});
