// npm test: every surface once, in one line at the end. -- --long adds the rest, the full matrices and the soaks.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './checks.mjs';
import { tellNewest } from './codexVersion.mjs';
import { describeNotRunHere } from './counting.mjs';
import { findOwnNetwork } from './ownNetwork.mjs';
import { Stop, main, run } from './processes.mjs';
import { say, secondsSince } from './progress.mjs';
import { runSuite } from './suites.mjs';
import { ensureCodeServer, ensureCodex, ensureNode24, ensureOldestCodeServer, ensureWorkflowTools } from './tools.mjs';
import { ensureRootInstall, ensureSystemPackages, root } from './tools.mjs';

const minuteMs = 60_000;

/** Programs of the operating system that the suites start, and the Debian package that brings each. */
const programs = [
  { program: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], package: 'chromium' },
  { program: 'openssl', package: 'openssl' },
  { program: 'dbus-daemon', package: 'dbus-daemon' },
  { program: 'dbus-send', package: 'dbus-bin' },
  { program: 'gnome-keyring-daemon', package: 'gnome-keyring' },
  { program: 'secret-tool', package: 'libsecret-tools' },
  { program: 'ssh', package: 'openssh-client' },
  { program: 'sshd', package: 'openssh-server' },
  { program: 'fish', package: 'fish' },
  { program: 'busybox', package: 'busybox' },
  { program: 'tmux', package: 'tmux' },
  { program: 'tinyproxy', package: 'tinyproxy' },
  { program: 'mitmdump', package: 'mitmproxy' },
  { program: 'squid', package: 'squid' },
];

/**
 * Each suite is a folder of test/, or the `*.long.test.ts` in one; `properties` is the one of the unit tests again. A
 * `long` one is for `--long` alone. An optional one runs when its folder holds tests; the others always count.
 */
const suites = [
  { name: 'host', needsBuild: true },
  { name: 'e2e', needsBuild: true },
  { name: 'twoHosts', needsBuild: true },
  { name: 'interop' },
  { name: 'remote' },
  { name: 'fault', optional: true },
  { name: 'e2e-long', needsBuild: true, long: true, limitMs: 60 * minuteMs },
  { name: 'twoHosts-long', needsBuild: true, long: true, limitMs: 60 * minuteMs },
  { name: 'interop-long', long: true, limitMs: 60 * minuteMs },
  { name: 'properties', folder: 'unit', optional: true, long: true, limitMs: 60 * minuteMs },
  { name: 'long', needsBuild: true, optional: true, long: true, limitMs: 240 * minuteMs },
];

await main(async () => {
  const results = [];
  const long = process.argv.includes('--long');
  const aboutNewest = long ? tellNewest(join(root, 'scripts', 'tools', 'codex')) : undefined;
  try {
    await runEverything(results, long);
  } catch (error) {
    process.stderr.write(`\n${error instanceof Stop ? error.message : error.stack}\n`);
    results.push({ name: 'the run itself', passed: 0, failed: 1, notRunHere: [], seconds: '0.0s' });
  }
  for (const { name, passed, failed, seconds } of results) {
    say(`${name}: ${passed} passed, ${failed} failed (${seconds})`);
  }
  for (const line of describeNotRunHere(results.flatMap(({ notRunHere }) => notRunHere))) say(line);
  const news = await aboutNewest;
  if (news !== undefined) say(news);
  const failed = sum(results, 'failed');
  process.stdout.write(`${sum(results, 'passed')} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

/** Adds each part's result to `results` as it is known. */
async function runEverything(results, long) {
  await ensureRootInstall();
  const node = await ensureNode24();
  await ensureSystemPackages(programs);
  await ensureCodeServer();
  await ensureCodex();
  await ensureWorkflowTools();
  if (long) await ensureOldestCodeServer();
  results.push(...(await runChecks(node)));
  const packaged = await packageExtension(node);
  results.push(packaged);
  const { obstacle } = findOwnNetwork();
  if (obstacle !== undefined) say(`test files run one after the other, on the ports of this machine: ${obstacle}`);
  for (const suite of suites) {
    if ((suite.long === true && !long) || (suite.optional === true && !hasTests(suite.folder ?? suite.name))) continue;
    const built = packaged.failed === 0 || suite.needsBuild !== true;
    results.push(built ? await runAndSay(suite, node) : notRun(suite));
  }
}

async function packageExtension(node) {
  const beganAtMs = Date.now();
  const { code, output } = await run(node, [join(root, 'scripts', 'package.ts')], { cwd: root });
  if (code !== 0) process.stdout.write(`\n${output.trim()}\n\n`);
  const seconds = secondsSince(beganAtMs);
  say(`${code === 0 ? 'ok' : 'FAILED'}: build and package (${seconds})`);
  return { name: 'build and package', passed: 0, failed: code === 0 ? 0 : 1, notRunHere: [], seconds };
}

async function runAndSay(suite, node) {
  say(`running ${suite.name} …`);
  const result = await runSuite(suite.name, { node, show: true, limitMs: suite.limitMs });
  for (const problem of result.problems) say(`${suite.name}: ${problem}`);
  return result;
}

function notRun({ name }) {
  say(`FAILED: ${name} was not run, because the extension could not be packaged`);
  return { name, passed: 0, failed: 1, notRunHere: [], seconds: '0.0s' };
}

function hasTests(name) {
  const folder = join(root, 'test', name);
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((file) => file.endsWith('.test.ts'));
}

function sum(results, key) {
  return results.reduce((total, result) => total + result[key], 0);
}
