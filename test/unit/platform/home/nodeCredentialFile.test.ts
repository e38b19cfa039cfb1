import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NotAnswering } from '../../../../src/platform/files/fileSystemTimeout.ts';
import { changeCredential } from '../../../../src/platform/home/credentialChange.ts';
import { nameFileProblem } from '../../../../src/platform/files/fileProblem.ts';
import { NodeCredentialFile } from '../../../../src/platform/home/nodeCredentialFile.ts';
import { waitUntil } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { loadLocks } from '../../../support/codexLocks.ts';

function createHarness(text?: string) {
  const folder = createTemporaryFolder();
  const path = join(folder, 'auth.json');
  if (text !== undefined) {
    writeFileSync(path, text, { mode: 0o600 });
  }
  return { folder, path, file: new NodeCredentialFile(folder, { loadLocks }) };
}

async function fingerprintOf(file: NodeCredentialFile): Promise<string | undefined> {
  const state = await file.read();
  return state.kind === 'file' ? state.fingerprint : undefined;
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o7777).toString(8);
}

/** A folder in which a path to `auth.json.lock` is as long as one may be, and one to a temp file is too long. */
function makeLongestFolder(): string {
  let folder = createTemporaryFolder();
  const longest = 4095 - '/auth.json.lock'.length;
  while (folder.length < longest) {
    const left = longest - folder.length - 1;
    folder = join(folder, 'x'.repeat(left > 201 ? 199 : left));
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Everything in a folder but the CLI's locks, which stay as the CLI leaves them. */
function contentsOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.lock'))
    .sort();
}

describe('the credential file', () => {
  it('is absent, with or without its folder', async () => {
    const { folder, file } = createHarness();
    expect(await file.read()).toEqual({ kind: 'absent', folderExists: true });
    expect(await new NodeCredentialFile(join(folder, 'later'), { loadLocks }).read()).toEqual({
      kind: 'absent',
      folderExists: false,
    });
  });

  it('is made owner-only in a folder that is made owner-only', async () => {
    const folder = join(createTemporaryFolder(), 'deep', '.codex');
    const file = new NodeCredentialFile(folder, { loadLocks });
    expect(await file.replace(new Secret('{}'), undefined)).toBe('done');
    expect([modeOf(folder), modeOf(file.path), readFileSync(file.path, 'utf8')]).toEqual(['700', '600', '{}']);
    expect(contentsOf(folder)).toEqual(['auth.json']);
  });

  it('is replaced by a new file and made owner-only, also where others could read it', async () => {
    const { folder, path, file } = createHarness('old');
    chmodSync(path, 0o644);
    const { ino } = statSync(path);
    expect(await file.replace(new Secret('new'), await fingerprintOf(file))).toBe('done');
    expect([modeOf(path), readFileSync(path, 'utf8'), statSync(path).ino === ino]).toEqual(['600', 'new', false]);
    expect(contentsOf(folder)).toEqual(['auth.json']);
  });

  it('is not replaced or removed when it changed since it was read', async () => {
    const { path, file } = createHarness('one');
    const seen = (await fingerprintOf(file)) ?? '';
    writeFileSync(path, 'two');
    expect(await file.replace(new Secret('mine'), seen)).toBe('conflict');
    expect(await file.replace(new Secret('mine'), undefined)).toBe('conflict');
    expect(await file.remove(seen)).toBe('conflict');
    expect(readFileSync(path, 'utf8')).toBe('two');
  });

  it('is not made when it was there and is gone', async () => {
    const { folder, file } = createHarness();
    expect(await file.replace(new Secret('mine'), 'what was seen')).toBe('conflict');
    expect(contentsOf(folder)).toEqual([]);
  });

  it('is removed', async () => {
    const { folder, file } = createHarness('one');
    expect(await file.remove((await fingerprintOf(file)) ?? '')).toBe('done');
    expect(contentsOf(folder)).toEqual([]);
  });

  it('lets one of several writers through', async () => {
    const { path, file } = createHarness('one');
    const seen = await fingerprintOf(file);
    const results = await Promise.all(
      ['a', 'b', 'c'].map((text) =>
        new NodeCredentialFile(join(path, '..'), { loadLocks }).replace(new Secret(text), seen),
      ),
    );
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    expect(['a', 'b', 'c'][results.indexOf('done')]).toBe(readFileSync(path, 'utf8'));
  });

  it('stays a link whose target is replaced', async () => {
    const { folder, path, file } = createHarness();
    const elsewhere = join(createTemporaryFolder(), 'real.json');
    writeFileSync(elsewhere, 'old', { mode: 0o644 });
    symlinkSync(elsewhere, path);
    expect(await file.replace(new Secret('new'), await fingerprintOf(file))).toBe('done');
    expect([lstatSync(path).isSymbolicLink(), readFileSync(elsewhere, 'utf8'), modeOf(elsewhere)]).toEqual([
      true,
      'new',
      '600',
    ]);
    expect(contentsOf(folder)).toEqual(['auth.json']);
  });

  it.each([
    [
      'a folder',
      'isFolder',
      (path: string): void => {
        mkdirSync(path);
      },
    ],
    [
      'a pipe',
      'isFolder',
      (path: string): void => {
        execFileSync('mkfifo', [path]);
      },
    ],
    [
      'a link to nothing',
      'danglingLink',
      (path: string): void => {
        symlinkSync(join(path, '..', 'nothing'), path);
      },
    ],
    [
      'a link to itself',
      'linkLoop',
      (path: string): void => {
        symlinkSync(path, path);
      },
    ],
    [
      'a link to a folder',
      'isFolder',
      (path: string): void => {
        symlinkSync(join(path, '..'), path);
      },
    ],
    [
      'a byte that is not UTF-8',
      'notUtf8',
      (path: string): void => {
        writeFileSync(path, Buffer.from('{"note":"caf\u00e9"}', 'latin1'));
      },
    ],
    [
      'UTF-16',
      'notUtf8',
      (path: string): void => {
        writeFileSync(path, Buffer.from('\uFEFF{}', 'utf16le'));
      },
    ],
    [
      'half of a surrogate pair in bytes',
      'notUtf8',
      (path: string): void => {
        writeFileSync(path, Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]));
      },
    ],
    [
      'a megabyte too much',
      'tooLarge',
      (path: string): void => {
        writeFileSync(path, Buffer.alloc(1024 * 1024 + 1, 32));
      },
    ],
  ])('that is %s is named and left alone', async (_name, problem, make) => {
    const { folder, path, file } = createHarness();
    make(path);
    expect(await file.read()).toEqual({ kind: 'problem', problem });
    await expect(file.replace(new Secret('new'), undefined)).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: `home.${problem}`, args: { path } },
    });
    expect(contentsOf(folder)).toEqual(['auth.json']);
  });

  it('cannot stand where a file is in the way of its folder', async () => {
    const inTheWay = join(createTemporaryFolder(), 'file');
    writeFileSync(inTheWay, '');
    for (const folder of [inTheWay, join(inTheWay, 'below')]) {
      const file = new NodeCredentialFile(folder, { loadLocks });
      expect(await file.read()).toEqual({ kind: 'problem', problem: 'isFolder' });
      await expect(file.replace(new Secret('new'), undefined)).rejects.toMatchObject({
        sentence: { messageId: 'home.isFolder' },
      });
    }
  });

  it('is not trusted to a folder that others may write to, unless it is sticky', async () => {
    const { folder, file } = createHarness('old');
    for (const mode of [0o777, 0o702]) {
      chmodSync(folder, mode);
      await expect(file.replace(new Secret('new'), await fingerprintOf(file))).rejects.toMatchObject({
        sentence: { messageId: 'home.folderWritableByOthers' },
      });
    }
    expect(readFileSync(file.path, 'utf8')).toBe('old');
    chmodSync(folder, 0o1777);
    expect(await file.replace(new Secret('new'), await fingerprintOf(file))).toBe('done');
  });

  it('is trusted to a folder that only the user’s own group may write to, as a umask of 002 makes it', async () => {
    const { folder, file } = createHarness('old');
    chmodSync(folder, 0o775);
    expect(await file.replace(new Secret('new'), await fingerprintOf(file))).toBe('done');
  });

  it('is not trusted to a folder that another group may write to', unless(obstacles.notRoot), async () => {
    const { folder, file } = createHarness('old');
    chownSync(folder, 0, 12_345);
    chmodSync(folder, 0o775);
    await expect(file.replace(new Secret('new'), await fingerprintOf(file))).rejects.toMatchObject({
      sentence: { messageId: 'home.folderWritableByOthers' },
    });
  });

  it('without permission is named', unless(obstacles.root), async () => {
    const { folder, path, file } = createHarness('old');
    chmodSync(path, 0o000);
    expect(await file.read()).toEqual({ kind: 'problem', problem: 'noPermission' });
    chmodSync(path, 0o600);
    const seen = await fingerprintOf(file);
    chmodSync(folder, 0o500);
    await expect(file.replace(new Secret('new'), seen)).rejects.toMatchObject({
      sentence: { messageId: 'home.noPermission' },
    });
    chmodSync(folder, 0o700);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('is written where no lock file can be made: then what was seen decides alone', async () => {
    const { folder, path, file } = createHarness('old');
    symlinkSync(join(folder, 'nowhere', 'lock'), join(folder, 'auth.lock'));
    expect(await file.replace(new Secret('new'), await fingerprintOf(file))).toBe('done');
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it.each([
    ['{"changed":1}', '{"changed":1}'],
    ['{}', '{"new":1}'],
  ])(
    'has no sign-in beside it when its disk is back after the write was given up (meanwhile %s)',
    async (meanwhile, after) => {
      const { folder, path, file } = createHarness('{}');
      const expected = await fingerprintOf(file);
      const [back, gaveUp] = [Promise.withResolvers<undefined>(), Promise.withResolvers<never>()];
      const state = { reads: 0 };
      const given = changeCredential(
        { folder, target: path, expected, document: new Secret('{"new":1}') },
        {
          loadLocks,
          whileAnswering: (work) => Promise.race([work(), gaveUp.promise]),
          read: async () => {
            state.reads += 1;
            await back.promise;
            const now = await file.read();
            return now.kind === 'problem' ? Promise.reject(new TypeError(now.problem)) : now;
          },
        },
      );
      given.catch(() => undefined);
      await waitUntil(() => state.reads === 1 && contentsOf(folder).length === 2);
      gaveUp.reject(new NotAnswering(folder));
      await expect(given).rejects.toBeInstanceOf(NotAnswering);
      if (meanwhile !== '{}') {
        writeFileSync(path, meanwhile);
      }
      expect(contentsOf(folder)).toHaveLength(2);
      back.resolve(undefined);
      await waitUntil(() => contentsOf(folder).length === 1);
      expect([contentsOf(folder), readFileSync(path, 'utf8')]).toEqual([['auth.json'], after]);
    },
  );

  it(
    'that can not be staged is said to the caller alone, however long the locks take',
    unless(obstacles.noFlock),
    async () => {
      const unheard: unknown[] = [];
      const hear = (failure: unknown): void => void unheard.push(failure);
      process.on('unhandledRejection', hear);
      onTestFinished(() => void process.off('unhandledRejection', hear));
      const folder = makeLongestFolder();
      const other = spawn(
        '/usr/bin/flock',
        ['-x', join(folder, 'auth.lock'), '/bin/sh', '-c', 'echo held; read -r _'],
        { stdio: ['pipe', 'pipe', 'ignore'] },
      );
      await new Promise((resolve) => other.stdout.once('data', resolve));
      const replacing = expect(
        new NodeCredentialFile(folder, { loadLocks }).replace(new Secret('new'), undefined),
      ).rejects.toMatchObject({
        code: 'ENAMETOOLONG',
      });
      await waitUntil(() => existsSync(join(folder, 'auth.json.lock')));
      for (let turn = 0; turn < 20; turn += 1) {
        await stat(folder);
        await new Promise(setImmediate);
      }
      other.stdin.end();
      await replacing;
      expect(unheard).toEqual([]);
    },
  );

  it('is read as it is, byte order mark and all', async () => {
    const { file } = createHarness('\uFEFF{}');
    const state = await file.read();
    expect(state.kind === 'file' && state.document.reveal()).toBe('\uFEFF{}');
  });
});

describe('a failure of the operating system', () => {
  it.each([
    ['EACCES', 'noPermission'],
    ['EPERM', 'noPermission'],
    ['EROFS', 'readOnlyDisk'],
    ['ENOSPC', 'diskFull'],
    ['EDQUOT', 'diskFull'],
    ['ENOENT', 'folderMissing'],
    ['ENOTDIR', 'isFolder'],
    ['EISDIR', 'isFolder'],
    ['EEXIST', 'isFolder'],
    ['ELOOP', 'linkLoop'],
    ['EBUSY', process.platform === 'win32' ? 'busy' : 'mounted'],
    ['ETXTBSY', 'busy'],
    ['ETIMEDOUT', 'notAnswering'],
    ['ESTALE', 'notAnswering'],
    ['ENOTCONN', 'notAnswering'],
    ['EHOSTDOWN', 'notAnswering'],
    ['EMFILE', undefined],
  ])('with the code %s is: %s', (code, problem) => {
    expect(nameFileProblem(Object.assign(new Error(code), { code }))).toBe(problem);
  });

  it('is not guessed from anything else', () => {
    expect([undefined, 'EACCES', new Error('EACCES'), { code: 'EACCES' }].map(nameFileProblem)).toEqual(
      Array(4).fill(undefined),
    );
  });
});
