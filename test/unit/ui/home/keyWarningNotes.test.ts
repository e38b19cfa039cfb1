import { describe, expect, it } from 'vitest';
import { KeyWarningNotes } from '../../../../src/ui/home/keyWarningNotes.ts';
import { createMemoryFolder } from '../../../support/memoryStores.ts';

/** Two windows of one user, each with a folder open. */
function createWindows() {
  const folder = createMemoryFolder();
  const open = () => {
    const ofFolder = new Map<string, unknown>();
    return new KeyWarningNotes(folder, {
      get: (key: string) => ofFolder.get(key) as undefined,
      update: (key: string, value: unknown) => Promise.resolve(void ofFolder.set(key, value)),
    });
  };
  return { folder, first: open(), second: open() };
}

describe('what was said about keys', () => {
  it('is said by one window alone, of two that want to at once', async () => {
    const { folder, first, second } = createWindows();
    const said = await Promise.all([first.noteTold('exec'), second.noteTold('exec'), first.noteTold('exec')]);
    expect(said.filter((isNew) => isNew)).toHaveLength(1);
    expect(new Set(folder.locked)).toEqual(new Set(['keyWarnings.json']));
  });

  it('is not lost where two windows note something at once', async () => {
    const { first, second } = createWindows();
    expect(await Promise.all([first.noteTold('exec'), second.noteTold('home')])).toEqual([true, true]);
    expect(await Promise.all([first.noteTold('home'), second.noteTold('exec')])).toEqual([false, false]);
  });

  it('is read without the lock, which a window that only looks does not take', async () => {
    const { folder, first, second } = createWindows();
    await first.noteTold('exec');
    await second.noteTold('exec');
    expect(folder.locked).toEqual(['keyWarnings.json']);
  });

  it('forgets the oldest of more causes than anybody has', async () => {
    const { first } = createWindows();
    for (let cause = 0; cause <= 50; cause += 1) {
      await first.noteTold(String(cause));
    }
    expect([await first.noteTold('1'), await first.noteTold('0')]).toEqual([false, true]);
  });

  it('takes a file that somebody else has written for none', async () => {
    const { folder, first } = createWindows();
    folder.files.set('keyWarnings.json', '{"v":1,"told":"exec"');
    expect([await first.noteTold('exec'), await first.noteTold('exec')]).toEqual([true, false]);
  });

  it('is kept quiet in one folder alone', async () => {
    const { first, second } = createWindows();
    await first.keepQuietHere();
    expect([first.isQuietHere, second.isQuietHere]).toEqual([true, false]);
  });
});
