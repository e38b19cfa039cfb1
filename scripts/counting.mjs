// What a vitest report counts for, and what a run may not leave behind.

/** Background programs of the Codex CLI that go on by themselves, by what stands in their command line. */
const goesOn = [
  { part: '--managed-daemon', name: 'a background server of Codex' },
  { part: 'pid-update-loop', name: 'an update loop of Codex' },
];

/**
 * Counts vitest's JSON report: `{passed, failed, notRunHere, problems}`. A test that was skipped and a file that broke
 * outside its tests count as failed. A test that says why this machine can not run it (`meta.notRunHere`) counts in
 * `notRunHere`, a list with the reason of each. `problems` are sentences, also about what passed only on a second try.
 */
export function countReport({ testResults }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  const withStatus = (status) => tests.filter((test) => test.status === status);
  const others = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  const notRunHere = others.map(({ meta }) => meta?.notRunHere).filter((reason) => reason !== undefined);
  const skipped = others.length - notRunHere.length;
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const passed = withStatus('passed');
  return {
    passed: passed.length,
    failed: withStatus('failed').length + skipped + broken.length,
    notRunHere,
    problems: [
      ...broken.map((file) => `${file.name}: ${file.message}`),
      ...(skipped > 0 ? [`${skipped} tests were skipped; a test that did not run shows nothing`] : []),
      ...passed
        .filter(({ failureMessages }) => failureMessages.length > 0)
        .map(
          ({ fullName, failureMessages }) =>
            `passed only when tried again: ${fullName}: ${failureMessages[0].split('\n', 1)[0]}`,
        ),
    ],
  };
}

/** The tests of vitest's JSON report that took longer than `limitMs`, the slowest first, in one line; none for no such test. */
export function describeSlow(report, limitMs) {
  const slow = findSlow(report, limitMs);
  const named = slow.slice(0, 5).map(({ fullName, duration }) => `${fullName} (${(duration / 1000).toFixed(1)} s)`);
  return slow.length === 0 ? [] : [`slower than ${limitMs / 1000} s: ${slow.length} tests, ${named.join('; ')}`];
}

/**
 * Judges them, `{failed, problems}`: five times the limit is a failure on an idle machine. `load` is how many programs want each
 * core: it stretches that, as it does the tests.
 */
export function judgeSlow(report, { limitMs, load }) {
  const mostMs = 5 * limitMs * Math.max(1, load);
  const failed = findSlow(report, mostMs).length;
  const tooSlow = failed === 0 ? [] : [`too slow: ${failed} of them took more than ${Math.round(mostMs / 1000)} s`];
  return { failed, problems: [...describeSlow(report, limitMs), ...tooSlow] };
}

function findSlow({ testResults }, limitMs) {
  return testResults
    .flatMap((file) => file.assertionResults)
    .filter(({ duration }) => duration > limitMs)
    .sort((left, right) => right.duration - left.duration);
}

/** One line for each reason, with how many tests it kept from running: `not run here: 3 (only root may)`. */
export function describeNotRunHere(reasons) {
  return [...new Set(reasons)].map(
    (reason) => `not run here: ${reasons.filter((other) => other === reason).length} (${reason})`,
  );
}

/**
 * Judges the processes that a suite left running, each `{pid, command}`: `{failed, problems}`. Every one is said; one
 * that would have gone on for good is a failure.
 */
export function judgeLeftovers(leftovers) {
  const problems = leftovers.map(({ pid, command }) => {
    const name = goesOn.find(({ part }) => command.includes(part))?.name;
    return `${name === undefined ? '' : `${name} was `}left running, now ended: ${pid} ${command.slice(0, 160)}`;
  });
  const failed = leftovers.filter(({ command }) => goesOn.some(({ part }) => command.includes(part))).length;
  return { failed: failed > 0 ? 1 : 0, problems };
}
