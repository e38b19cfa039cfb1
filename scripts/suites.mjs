// Runs one vitest suite (a folder of test/) and counts what it really executed.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { countReport, judgeLeftovers, judgeSlow } from './counting.mjs';
import { atEnd, delay, findProcessesOf, run } from './processes.mjs';
import { secondsSince } from './progress.mjs';
import { root } from './tools.mjs';

/**
 * Runs a suite under the given Node binary. The answer is `{name, passed, failed, notRunHere, seconds, output, problems}`;
 * a test that was skipped, a file that broke outside its tests, a crash, a suite without tests and a Codex that goes on
 * in the background each count as failed. `notRunHere` has the reason of each test that this machine can not run. What
 * took longer than `slowMs` is named among the `problems`; what took far longer than the load of the machine explains has failed.
 */
export async function runSuite(name, { node, show = false, limitMs = 20 * 60_000, slowMs, env = {} }) {
  const beganAtMs = Date.now();
  const reportFile = join(root, 'out', 'results', `${name}.json`);
  mkdirSync(join(root, 'out', 'results'), { recursive: true });
  rmSync(reportFile, { force: true });
  const args = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ];
  // Whatever a suite starts has this folder in its environment, as the place of its home or of its temporary files.
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'ca-')));
  const removeTemporary = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  atEnd(removeTemporary);
  const childEnv = {
    ...process.env,
    ...env,
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    CI: 'true',
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
  };
  const timer = new AbortController();
  const work = run(node, args, { cwd: root, env: childEnv, show, signal: timer.signal, killSignal: 'SIGKILL' });
  const limit = setTimeout(() => timer.abort(), limitMs);
  const { code, output } = await work;
  clearTimeout(limit);
  const problems = timer.signal.aborted ? [`stopped after ${limitMs / 1000} s`] : [];
  const left = judgeLeftovers(await endLeftovers(temporary));
  removeTemporary();
  const counted = readCounts(reportFile, slowMs);
  problems.push(...left.problems, ...counted.problems);
  const { passed, notRunHere } = counted;
  let { failed } = counted;
  if (timer.signal.aborted || (code !== 0 && failed === 0)) {
    failed += 1;
    problems.push(`vitest ended with code ${code} and no failed test`);
  }
  if (passed + failed + notRunHere.length === 0) {
    failed = 1;
    problems.push('no test was executed');
  }
  return { name, passed, failed: failed + left.failed, notRunHere, seconds: secondsSince(beganAtMs), output, problems };
}

function readCounts(reportFile, slowMs) {
  if (existsSync(reportFile)) {
    const report = JSON.parse(readFileSync(reportFile, 'utf8'));
    const counted = countReport(report);
    if (slowMs === undefined) return counted;
    const slow = judgeSlow(report, { limitMs: slowMs, load: loadavg()[0] / availableParallelism() });
    return { ...counted, failed: counted.failed + slow.failed, problems: [...counted.problems, ...slow.problems] };
  }
  return { passed: 0, failed: 1, notRunHere: [], problems: ['vitest wrote no report: it crashed'] };
}

/** Ends what a suite left running, by id; a process on its own way out is given two seconds. */
async function endLeftovers(folder) {
  const untilMs = Date.now() + 2000;
  while (findProcessesOf(folder).length > 0 && Date.now() < untilMs) await delay(100);
  const leftovers = findProcessesOf(folder);
  for (const { pid } of leftovers) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in between.
    }
  }
  return leftovers;
}
