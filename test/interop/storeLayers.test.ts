import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decideStore, readStoreSettings } from '../../src/home/store/credentialStore.ts';
import { ConfigFiles } from '../../src/platform/home/configFiles.ts';
import { obstacles, unless } from '../support/unless.ts';
import { makeCodexHome, requireCodexBinary } from './codexCli.ts';

type Store = 'file' | 'ephemeral';

/** The files of each layer that say something, by their place. */
interface Layers {
  readonly system?: Store;
  readonly user?: Store;
  readonly managed?: Store;
  readonly requirements?: Store;
  /** Read on Windows alone. */
  readonly managedInHome?: Store;
}

const fileNames = { system: 'config.toml', managed: 'managed_config.toml', requirements: 'requirements.toml' } as const;
const say = (store: Store): string => `cli_auth_credentials_store = "${store}"\n`;

/** Gives the program an /etc/codex of its own, which ends with it: what an admin of this machine says stays as it is. */
const withSystemFolder = `
mount -t tmpfs tmpfs "$1" && mkdir "$1/upper" "$1/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/upper,workdir=$1/work" /etc
mkdir -p /etc/codex && rm -f /etc/codex/*.toml && cp "$2"/*.toml /etc/codex/ 2>/dev/null
echo sk-made-up-0000000000 | "$3" login --with-api-key`;

describe('which layer decides about the store is judged as the real CLI does', unless(obstacles.notRoot), () => {
  it.for<readonly [string, Layers]>([
    ['nobody', {}],
    ['the system alone', { system: 'ephemeral' }],
    ['the person, over the system', { system: 'ephemeral', user: 'file' }],
    ['managed defaults, over the person', { user: 'ephemeral', managed: 'file' }],
    ['managed defaults that say no file, over the person', { user: 'file', managed: 'ephemeral' }],
    ['requirements, over the person', { user: 'file', requirements: 'ephemeral' }],
    ['requirements, over managed defaults', { managed: 'file', requirements: 'ephemeral' }],
    ['requirements that say file, over managed defaults', { managed: 'ephemeral', requirements: 'file' }],
    ['nobody: managed defaults in the Home are those of Windows', { managedInHome: 'ephemeral' }],
  ])('%s', async ([, layers]) => {
    const home = await makeCodexHome(layers.user === undefined ? undefined : say(layers.user));
    const folders = ['system', 'mount'].map((name) => mkdtempSync(join(tmpdir(), `codex-${name}-`)));
    const [system = '', mount = ''] = folders;
    onTestFinished(async () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
      await home.remove();
    });
    for (const layer of ['system', 'managed', 'requirements'] as const) {
      const store = layers[layer];
      if (store !== undefined) writeFileSync(join(system, fileNames[layer]), say(store));
    }
    if (layers.managedInHome !== undefined) {
      writeFileSync(join(home.path, fileNames.managed), say(layers.managedInHome));
    }
    const command = ['--mount', 'sh', '-c', withSystemFolder, 'sh', mount, system, requireCodexBinary()];
    await promisify(execFile)('unshare', command, { env: { ...home.environment() } });
    const theirs: Store = (await home.readAuth()) === undefined ? 'ephemeral' : 'file';
    const ours = decideStore(await readStoreSettings(await new ConfigFiles(home.path, system).readLayers()));
    expect(ours).toMatchObject({ kind: 'store', store: theirs });
  });
});
