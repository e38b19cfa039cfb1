import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeNewest, pin, readPinned } from '../../../scripts/codexVersion.mjs';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';

const manifest = '{\n  "name": "tool-codex",\n  "dependencies": {\n    "@openai/codex": "0.171.0"\n  }\n}\n';
const lock = '{ "lockfileVersion": 3 }\n';

function createToolFolder(): string {
  const folder = createTemporaryFolder();
  writeFileSync(join(folder, 'package.json'), manifest);
  writeFileSync(join(folder, 'package-lock.json'), lock);
  return folder;
}

function readBoth(folder: string): readonly string[] {
  return ['package.json', 'package-lock.json'].map((file) => readFileSync(join(folder, file), 'utf8'));
}

describe('another version of the Codex CLI is pinned', () => {
  it('by one line of package.json and the lock file that npm makes of it', async () => {
    const folder = createToolFolder();
    await pin(folder, '0.172.0', (asked) => {
      writeFileSync(join(asked, 'package-lock.json'), `lock of ${readPinned(asked)}`);
      return Promise.resolve();
    });
    expect(readBoth(folder)).toEqual([manifest.replace('0.171.0', '0.172.0'), 'lock of 0.172.0']);
  });

  it.for(['latest', '0.172', '^0.172.0', '--global', '../codex', ''])(
    'not as %j, which is no version',
    async (version) => {
      const folder = createToolFolder();
      await expect(pin(folder, version, () => Promise.resolve())).rejects.toThrow('is no version');
      expect(readBoth(folder)).toEqual([manifest, lock]);
    },
  );

  it('or nothing is changed, when npm fails', async () => {
    const folder = createToolFolder();
    const failing = (): Promise<void> => {
      writeFileSync(join(folder, 'package-lock.json'), 'half');
      return Promise.reject(new Error('no such version'));
    };
    await expect(pin(folder, '0.172.0', failing)).rejects.toThrow('no such version');
    expect(readBoth(folder)).toEqual([manifest, lock]);
  });

  it('or nothing is changed, when the lock file would name a registry', async () => {
    const folder = createToolFolder();
    const withAddresses = (): Promise<void> => {
      writeFileSync(join(folder, 'package-lock.json'), '{ "resolved": "https://registry.example/codex.tgz" }');
      return Promise.resolve();
    };
    await expect(pin(folder, '0.172.0', withAddresses)).rejects.toThrow('addresses of a registry');
    expect(readBoth(folder)).toEqual([manifest, lock]);
  });
});

describe('what is said about the newest Codex CLI', () => {
  it.for([
    ['0.171.0', '0.172.0', true],
    ['0.171.0', '0.171.1', true],
    ['0.171.0', '1.0.0', true],
    ['0.99.0', '0.100.0', true],
    ['0.171.0', '0.171.0', false],
    ['0.171.0', '0.170.9', false],
    ['1.0.0', '0.999.0', false],
  ] as const)('the pinned %s beside %s', ([pinned, newest, isNewer]) => {
    const sentence = describeNewest(pinned, { code: 0, output: `${newest}\n` });
    expect(sentence?.includes(`npm run codex -- ${newest}`) ?? false).toBe(isNewer);
  });

  it('is that nothing is known, where npm could not ask', () => {
    const output = 'npm error code ENOTFOUND\nnpm error network request failed\n';
    expect(describeNewest('0.171.0', { code: 1, output })).toContain('is not known: npm error code ENOTFOUND');
    expect(describeNewest('0.171.0', { code: 0, output: '' })).toContain('is not known');
  });
});
