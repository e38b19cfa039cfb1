import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homeError } from '../../../../src/errors/authError.ts';
import { buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import { CopyDocument } from '../../../../src/hosts/copy/copyDocument.ts';
import { FolderDestination } from '../../../../src/hosts/copy/folderDestination.ts';
import { HomeFolder, isSameFolder } from '../../../../src/platform/home/homeFolder.ts';
import { NodeCredentialFile } from '../../../../src/platform/home/nodeCredentialFile.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';
import { loadLocks } from '../../../support/codexLocks.ts';

const unknown = { knowsToken: () => Promise.resolve(false), knowsGrant: () => Promise.resolve(false) };

async function setScene() {
  const folder = createTemporaryFolder();
  const path = join(folder, 'auth.json');
  writeFileSync(path, JSON.stringify({ OPENAI_API_KEY: randomText('sk') }), { mode: 0o600 });
  const place = new HomeFolder(new NodeCredentialFile(folder, { loadLocks }));
  const destination = new FolderDestination(place);
  const { stamp } = await destination.look();
  const document = await CopyDocument.admit(buildOwn(mintTokens()), unknown);
  const put = () => destination.put({ document, expectedStamp: stamp, keepAs: 'auth.json.before-1' });
  return { folder, path, place, document, put };
}

describe('a folder of this computer', () => {
  it('keeps what is replaced, owner-only', async () => {
    const { path, document, put } = await setScene();
    const { keptPath = '' } = await put();
    expect(readFileSync(path, 'utf8')).toBe(document.content.reveal());
    expect(statSync(keptPath).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['somebody is faster', () => Promise.resolve('conflict' as const)],
    ['it cannot be written', () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))],
  ])('has no second copy of a key lying there when %s', async (_when, replace) => {
    const { folder, place, put } = await setScene();
    place.replace = replace;
    await expect(put()).rejects.toBeInstanceOf(Error);
    expect(readdirSync(folder)).toEqual(['auth.json']);
  });

  it('may be there, with what stood before kept beside it, when the disk stopped answering', async () => {
    const { folder, place, put } = await setScene();
    place.replace = () => Promise.reject(homeError('notAnswering', folder));
    await expect(put()).rejects.toMatchObject({ message: 'home.notAnswering', reason: 'copyUncertain' });
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('is known for the Home of this computer, whichever path leads there', async () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, '.codex'));
    symlinkSync(join(folder, '.codex'), join(folder, 'link'));
    const lead = (path: string) => isSameFolder(path, join(folder, '.codex'));
    expect(
      await Promise.all([
        lead(join(folder, 'link')),
        lead(`${folder}/.codex/`),
        lead(folder),
        lead(join(folder, 'none')),
      ]),
    ).toEqual([true, true, false, false]);
  });
});
