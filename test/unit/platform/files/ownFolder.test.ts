import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AttemptFile } from '../../../../src/platform/files/attemptFile.ts';
import { readOrCreateHostId } from '../../../../src/platform/files/persistentId.ts';
import { inOwnFolder } from '../../../../src/platform/files/ownFolder.ts';
import { NodeRecordFolder } from '../../../../src/platform/files/recordFolder.ts';
import { SecretFile } from '../../../../src/platform/files/secretFile.ts';
import { systemClock } from '../../../../src/platform/systemClock.ts';
import { Ledger } from '../../../../src/storage/ledger.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';

const sayWhy = (failure: unknown): unknown =>
  failure instanceof Error && 'sentence' in failure ? failure.sentence : failure;

const failing = (code: string) => () => Promise.reject(Object.assign(new RangeError(`${code}: refused`), { code }));

describe('what the system refuses in a folder of ours', () => {
  it.each([
    ['ENOTDIR', 'isFile'],
    ['EEXIST', 'isFile'],
    ['ELOOP', 'isFile'],
    ['EACCES', 'noPermission'],
    ['EPERM', 'noPermission'],
    ['EROFS', 'readOnlyDisk'],
    ['ENOSPC', 'diskFull'],
    ['EDQUOT', 'diskFull'],
    ['EIO', 'unusable'],
    ['ENAMETOOLONG', 'unusable'],
  ])('%s becomes the sentence %s with its name', async (code, problem) => {
    const sentence = { messageId: `folder.${problem}`, args: { path: '/state' } };
    await expect(inOwnFolder('/state', failing(code)).catch(sayWhy)).resolves.toEqual(sentence);
  });

  it.each(['ESTALE', 'ETIMEDOUT'])('%s is a disk that does not answer', async (code) => {
    const sentence = { messageId: 'home.notAnswering', args: { path: '/state' } };
    await expect(inOwnFolder('/state', failing(code)).catch(sayWhy)).resolves.toEqual(sentence);
  });

  it('is told from what is a fault of ours', async () => {
    await expect(inOwnFolder('/state', failing('ERR_INVALID_ARG_TYPE'))).rejects.toThrow(RangeError);
  });
});

describe('a state folder that cannot be made', () => {
  const blockings: readonly (readonly [string, (under: string) => void])[] = [
    [
      'a file',
      (under) => {
        writeFileSync(join(under, '.local'), '');
      },
    ],
    [
      'a link that leads nowhere it may make one',
      (under) => {
        symlinkSync('.local', join(under, '.local'));
      },
    ],
    [
      'a file at its own name',
      (under) => {
        mkdirSync(join(under, '.local', 'state'), { recursive: true });
        writeFileSync(join(under, '.local', 'state', 'codex-accounts'), '');
      },
    ],
  ];

  it.each(blockings)('is named by everything that needs it: %s', async (_name, hinder) => {
    const under = createTemporaryFolder();
    hinder(under);
    const state = join(under, '.local', 'state', 'codex-accounts');
    const grants = new NodeRecordFolder(join(state, 'grants'), systemClock);
    const secrets = new SecretFile(join(state, 'vault.json'), systemClock);
    onTestFinished(() => {
      grants.dispose();
      secrets.dispose();
    });
    const attempt = new AttemptFile(join(state, 'sign-in.json'), 'Code', systemClock);
    const ways: readonly (readonly [string, () => unknown])[] = [
      [join(state, 'grants'), () => grants.list()],
      [join(state, 'grants'), () => grants.read('a.json')],
      [join(state, 'grants'), () => grants.write('a.json', '1')],
      [join(state, 'grants'), () => grants.ensureWritable()],
      [join(state, 'grants'), () => grants.withLock('a.json', () => Promise.resolve())],
      [state, () => attempt.acquire()],
      [state, () => readOrCreateHostId(state)],
      [state, () => secrets.get('a')],
      [state, () => secrets.store('a', '1')],
    ];
    for (const [path, way] of ways) {
      const seen = await Promise.resolve().then(way).catch(sayWhy);
      expect(seen).toMatchObject({ messageId: 'folder.isFile', args: { path } });
    }
  });

  it(
    'on a full disk is found by the question, though an empty file can be made there',
    unless(obstacles.noMount),
    async () => {
      const disk = createTemporaryFolder();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
      const grants = new NodeRecordFolder(join(disk, 'grants'), systemClock);
      onTestFinished(() => {
        grants.dispose();
        execFileSync('umount', ['--lazy', disk]);
      });
      await grants.ensureWritable();
      expect(() => {
        writeFileSync(join(disk, 'filler'), Buffer.alloc(1 << 20));
      }).toThrow('ENOSPC');
      writeFileSync(join(disk, 'empty'), '');
      expect(await grants.ensureWritable().catch(sayWhy)).toMatchObject({ messageId: 'folder.diskFull' });
      expect(readdirSync(join(disk, 'grants'))).toEqual([]);
    },
  );

  it('that can be written is left as it was by the question', async () => {
    const folder = join(createTemporaryFolder(), 'grants');
    const grants = new NodeRecordFolder(folder, systemClock);
    onTestFinished(() => {
      grants.dispose();
    });
    await grants.ensureWritable();
    expect([readdirSync(folder), readdirSync(dirname(folder))]).toEqual([[], ['grants']]);
  });
});

it('one record that cannot be read costs what stands in it, and the others are listed', async () => {
  const folder = createTemporaryFolder();
  mkdirSync(join(folder, 'broken.json'));
  const records = new NodeRecordFolder(folder, systemClock);
  onTestFinished(() => {
    records.dispose();
  });
  await expect(new Ledger(records).list()).resolves.toEqual({ entries: [], unreadable: [{ file: 'broken.json' }] });
});
