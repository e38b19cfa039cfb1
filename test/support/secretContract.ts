import { unknownIdentity } from '../../src/accounts/directory/accountIdentity.ts';
import type { Account } from '../../src/storage/account.ts';
import type { SecretPort } from '../../src/storage/ports.ts';
import { Vault } from '../../src/storage/vault.ts';
import type { Disposable } from '../../src/base/disposables.ts';
import { Secret } from '../../src/base/secret.ts';
import { accountIdOf, grantIdOf } from './ids.ts';

/** An empty storage under test, and what can go wrong below its port. */
export interface SecretScene {
  /** One more view on the same storage: another window, where the storage knows such a thing. */
  open(): SecretPort;
  /** Takes a value away, unseen by the port. */
  lose(key: string): Promise<void>;
  /** From now on no read succeeds, until the answer is called. */
  breakReads(): Promise<() => Promise<void>>;
  /** From now on no write gets through, until the answer is called. */
  holdWrites(): Promise<() => Promise<void>>;
}

export interface SecretCase {
  readonly name: string;
  run(scene: SecretScene): Promise<void>;
}

/**
 * What every storage of secrets does, whatever it is made of. It runs in vitest, in an extension host and in a browser's
 * worker: so it has nothing of Node and asserts by itself.
 */
export const secretContract: readonly SecretCase[] = [
  { name: 'gives back what was stored, and nothing before and after', run: storeAndRead },
  { name: 'takes every name of a key', run: everyKey },
  { name: 'keeps every value as it is', run: everyValue },
  { name: 'lists its keys, where it tells them', run: listKeys },
  { name: 'keeps what was stored last, however close the calls are', run: lastOneWins },
  { name: 'loses nothing of what two windows store at the same time', run: twoWindows },
  { name: 'counts the generations of an account on', run: generations },
  { name: 'tells what changed, in the order of the changes', run: changesInOrder },
  { name: 'tells everyone what changed, when one of them fails', run: failingListener },
  { name: 'has the other keys when one was lost', run: lostKey },
  { name: 'loses nothing by a read that fails', run: failingRead },
  { name: 'answers reads while a write takes its time, and writes in order', run: slowWrites },
];

const oddKeys = ['account.one', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'ключ 🔑', 'a/b\\c:"d"', ' '];

async function storeAndRead({ open }: SecretScene): Promise<void> {
  const secrets = open();
  equal(await secrets.get('a'), undefined);
  await secrets.delete('a');
  await secrets.store('a', 'one');
  equal(await secrets.get('a'), 'one');
  await secrets.store('a', 'two');
  await secrets.store('a', 'two');
  equal(await secrets.get('a'), 'two');
  equal(await open().get('a'), 'two');
  await secrets.delete('a');
  equal([await secrets.get('a'), await open().get('a')], [undefined, undefined]);
}

async function everyKey({ open }: SecretScene): Promise<void> {
  const secrets = open();
  equal(
    await readAll(secrets, oddKeys),
    oddKeys.map(() => undefined),
  );
  for (const key of oddKeys) {
    await secrets.store(key, `value of ${key}`);
  }
  equal(
    await readAll(open(), oddKeys),
    oddKeys.map((key) => `value of ${key}`),
  );
  for (const key of oddKeys) {
    await secrets.delete(key);
  }
  equal(
    await readAll(open(), oddKeys),
    oddKeys.map(() => undefined),
  );
}

async function everyValue({ open }: SecretScene): Promise<void> {
  const values = ['{"v":1}', 'two\nlines\r\n', '\u0000', 'Ä 🔑', '"', 'x'.repeat(200_000)];
  const secrets = open();
  for (const value of values) {
    await secrets.store('a', value);
    equal((await open().get('a')) === value, true);
  }
}

async function listKeys({ open }: SecretScene): Promise<void> {
  const secrets = open();
  await secrets.store('account.one', 'x');
  await secrets.store('__proto__', 'x');
  const keys = await open().keys?.();
  equal(keys === undefined ? 'untold' : [...keys].sort(), keys === undefined ? 'untold' : ['__proto__', 'account.one']);
}

async function lastOneWins({ open }: SecretScene): Promise<void> {
  const secrets = open();
  await Promise.all(['1', '2', '3', '4'].map((value) => secrets.store('a', value)));
  equal(await secrets.get('a'), '4');
  await Promise.all([secrets.delete('a'), secrets.store('a', '5'), secrets.delete('a')]);
  equal(await secrets.get('a'), undefined);
  await Promise.all([secrets.delete('a'), secrets.store('a', '6')]);
  equal(await secrets.get('a'), '6');
}

async function twoWindows({ open }: SecretScene): Promise<void> {
  const [here, there] = [open(), open()];
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  await Promise.all(keys.map((key, index) => (index % 2 === 0 ? here : there).store(key, key)));
  equal(await readAll(open(), keys), keys);
}

async function generations({ open }: SecretScene): Promise<void> {
  const [here, there] = [new Vault(open()), new Vault(open())];
  const account = createAccount('one');
  equal((await here.write(account)).gen, 2);
  equal((await there.write(account)).gen, 3);
  equal((await here.write(account)).gen, 4);
  const entry = await there.read(accountIdOf('one'));
  equal(entry.kind === 'account' && entry.account.gen, 4);
  here.dispose();
  there.dispose();
}

async function changesInOrder({ open }: SecretScene): Promise<void> {
  const secrets = open();
  // Whoever watches from its first use on has seen what stood there then.
  await secrets.get('a');
  const heard = hear(secrets);
  await Promise.all([secrets.store('a', '1'), secrets.store('b', '1'), secrets.store('c', '1'), secrets.delete('b')]);
  await secrets.store('end', '1');
  await heard.until('end');
  equal(heard.keys, ['a', 'b', 'c', 'b', 'end']);
  heard.dispose();
}

async function failingListener({ open }: SecretScene): Promise<void> {
  const secrets = open();
  await secrets.get('a');
  const failing = secrets.onDidChange(() => {
    throw new TypeError('A listener of the test fails.');
  });
  const heard = hear(secrets);
  await Promise.all([secrets.store('a', '1'), secrets.store('b', '1')]);
  await secrets.delete('a');
  await heard.until('b');
  await secrets.store('end', '1');
  await heard.until('end');
  equal(heard.keys, ['a', 'b', 'a', 'end']);
  failing.dispose();
  heard.dispose();
}

async function lostKey({ open, lose }: SecretScene): Promise<void> {
  const secrets = open();
  const vault = new Vault(secrets);
  await vault.write(createAccount('one'));
  await vault.write(createAccount('two'));
  await lose('account.one');
  equal((await vault.read(accountIdOf('one'))).kind, 'missing');
  equal((await vault.read(accountIdOf('two'))).kind, 'account');
  await vault.write(createAccount('one'));
  equal(
    [(await vault.read(accountIdOf('one'))).kind, (await vault.read(accountIdOf('two'))).kind],
    ['account', 'account'],
  );
  vault.dispose();
}

async function failingRead({ open, breakReads }: SecretScene): Promise<void> {
  const secrets = open();
  const vault = new Vault(secrets);
  await vault.write(createAccount('one'));
  await secrets.store('a', 'one');
  const repair = await breakReads();
  equal(await secrets.get('a').catch(() => 'refused'), 'refused');
  const entry = await vault.read(accountIdOf('one')).catch(() => ({ kind: 'refused' }));
  equal(['refused', 'unreadable'].includes(entry.kind), true);
  await secrets.store('b', 'two').catch(() => undefined);
  await repair();
  equal([await secrets.get('a'), (await vault.read(accountIdOf('one'))).kind], ['one', 'account']);
  await secrets.store('b', 'three');
  equal(await readAll(open(), ['a', 'b']), ['one', 'three']);
  vault.dispose();
}

async function slowWrites({ open, holdWrites }: SecretScene): Promise<void> {
  const secrets = open();
  await secrets.store('a', 'old');
  const release = await holdWrites();
  let isDone = false;
  const writes = Promise.all([secrets.store('a', 'new'), secrets.store('b', 'new'), secrets.store('a', 'newest')]).then(
    () => {
      isDone = true;
    },
  );
  equal([await secrets.get('a'), await secrets.get('b'), isDone], ['old', undefined, false]);
  await release();
  await writes;
  equal(await readAll(open(), ['a', 'b']), ['newest', 'new']);
}

function createAccount(id: string): Account {
  return {
    id: accountIdOf(id),
    gen: 1,
    label: id,
    colour: undefined,
    createdAt: '2026-11-21T04:00:00.000Z',
    grantId: grantIdOf(`grant-${id}`),
    identity: unknownIdentity,
    credential: { kind: 'apiKey', key: new Secret(`sk-${crypto.randomUUID()}`), check: 'good' },
  };
}

function readAll(secrets: SecretPort, keys: readonly string[]): Promise<readonly (string | undefined)[]> {
  return Promise.all(keys.map((key) => secrets.get(key)));
}

interface Heard extends Disposable {
  readonly keys: readonly string[];
  /** Resolves once `key` was told of, now or before. */
  until(key: string): Promise<void>;
}

function hear({ onDidChange }: SecretPort): Heard {
  const keys: string[] = [];
  const waiting = new Map<string, () => void>();
  const subscription = onDidChange((key) => {
    keys.push(key);
    waiting.get(key)?.();
  });
  return {
    keys,
    until: (key) =>
      new Promise((resolve) => {
        waiting.set(key, resolve);
        if (keys.includes(key)) {
          resolve();
        }
      }),
    dispose: () => {
      subscription.dispose();
    },
  };
}

function equal(found: unknown, expected: unknown): void {
  // What is undefined is to differ from what is null.
  const [left, right] = [found, expected].map((value) =>
    JSON.stringify(value, (_key, item: unknown) => (item === undefined ? '(none)' : item)),
  );
  if (left !== right) {
    throw new TypeError(`Found ${String(left)}, expected ${String(right)}.`);
  }
}
