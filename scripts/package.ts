// npm run package: builds, makes out/codex-accounts-host.vsix (the companion) and out/codex-accounts.vsix, which carries it,
// and checks their size and contents. With -- --target linux-x64 (or
// another target of vsce) it makes the package for that platform, which carries the keyring's binary too.

import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { buildAll, mainOfBuild } from './build.ts';
import { Stop } from './processes.mjs';
import { say } from './progress.mjs';
import { root } from './tools.mjs';
import { carriedCompanion, decodeVsixEntries, findVsixProblems, type PackageKind } from './vsixContents.ts';

/** The targets of vsce that have a keyring, and how its package calls their platform. */
const keyringPlatforms: ReadonlyMap<string, string> = new Map([
  ['linux-x64', 'linux-x64-gnu'],
  ['linux-arm64', 'linux-arm64-gnu'],
  ['linux-armhf', 'linux-arm-gnueabihf'],
  ['alpine-x64', 'linux-x64-musl'],
  ['alpine-arm64', 'linux-arm64-musl'],
  ['darwin-x64', 'darwin-x64'],
  ['darwin-arm64', 'darwin-arm64'],
  ['win32-x64', 'win32-x64-msvc'],
  ['win32-arm64', 'win32-arm64-msvc'],
]);

/** Builds and packages, for one platform when it is named; the path of the .vsix. Throws with one sentence per broken rule. */
export async function packageVsix(target?: string): Promise<string> {
  await buildAll();
  mkdirSync(join(root, 'out'), { recursive: true });
  copyFileSync(await packageCompanion(), join(root, carriedCompanion));
  if (target !== undefined) addKeyring(target);
  const name = target === undefined ? 'codex-accounts.vsix' : `codex-accounts-${target}.vsix`;
  return pack({
    folder: root,
    name,
    kind: target === undefined ? 'base' : 'platform',
    ...(target === undefined ? {} : { target }),
  });
}

/** The companion is one package for every platform: the host it goes to is rarely of the kind of the person's computer. */
async function packageCompanion(): Promise<string> {
  const folder = join(root, 'out', 'companion');
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['package.json', 'package.nls.json', 'README.md', 'l10n']) {
    cpSync(join(root, 'companion', name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.endsWith('bundle.l10n.json'),
    });
  }
  cpSync(join(root, 'media', 'icon.png'), join(folder, 'media', 'icon.png'));
  const isShipped = (path: string): boolean => !/\.(?:map|json)$/u.test(path);
  cpSync(join(root, 'dist-companion'), join(folder, 'dist'), { recursive: true, filter: isShipped });
  return pack({ folder, name: 'codex-accounts-host.vsix', kind: 'companion' });
}

interface Package {
  /** Holds the manifest. */
  readonly folder: string;
  /** Of the file in out/. */
  readonly name: string;
  readonly kind: PackageKind;
  readonly target?: string;
}

async function pack({ folder, name, kind, ...platform }: Package): Promise<string> {
  const path = join(root, 'out', name);
  await createVSIX({
    cwd: folder,
    packagePath: path,
    dependencies: false,
    allowMissingRepository: true,
    // The pictures of the README are inside the package; there is no public address to point them to.
    rewriteRelativeLinks: false,
    skipLicense: !existsSync(join(folder, 'LICENSE')),
    ...platform,
  });
  const archive = readFileSync(path);
  const entries = decodeVsixEntries(archive);
  const problems = findVsixProblems(entries, archive.length, kind);
  if (problems.length > 0) throw new Stop(problems.join('\n'));
  say(`out/${name}: ${archive.length} bytes, ${entries.length} files`);
  return path;
}

/** Puts the binary of `@napi-rs/keyring` for a target into dist/, with the licences of all that was built into it. */
function addKeyring(target: string): void {
  const platform = keyringPlatforms.get(target);
  if (platform === undefined)
    throw new Stop(`There is no keyring for ${target}; there is one for ${[...keyringPlatforms.keys()].join(', ')}.`);
  const modules = join(root, 'node_modules', '@napi-rs');
  const folder = join(modules, `keyring-${platform}`);
  if (!existsSync(folder)) {
    throw new Stop(
      `npm installs the keyring of this platform only. Install @napi-rs/keyring-${platform} in the version of ` +
        '@napi-rs/keyring without saving it (npm install --no-save --force), then run this again.',
    );
  }
  copyFileSync(join(folder, `keyring.${platform}.node`), join(root, 'dist', 'keyring.node'));
  const licenses = [join(modules, 'keyring', 'LICENSE'), join(folder, 'LICENSE.third-party.md')].map((file) =>
    readFileSync(file, 'utf8'),
  );
  writeFileSync(join(root, 'dist', 'keyring.licenses.md'), licenses.join('\n\n'));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  await mainOfBuild(() => packageVsix(values.target));
}
