// Which benchmarks there are, and what a run of them says.

import { readdirSync } from 'node:fs';

/** Each file of the folder itself is a benchmark; what they share is in a folder below. */
export function listBenchmarks(folder) {
  const names = readdirSync(folder, { withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ name }) => name.slice(0, -'.ts'.length))
    .sort();
}

/**
 * Runs each, one after the other: they measure time. The answer names those that failed, because a budget was missed or
 * because they did not run; one that throws keeps none of the others from running.
 */
export async function runBenchmarks(names, runOne) {
  const failed = [];
  for (const name of names) {
    const code = await Promise.resolve()
      .then(() => runOne(name))
      .catch(() => 1);
    if (code !== 0) failed.push(name);
  }
  return failed;
}
