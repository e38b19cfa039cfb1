import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, onTestFinished } from 'vitest';
import { withFileLock } from '../../../src/platform/files/fileLock.ts';
import { SecretFile } from '../../../src/platform/files/secretFile.ts';
import { systemClock as clock } from '../../../src/platform/systemClock.ts';
import { createMemorySecrets } from '../../support/memoryStores.ts';
import { secretContract, type SecretScene } from '../../support/secretContract.ts';
import { addFaults } from '../../support/secretFaults.ts';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';
import { notEnded } from '../../support/fakeClock.ts';

function createMemoryScene(): SecretScene {
  const secrets = createMemorySecrets();
  const faulty = addFaults(secrets);
  return { ...faulty, open: () => ({ ...secrets, ...faulty.methods }) };
}

function createFileScene(): SecretScene {
  const path = join(createTemporaryFolder(), 'vault.json');
  return {
    open: () => {
      const file = new SecretFile(path, clock);
      onTestFinished(() => {
        file.dispose();
      });
      return file;
    },
    lose: (key) => {
      const { secrets } = JSON.parse(readFileSync(path, 'utf8')) as { secrets: Record<string, string> };
      const rest = Object.fromEntries(Object.entries(secrets).filter(([name]) => name !== key));
      writeFileSync(path, JSON.stringify({ v: 1, secrets: rest }));
      return Promise.resolve();
    },
    breakReads: () => {
      renameSync(path, `${path}.away`);
      mkdirSync(path);
      return Promise.resolve(() => {
        rmdirSync(path);
        renameSync(`${path}.away`, path);
        return Promise.resolve();
      });
    },
    holdWrites: async () => {
      const [held, released] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      const holding = withFileLock(`${path}.lock`, { clock, signal: notEnded }, () => {
        held.resolve(undefined);
        return released.promise;
      });
      await held.promise;
      return () => {
        released.resolve(undefined);
        return holding.then(() => undefined);
      };
    },
  };
}

describe.each([
  ['the fake of the tests', createMemoryScene],
  ['the owner-only file', createFileScene],
])('a storage of secrets: %s', (_name, createScene) => {
  it.each(secretContract)('$name', async ({ run }) => {
    await run(createScene());
  });
});
