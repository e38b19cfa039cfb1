import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives what is started in it an /etc/codex of its own: what an admin of this machine says stays as it is. */
const withSystemFolder = `
mount -t tmpfs tmpfs "$1" && mkdir "$1/upper" "$1/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/upper,workdir=$1/work" /etc
mkdir -p /etc/codex && mount --bind "$2" /etc/codex && echo ready && exec cat`;

/** An /etc/codex for the programs of one test, and for nobody else. */
export interface SystemConfig {
  /** Seen as /etc/codex by what `startedBy` starts. */
  readonly folder: string;
  readonly startedBy: readonly string[];
  end(): Promise<void>;
}

/** Root alone can. @throws Error when it did not come about */
export async function makeSystemConfig(): Promise<SystemConfig> {
  const [folder = '', mount = ''] = ['system', 'mount'].map((name) => mkdtempSync(join(tmpdir(), `codex-${name}-`)));
  const holder = spawn('unshare', ['--mount', 'sh', '-c', withSystemFolder, 'sh', mount, folder], { stdio: 'pipe' });
  const ended = once(holder, 'close');
  const said = await Promise.race([once(holder.stdout, 'data'), ended]);
  if (!String(said[0]).startsWith('ready') || holder.pid === undefined) {
    throw new Error(`There is no /etc/codex of its own: ${String(holder.stderr.read())}`);
  }
  const namespace = `/proc/${String(holder.pid)}/ns/mnt`;
  // A new namespace of mounts begins at its root.
  const start = 'cd "$PWD_BEFORE" && exec "$@"';
  return {
    folder,
    startedBy: ['sh', '-c', `PWD_BEFORE="$PWD" exec nsenter --mount=${namespace} sh -c '${start}' sh "$@"`, 'sh'],
    end: async () => {
      holder.stdin.end();
      await ended;
      for (const path of [folder, mount].filter((one) => existsSync(one))) rmSync(path, { recursive: true });
    },
  };
}
