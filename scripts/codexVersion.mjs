// Which Codex CLI the tests run against, and which is the newest.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, takeFirstLines, tryNpm } from './npm.mjs';
import { Stop } from './processes.mjs';

const name = '@openai/codex';
const askLimitMs = 15_000;

/** The version that a tool folder's package.json asks for. */
export function readPinned(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies[name];
}

/**
 * Pins another version: package.json, and the lock file made of it, with hashes and without addresses. Both are as before
 * when that fails.
 */
export async function pin(folder, version, makeLock = askNpm) {
  if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version)) throw new Stop(`${version} is no version, as 1.2.3 is one.`);
  const paths = ['package.json', 'package-lock.json'].map((file) => join(folder, file));
  const before = paths.map((path) => readFileSync(path));
  const manifest = JSON.parse(before[0].toString('utf8'));
  manifest.dependencies[name] = version;
  try {
    writeFileSync(paths[0], `${JSON.stringify(manifest, undefined, 2)}\n`);
    await makeLock(folder);
    if (/"resolved":/u.test(readFileSync(paths[1], 'utf8'))) {
      throw new Stop('npm wrote addresses of a registry into the lock file: a newer npm leaves them out.');
    }
  } catch (error) {
    for (const [index, path] of paths.entries()) writeFileSync(path, before[index]);
    throw error;
  }
}

function askNpm(folder) {
  return npm(['install', '--package-lock-only', '--ignore-scripts', '--omit-lockfile-registry-resolved'], folder);
}

/** One sentence about a newer version, or about why none is known; undefined when the pinned one is the newest. Never fails. */
export async function tellNewest(folder) {
  const signal = AbortSignal.timeout(askLimitMs);
  try {
    const options = { cwd: folder, signal, killSignal: 'SIGKILL' };
    const answer = await tryNpm(['view', name, 'version', '--fetch-retries=0'], options);
    const late = { code: 1, output: `no answer within ${askLimitMs / 1000} s` };
    return describeNewest(readPinned(folder), signal.aborted ? late : answer);
  } catch (error) {
    return describeNewest(readPinned(folder), { code: 1, output: error.message });
  }
}

/** The sentence, from npm's answer. */
export function describeNewest(pinned, { code, output }) {
  const newest = output.trim();
  if (code !== 0 || !/^\d+\.\d+\.\d+\S*$/u.test(newest)) {
    return `whether there is a newer Codex CLI than ${pinned} is not known: ${takeFirstLines(output).split('\n')[0]}`;
  }
  return isNewer(newest, pinned)
    ? `there is a newer Codex CLI: ${newest}, the tests run against ${pinned}. To move: npm run codex -- ${newest}`
    : undefined;
}

function isNewer(left, right) {
  const [ours, theirs] = [right, left].map((version) => version.split(/[.-]/u).slice(0, 3).map(Number));
  const at = theirs.findIndex((part, index) => part !== ours[index]);
  return at !== -1 && theirs[at] > ours[at];
}
