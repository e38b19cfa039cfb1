import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { endProcessesOf } from '../../../scripts/practiceHome.mjs';
import { findMarked } from '../../../scripts/processes.mjs';
import type { Scene, Stage } from './stage.ts';

const folders = ['app-server-control', 'app-server-daemon', 'packages'];

function listPrograms(stage: Stage): readonly string[] {
  return findMarked('CODEX_HOME', stage.home.path)
    .map(({ command }) => command)
    .toSorted();
}

/** Waits until so many processes of the Home are there, and notes them. */
async function showPrograms(stage: Stage, count: number): Promise<void> {
  await vi.waitFor(
    () => {
      if (listPrograms(stage).length !== count) throw new Error(`There are: ${listPrograms(stage).join(', ')}`);
    },
    { timeout: 20_000, interval: 50 },
  );
  stage.transcript.said('processes:', listPrograms(stage).join('\n'));
}

/** What a release consists of is left out. */
async function showFiles(stage: Stage): Promise<void> {
  const rows: string[] = [];
  for (const folder of folders) {
    const path = join(stage.home.path, folder);
    const names = await readdir(path, { recursive: true }).catch(() => []);
    const own = names.filter((name) => !/\/(?:current|releases\/[^/]+)\//u.test(`/${name}`));
    for (const name of own) rows.push(await describe(join(path, name), `${folder}/${name}`));
  }
  stage.transcript.said('files:', rows.toSorted().join('\n'));
}

async function describe(path: string, name: string): Promise<string> {
  const file = await lstat(path);
  const target = file.isSymbolicLink() ? ` -> ${await readlink(path)}` : '';
  const kind = file.isDirectory() ? 'folder' : file.isSocket() ? 'socket' : file.isFile() ? 'file' : 'link';
  return `${name} ${kind} ${(file.mode & 0o777).toString(8)}${target}`;
}

const backgroundServer: Scene = async (stage) => {
  const { transcript } = stage;
  await stage.place();
  // It reads when a process began from `ps`.
  const environment = { PATH: '/usr/bin:/bin' };
  const daemon = (command: string): Promise<unknown> => stage.show(['app-server', 'daemon', command], { environment });
  transcript.title('Where none runs');
  await daemon('version');
  await daemon('stop');
  await showPrograms(stage, 0);
  transcript.title('One is started');
  await daemon('start');
  await showPrograms(stage, 2);
  await showFiles(stage);
  await daemon('version');
  transcript.title('and stopped');
  await daemon('stop');
  await endProcessesOf(stage.home.path);
  await showFiles(stage);
};

export const backgroundScenes: Readonly<Record<string, Scene>> = { 'background-server': backgroundServer };
