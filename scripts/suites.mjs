// Runs one vitest suite (a folder of test/) and counts what it really executed.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd, delay, findMarked, run } from './processes.mjs';
import { secondsSince } from './progress.mjs';
import { root } from './tools.mjs';

/** The mark that every process of a test run carries in its environment, so that one that stays can be found. */
const mark = 'CODEX_ACCOUNTS_TEST_RUN';

/**
 * Runs a suite under the given Node binary. The answer is `{name, passed, failed, seconds, output, problems}`; a test
 * that was skipped, a file that broke outside its tests, a crash and a suite without tests each count as failed.
 */
export async function runSuite(name, { node, show = false, limitMs = 15 * 60_000 }) {
  const beganAtMs = Date.now();
  const reportFile = join(root, 'out', 'results', `${name}.json`);
  mkdirSync(join(root, 'out', 'results'), { recursive: true });
  rmSync(reportFile, { force: true });
  const value = `${name}-${process.pid}-${beganAtMs}`;
  const args = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', name,
    '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`,
  ];
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'ca-')));
  const removeTemporary = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  atEnd(removeTemporary);
  const childEnv = {
    ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: 'true', [mark]: value,
    TMPDIR: temporary, TEMP: temporary, TMP: temporary,
  };
  const timer = new AbortController();
  const work = run(node, args, { cwd: root, env: childEnv, show, signal: timer.signal, killSignal: 'SIGKILL' });
  const limit = setTimeout(() => timer.abort(), limitMs);
  const { code, output } = await work;
  clearTimeout(limit);
  const problems = timer.signal.aborted ? [`stopped after ${limitMs / 1000} s`] : [];
  const leftovers = await endLeftovers(value);
  removeTemporary();
  problems.push(...leftovers.map(({ pid, command }) => `left running, now ended: ${pid} ${command.slice(0, 160)}`));
  const counted = count(reportFile);
  problems.push(...counted.problems);
  let { passed, failed } = counted;
  if (timer.signal.aborted || (code !== 0 && failed === 0)) {
    failed += 1;
    problems.push(`vitest ended with code ${code} and no failed test`);
  }
  if (passed + failed === 0) {
    failed = 1;
    problems.push('no test was executed');
  }
  return { name, passed, failed, seconds: secondsSince(beganAtMs), output, problems };
}

function count(reportFile) {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, problems: ['vitest wrote no report: it crashed'] };
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const skipped = report.numPendingTests + report.numTodoTests;
  const broken = report.testResults.filter((file) =>
    file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  const problems = broken.map((file) => `${file.name}: ${file.message}`);
  if (skipped > 0) problems.push(`${skipped} tests were skipped; a test that did not run shows nothing`);
  return { passed: report.numPassedTests, failed: report.numFailedTests + skipped + broken.length, problems };
}

/** Ends what a suite left running, by id; a process on its own way out is given two seconds. */
async function endLeftovers(value) {
  const untilMs = Date.now() + 2000;
  while (findMarked(mark, value).length > 0 && Date.now() < untilMs) await delay(100);
  const leftovers = findMarked(mark, value);
  for (const { pid } of leftovers) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in between.
    }
  }
  return leftovers;
}
