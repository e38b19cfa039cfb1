import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNativeKeyring } from '../../../../src/platform/home/nativeKeyring.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

/** A stand-in for the binary, with its interface: `body` is the class body of its `AsyncEntry`. */
function createModule(body: string): string {
  const path = join(createTemporaryFolder(), 'keyring.cjs');
  writeFileSync(
    path,
    `const seen = []; exports.AsyncEntry = class { constructor(...all) { seen.push(all); } ${body} };`,
  );
  return path;
}

describe('the OS keyring', () => {
  it('is not there where the package carries no binary', () => {
    expect(findNativeKeyring(join(createTemporaryFolder(), 'keyring.node'))).toBeUndefined();
  });

  it('is asked for the Secret Service by name, for the kernel’s keyring would forget everything', async () => {
    const keyring = findNativeKeyring(createModule('async getPassword() { return JSON.stringify(seen); }'));
    expect(JSON.parse((await keyring?.get('service', 'account')) ?? '')).toEqual([
      ['service', 'account', { linux: { store: 'secret-service' } }],
    ]);
  });

  it('has nothing where the library finds nothing', async () => {
    expect(
      await findNativeKeyring(createModule('async getPassword() { return null; }'))?.get('s', 'a'),
    ).toBeUndefined();
  });

  it('passes failures on, those of making an entry too', async () => {
    const failing = findNativeKeyring(createModule('async setPassword() { throw new Error("locked"); }'));
    await expect(failing?.set('s', 'a', 'v')).rejects.toThrow('locked');
    const absent = findNativeKeyring(
      createModule('async getPassword() {} deleteCredential() { throw new Error("no bus"); }'),
    );
    await expect(absent?.delete('s', 'a')).rejects.toThrow('no bus');
  });

  it.each(['get', 'set', 'delete'] as const)(
    'does not wait for ever for a person who is asked to unlock it: %s',
    async (method) => {
      const never = '() { return new Promise(() => {}); }';
      const keyring = findNativeKeyring(
        createModule(`getPassword${never} setPassword${never} deleteCredential${never}`),
        1,
      );
      await expect(keyring?.[method]('s', 'a', 'v')).rejects.toThrow('The keyring did not answer in time.');
    },
  );
});
