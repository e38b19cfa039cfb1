// Types, format, lint, what is unused, and unit tests, side by side.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeNotRunHere } from './counting.mjs';
import { run } from './processes.mjs';
import { say, secondsSince } from './progress.mjs';
import { describeSizes, measureFiles } from './sizes.mjs';
import { runSuite } from './suites.mjs';
import { root } from './tools.mjs';

const formatCache = ['--cache', '--cache-strategy', 'content', '--cache-location', join(root, 'out', 'format.json')];
const lintCache = ['--cache', '--cache-strategy', 'content', '--cache-location', join(root, 'out', 'lint.json')];

/**
 * Runs all of them; prints what failed and each one's time. The answer is a list of `{name, passed, failed, notRunHere}`. With
 * `changedOnly` a file is formatted and linted again when its own text has changed: the whole is for `npm test`.
 */
export async function runChecks(node, { changedOnly = false } = {}) {
  const bin = (...parts) => join(root, 'node_modules', ...parts);
  const tsc = bin('typescript', 'bin', 'tsc');
  const eslint = bin('eslint', 'bin', 'eslint.js');
  const prettier = bin('prettier', 'bin', 'prettier.cjs');
  const projects = ['.', 'src/webview', 'test/unit/webview'].filter((path) =>
    existsSync(join(root, path, 'tsconfig.json')),
  );
  const steps = [
    ...projects.map((path) => command(path === '.' ? 'types' : `types of ${path}`, node, [tsc, '-p', path])),
    command('format', node, [prettier, '--check', '--log-level', 'warn', ...(changedOnly ? formatCache : []), '.']),
    command('lint', node, [eslint, '.', '--max-warnings', '0', ...(changedOnly ? lintCache : [])]),
    command('unused', node, [bin('knip', 'bin', 'knip.js'), '--no-progress', '--treat-config-hints-as-errors']),
    runSuite('unit', { node, slowMs: 2000 }),
  ];
  say(`sizes: ${describeSizes(measureFiles(root, ['src', 'companion']))}`);
  return Promise.all(
    steps.map(async (step) => {
      const result = await step;
      if (result.failed > 0) process.stdout.write(`\n${result.output.trim()}\n${result.problems.join('\n')}\n\n`);
      else
        for (const line of [...result.problems, ...describeNotRunHere(result.notRunHere)])
          say(`${result.name}: ${line}`);
      const counts = result.passed > 0 ? `, ${result.passed} tests` : '';
      say(`${result.failed > 0 ? 'FAILED' : 'ok'}: ${result.name} (${result.seconds}${counts})`);
      return result;
    }),
  );
}

async function command(name, node, args) {
  const beganAtMs = Date.now();
  const { code, output } = await run(node, args, { cwd: root });
  return {
    name,
    passed: 0,
    failed: code === 0 ? 0 : 1,
    notRunHere: [],
    seconds: secondsSince(beganAtMs),
    output,
    problems: [],
  };
}
