// npm run codex -- VERSION: the tests move to that Codex CLI. Without a version the transcripts of the pinned one are
// recorded anew.

import { join } from 'node:path';
import { describeNotRunHere } from './counting.mjs';
import { pin, readPinned } from './codexVersion.mjs';
import { Stop, main, run } from './processes.mjs';
import { findProgram } from './programs.mjs';
import { say } from './progress.mjs';
import { runSuite } from './suites.mjs';
import { ensureCodex, ensureNode24, ensureRootInstall, root } from './tools.mjs';

const folder = join(root, 'scripts', 'tools', 'codex');
const transcripts = join('test', 'interop', 'transcripts');

await main(async () => {
  const [version, ...more] = process.argv.slice(2);
  if (more.length > 0) throw new Stop('Say one version: npm run codex -- 1.2.3');
  await ensureRootInstall();
  const before = readPinned(folder);
  if (version !== undefined) await pin(folder, version);
  const now = readPinned(folder);
  say(before === now ? `the Codex CLI is ${now}` : `the Codex CLI was ${before} and is ${now}`);
  const node = await ensureNode24();
  await ensureCodex();
  const results = [];
  for (const suite of ['interop', 'interop-long']) {
    say(`running ${suite} …`);
    const result = await runSuite(suite, { node, show: true, env: { CODEX_ACCOUNTS_RECORD: '1' } });
    for (const problem of result.problems) say(`${suite}: ${problem}`);
    for (const line of describeNotRunHere(result.notRunHere)) say(line);
    results.push(result);
  }
  await showChanges();
  for (const { name, passed, failed, seconds } of results) {
    say(`${name} on ${now}: ${passed} passed, ${failed} failed (${seconds})`);
  }
  return results.every(({ failed }) => failed === 0) ? 0 : 1;
});

/** What the CLI does otherwise than in the transcripts that were committed. */
async function showChanges() {
  const git = findProgram('git');
  if (git === undefined) {
    say(`git is missing: compare ${transcripts} with what it was before by hand`);
    return;
  }
  const ask = (...args) => run(git, ['--no-pager', ...args, '--', transcripts], { cwd: root });
  const listed = await ask('status', '--short');
  const changed = await ask('diff', '--no-ext-diff');
  say(`${listed.output === '' ? 'nothing' : 'this'} changed in ${transcripts}`);
  process.stdout.write(`${changed.output}${listed.output}`);
}
