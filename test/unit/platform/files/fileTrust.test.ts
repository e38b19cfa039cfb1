import { describe, expect, it } from 'vitest';
import { isOurs, judgeFolder } from '../../../../src/platform/files/fileTrust.ts';

const ada = 1000;
const eve = 1001;

/** Who we are, whose Home it is, whose file it is, whether over a link: ours? */
type Row = readonly [string, number, number, number, boolean, boolean];

const rows: readonly Row[] = [
  ['one’s own', ada, ada, ada, false, true],
  ['one’s own over a link', ada, ada, ada, true, true],
  ['of somebody else', ada, ada, eve, false, false],
  ['of root', ada, ada, 0, false, false],
  ['of the host’s user, for root', 0, ada, ada, false, true],
  ['of the host’s user over a link of theirs, for root', 0, ada, ada, true, true],
  ['of root in the host user’s Home, for root', 0, ada, 0, false, true],
  ['of root over a link of the host’s user, for root', 0, ada, 0, true, false],
  ['of a third over a link of the host’s user, for root', 0, ada, eve, true, false],
  ['of the host’s user over a link of root', 0, 0, ada, true, true],
];

describe('whose a file is', () => {
  it.each(rows)('%s', (_name, uid, home, file, isLink, expected) => {
    expect(isOurs({ uid: file }, { uid: home }, { self: { uid, gid: uid }, isLink })).toBe(expected);
  });

  it('is not asked on Windows', () => {
    expect(isOurs({ uid: 0 }, { uid: 0 }, { self: undefined, isLink: true })).toBe(true);
    expect(judgeFolder({ uid: 0, gid: 0, mode: 0o777 }, { uid: 0 }, { self: undefined, isLink: true })).toBeUndefined();
  });
});

describe('a folder for a sign-in', () => {
  it.each([
    ['one’s own', ada, { uid: ada, gid: ada, mode: 0o700 }, undefined],
    ['of the system', ada, { uid: 0, gid: 0, mode: 0o755 }, undefined],
    ['of somebody else', ada, { uid: eve, gid: eve, mode: 0o755 }, 'otherOwner'],
    ['that all may change', ada, { uid: ada, gid: ada, mode: 0o707 }, 'folderWritableByOthers'],
    ['that another group may change', ada, { uid: ada, gid: 50, mode: 0o2775 }, 'folderWritableByOthers'],
    ['that one’s own group may change', ada, { uid: ada, gid: ada, mode: 0o2775 }, undefined],
    ['of the host’s user, for root', 0, { uid: ada, gid: ada, mode: 0o775 }, undefined],
    [
      'of the host’s user and open to a group, for root',
      0,
      { uid: ada, gid: 50, mode: 0o775 },
      'folderWritableByOthers',
    ],
    ['of the host’s user and open to all, for root', 0, { uid: ada, gid: ada, mode: 0o777 }, 'folderWritableByOthers'],
  ])('%s: %s', (_name, uid, folder, problem) => {
    expect(judgeFolder(folder, { uid: ada }, { self: { uid, gid: uid }, isLink: false })).toBe(problem);
  });
});
