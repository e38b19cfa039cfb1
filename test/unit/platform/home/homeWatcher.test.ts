import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { HomeWatcher } from '../../../../src/platform/home/homeWatcher.ts';
import { waitUntil } from '../../../support/fakeClock.ts';

/** A Home under a fresh folder; `heard` counts since the last `next()`. */
async function createScene(prepare: (root: string) => void = () => undefined) {
  const root = mkdtempSync(join(tmpdir(), 'codex-accounts-watch-'));
  prepare(root);
  const home = join(root, 'user', '.codex');
  const path = join(home, 'auth.json');
  const watcher = new HomeWatcher(path);
  await watcher.ready;
  const state = { heard: 0 };
  watcher.onDidChange(() => {
    state.heard += 1;
  });
  onTestFinished(() => {
    watcher.dispose();
    rmSync(root, { recursive: true });
  });
  /** Does something and waits until it was heard of. */
  const after = async (act: () => void): Promise<void> => {
    const before = state.heard;
    act();
    await waitUntil(() => state.heard > before);
  };
  const bell = mkdtempSync(join(tmpdir(), 'codex-accounts-bell-'));
  let rung = 0;
  const listener = watch(bell, () => {
    rung += 1;
  });
  onTestFinished(() => {
    listener.close();
    rmSync(bell, { recursive: true });
  });
  /** The system tells in order: once the bell was heard, everything before it was told. */
  const quiet = async (): Promise<void> => {
    const before = rung;
    writeFileSync(join(bell, `ring-${String(before)}`), '');
    await waitUntil(() => rung > before);
  };
  return { root, home, path, watcher, state, after, quiet };
}

const makeHome = (root: string): void => {
  mkdirSync(join(root, 'user', '.codex'), { recursive: true });
};

const replace = (path: string): void => {
  writeFileSync(`${path}.new`, 'x');
  renameSync(`${path}.new`, path);
};

it('hears of a file that comes, is replaced, is written in place and goes', async () => {
  const { path, after, quiet } = await createScene(makeHome);
  for (const act of [
    () => {
      writeFileSync(path, 'a');
    },
    () => {
      replace(path);
    },
    () => {
      writeFileSync(path, 'b');
    },
    () => {
      unlinkSync(path);
    },
  ]) {
    await after(act);
    await quiet();
  }
});

it('hears nothing of its neighbours', async () => {
  const { home, path, state, after, quiet } = await createScene(makeHome);
  writeFileSync(join(home, 'history.jsonl'), 'x');
  await quiet();
  expect(state.heard).toBe(0);
  await after(() => {
    replace(path);
  });
});

it('waits for a Home that is made after the start, with all its parents', async () => {
  const { home, path, after, quiet } = await createScene();
  await after(() => mkdirSync(home, { recursive: true }));
  await quiet();
  await after(() => {
    replace(path);
  });
});

it('follows a Home that was removed and made anew', async () => {
  const { home, path, after, quiet } = await createScene(makeHome);
  await after(() => {
    rmSync(home, { recursive: true });
  });
  await quiet();
  await after(() => {
    mkdirSync(home);
  });
  await quiet();
  await after(() => {
    replace(path);
  });
});

it('hears of the file that a link leads to, over several links, and of a new target', async () => {
  const { root, path, state, after, quiet } = await createScene((folder) => {
    makeHome(folder);
    mkdirSync(join(folder, 'dotfiles'));
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'dotfiles', 'codex.json'), 'x');
    symlinkSync('codex.json', join(folder, 'dotfiles', 'current.json'));
    symlinkSync('../../dotfiles/current.json', join(folder, 'user', '.codex', 'auth.json'));
  });
  await after(() => {
    replace(join(root, 'dotfiles', 'codex.json'));
  });
  await quiet();
  await after(() => {
    unlinkSync(path);
    symlinkSync(join(root, 'other', 'auth.json'), path);
  });
  await quiet();
  await after(() => {
    replace(join(root, 'other', 'auth.json'));
  });
  await quiet();
  const before = state.heard;
  writeFileSync(join(root, 'dotfiles', 'codex.json'), 'left');
  await quiet();
  expect(state.heard).toBe(before);
});

it('waits for a Home whose folder is a link to itself', async () => {
  const { root, path, after, quiet } = await createScene((folder) => {
    symlinkSync('user', join(folder, 'user'));
  });
  await after(() => {
    unlinkSync(join(root, 'user'));
  });
  await quiet();
  await after(() => {
    makeHome(root);
  });
  await quiet();
  await after(() => {
    replace(path);
  });
});

it('is told nothing after its end', async () => {
  const { watcher, path, state, quiet } = await createScene(makeHome);
  watcher.dispose();
  writeFileSync(path, 'x');
  await quiet();
  expect(state.heard).toBe(0);
});
