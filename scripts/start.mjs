// npm start: the extension in a VS Code of its own, signed in at a practice issuer; nothing of yours is touched.
//   -- --desktop   the VS Code on this computer (`code` on PATH) instead of one in the browser; the default on Windows
//   -- --live      the real sign-in service and your own Codex home

import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { quietSettings, startCodeServer } from './codeServer.mjs';
import { openDesktop } from './desktop.mjs';
import { findFreePort } from './ports.mjs';
import { Stop, atEnd, main, run } from './processes.mjs';
import { startPracticeIssuer } from './practice.mjs';
import { say } from './progress.mjs';
import { writeSample } from './sample.mjs';
import { ensureCodeServer, ensureNode24, ensureRootInstall, root } from './tools.mjs';

const known = new Set(['--desktop', '--live']);

await main(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((argument) => !known.has(argument));
  if (unknown !== undefined) throw new Stop(`${unknown} is not known here. Known: ${[...known].join(', ')}.`);
  const live = args.includes('--live');
  const desktop = args.includes('--desktop') || process.platform === 'win32';
  await ensureRootInstall();
  const node = await ensureNode24();
  const codeServer = desktop ? undefined : await ensureCodeServer();
  const vsix = await makeVsix(node);
  const place = makePlace(live);
  const issuer = live ? undefined : await startPracticeIssuer(node, await findFreePort(8650));
  const settings = { ...quietSettings, 'workbench.startupEditor': 'readme', 'editor.wordWrap': 'on', ...issuer?.settings };
  writeSample(place.sample, { live, desktop });
  const shared = { folder: place.sample, vsixPaths: [vsix], userSettings: settings, dataFolder: place.data };
  const env = live ? process.env : practiceEnv(place, issuer);
  if (codeServer === undefined) return openDesktop({ ...shared, env });
  say('starting VS Code in the browser …');
  const server = await startCodeServer({ ...shared, env, node, codeServer, port: await findFreePort(8640) });
  say('ready. Ctrl+C ends everything. Open this address:');
  process.stdout.write(`\n  ${server.url}/\n\n`);
  const stopped = [server.child, issuer?.child].filter(Boolean).map((child) =>
    new Promise((resolve) => child.once('exit', resolve)));
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
  const base = live
    ? join(root, '.tools', 'start-live')
    : realpathSync(mkdtempSync(join(tmpdir(), 'codex-accounts-')));
  const place = { data: base, sample: join(base, 'sample'), codexHome: join(base, 'codex-home') };
  for (const folder of [base, place.sample, ...(live ? [] : [place.codexHome])]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  if (!live) atEnd(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));
  return place;
}

/** The practice window's environment: the practice Home and issuer for the Codex CLI, none of your own keys. */
function practiceEnv(place, issuer) {
  const cli = join(root, '.tools', 'codex', 'node_modules', '.bin');
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CODEX_|OPENAI_)/u.test(name));
  return {
    ...Object.fromEntries(inherited),
    CODEX_HOME: place.codexHome,
    XDG_STATE_HOME: join(place.data, 'state'),
    ...issuer.env,
    ...(existsSync(cli) ? { PATH: `${cli}${delimiter}${process.env.PATH}` } : {}),
  };
}
