import { chmodSync, chownSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { locateSocketLink } from '../../src/platform/codex/backgroundServerPaths.ts';
import { createTemporaryFolder } from '../support/temporaryFolder.ts';

export interface Planting {
  readonly folderMode: number;
  /** User and group of the socket. */
  readonly owner: number;
}

/** Has the link of a Home's background server lead to a socket of the test's. @returns who connects to it */
export async function plantSocket(home: string, { folderMode, owner }: Planting): Promise<readonly unknown[]> {
  const folder = createTemporaryFolder();
  const path = join(folder, 'planted.sock');
  const link = locateSocketLink(home);
  const heard: unknown[] = [];
  const listener = createServer((socket) => heard.push(socket));
  await new Promise<void>((resolve) => listener.listen(path, resolve));
  onTestFinished(() => {
    listener.close();
    // With a link that leads nowhere no server starts.
    rmSync(link, { force: true });
  });
  chmodSync(folder, folderMode);
  chownSync(path, owner, owner);
  rmSync(link, { force: true });
  symlinkSync(path, link);
  return heard;
}
