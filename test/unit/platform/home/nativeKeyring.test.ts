import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { findNativeKeyring } from '../../../../src/platform/home/nativeKeyring.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { notEnded } from '../../../support/fakeClock.ts';

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
    expect(findNativeKeyring(join(createTemporaryFolder(), 'keyring.node'), notEnded)).toBeUndefined();
  });

  it('is asked for the Secret Service by name, for the kernel’s keyring would forget everything', async () => {
    const keyring = findNativeKeyring(createModule('async getPassword() { return JSON.stringify(seen); }'), notEnded);
    expect(JSON.parse((await keyring?.get('service', 'account')) ?? '')).toEqual([
      ['service', 'account', { linux: { store: 'secret-service' } }],
    ]);
  });

  it('has nothing where the library finds nothing', async () => {
    expect(
      await findNativeKeyring(createModule('async getPassword() { return null; }'), notEnded)?.get('s', 'a'),
    ).toBeUndefined();
  });

  it('passes failures on, those of making an entry too', async () => {
    const failing = findNativeKeyring(createModule('async setPassword() { throw new Error("locked"); }'), notEnded);
    await expect(failing?.set('s', 'a', 'v')).rejects.toThrow('locked');
    const absent = findNativeKeyring(
      createModule('async getPassword() {} deleteCredential() { throw new Error("no bus"); }'),
      notEnded,
    );
    await expect(absent?.delete('s', 'a')).rejects.toThrow('no bus');
  });

  it.each(['get', 'set', 'delete'] as const)(
    'does not wait for ever for a person who is asked to unlock it: %s',
    async (method) => {
      const never = '() { return new Promise(() => {}); }';
      const keyring = findNativeKeyring(
        createModule(`getPassword${never} setPassword${never} deleteCredential${never}`),
        notEnded,
        1,
      );
      await expect(keyring?.[method]('s', 'a', 'v')).rejects.toThrow('The keyring did not answer in time.');
    },
  );

  it('keeps no timer once it has answered, and is waited for no longer than this extension lives', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const ended = new AbortController();
    const path = createModule('async getPassword() { return "v"; } setPassword() { return new Promise(() => {}); }');
    const keyring = findNativeKeyring(path, ended.signal);
    expect([await keyring?.get('s', 'a'), timers()]).toEqual(['v', before]);
    const setting = keyring?.set('s', 'a', 'v');
    ended.abort(new Cancelled());
    await expect(setting).rejects.toThrow(Cancelled);
    expect(timers()).toBe(before);
  });
});
