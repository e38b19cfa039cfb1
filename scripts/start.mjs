// npm start: the extension and the Codex CLI in a VS Code of its own, at a practice service; nothing of yours is touched.
//   -- --desktop   the VS Code on this computer (`code` on PATH) instead of one in the browser; the default on Windows
//   -- --live      the real sign-in service and your own Codex home

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietSettings, startCodeServer } from './codeServer.mjs';
import { openDesktop } from './desktop.mjs';
import { findFreePort } from './ports.mjs';
import { Stop, atEnd, main, run } from './processes.mjs';
import { startPracticeIssuer } from './practice.mjs';
import {
  buildPracticeConfig,
  endProcessesOf,
  practiceEnvironment,
  withProgramFolder,
  withoutCodex,
} from './practiceHome.mjs';
import { say } from './progress.mjs';
import { writeSample } from './sample.mjs';
import { ensureCodeServer, ensureCodex, ensureNode24, ensureRootInstall, root } from './tools.mjs';

const known = new Set(['--desktop', '--live']);

await main(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((argument) => !known.has(argument));
  if (unknown !== undefined) throw new Stop(`${unknown} is not known here. Known: ${[...known].join(', ')}.`);
  const live = args.includes('--live');
  const desktop = args.includes('--desktop') || process.platform === 'win32';
  await ensureRootInstall();
  const node = await ensureNode24();
  const [codeServer, codexFolder] = await Promise.all([
    desktop ? undefined : ensureCodeServer(),
    live ? undefined : ensureCodex(),
  ]);
  const vsix = await makeVsix(node);
  const place = makePlace(live);
  const issuer = live ? undefined : await startPracticeIssuer(node, await findFreePort(8650));
  const env = live ? process.env : makePracticeHome(place, issuer, codexFolder);
  const settings = {
    ...quietSettings,
    'workbench.startupEditor': 'readme',
    'editor.wordWrap': 'on',
    ...issuer?.settings,
  };
  writeSample(place.sample, { live, desktop });
  const shared = { folder: place.sample, vsixPaths: [vsix], userSettings: settings, dataFolder: place.data };
  if (codeServer === undefined) return openDesktop({ ...shared, env });
  say('starting VS Code in the browser …');
  const server = await startCodeServer({ ...shared, env, node, codeServer, port: await findFreePort(8640) });
  say('ready. Ctrl+C ends everything. Open this address:');
  process.stdout.write(`\n  ${server.url}/\n\n`);
  const stopped = [server.child, issuer?.child]
    .filter(Boolean)
    .map((child) => new Promise((resolve) => child.once('exit', resolve)));
  await Promise.race(stopped);
  throw new Stop('A part of it ended on its own, so everything is ended.');
});

async function makeVsix(node) {
  say('building and packaging the extension …');
  const { code, output } = await run(node, [join(root, 'scripts', 'package.ts')], { cwd: root });
  if (code !== 0) throw new Stop(`The extension could not be built:\n${output}`);
  return join(root, 'out', 'codex-accounts.vsix');
}

/** Practice lives in a new folder that is removed at the end; a live session is kept, it holds real sign-ins. */
function makePlace(live) {
  const base = live ? join(root, '.tools', 'start-live') : makeTemporary(tmpdir());
  const place = { data: base, sample: join(base, 'sample') };
  mkdirSync(place.sample, { recursive: true, mode: 0o700 });
  return place;
}

/**
 * Makes the practice Home and gives the environment for it: the Codex CLI on PATH, at the practice issuer, none of your own
 * keys. The Home is not below the system's temporary folder, which the CLI complains about with every command. What the
 * CLI left running on it ends before it is removed.
 */
function makePracticeHome(place, issuer, codexFolder) {
  const codexHome = makeTemporary(join(root, '.tools'));
  writeFileSync(join(codexHome, 'config.toml'), buildPracticeConfig(issuer, [place.sample]));
  atEnd(() => endProcessesOf(codexHome));
  return withProgramFolder(
    {
      ...withoutCodex(process.env),
      CODEX_HOME: codexHome,
      XDG_STATE_HOME: join(place.data, 'state'),
      ...practiceEnvironment(issuer),
    },
    codexFolder,
  );
}

/** A new folder (0700) that is removed at the end. */
function makeTemporary(parent) {
  const folder = realpathSync(mkdtempSync(join(parent, 'codex-accounts-')));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
