import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { NodeRecordFolder } from '../../../../src/platform/files/recordFolder.ts';
import { SecretFile } from '../../../../src/platform/files/secretFile.ts';
import { systemClock } from '../../../../src/platform/systemClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

/** A computer that has given away all its watches, as Linux says it. */
beforeEach(() => {
  const { watch } = fs;
  Reflect.set(fs, 'watch', () => {
    throw Object.assign(new TypeError('System limit for number of file watchers reached'), { code: 'ENOSPC' });
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Reflect.set(fs, 'watch', watch);
    syncBuiltinESMExports();
  });
});

it('the Ledger reads and writes where no folder can be watched', async () => {
  const folder = new NodeRecordFolder(join(createTemporaryFolder(), 'grants'), systemClock);
  expect(await folder.list()).toEqual([]);
  await folder.write('a.json', '1');
  expect(await folder.read('a.json')).toBe('1');
  folder.dispose();
});

it('the secrets of a browser window are read and written where no folder can be watched', async () => {
  const file = new SecretFile(join(createTemporaryFolder(), 'storage', 'vault.json'), systemClock);
  await file.store('a', 'one');
  expect(await file.get('a')).toBe('one');
  file.dispose();
});
