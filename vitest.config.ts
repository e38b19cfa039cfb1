import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One suite per folder of test/: the unit tests side by side, all that start real programs one file after the other. */
const besideRealPrograms = (name: string, testTimeout = 120_000, retry = 0) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    pool: 'forks' as const,
    fileParallelism: false,
    testTimeout,
    retry,
    hookTimeout: testTimeout,
    teardownTimeout: 20_000,
    expect: { poll: { timeout: 15_000 } },
  },
});

/** Pure views only need the words of VS Code. */
const words = { alias: { vscode: fileURLToPath(new URL('./test/support/vscodeWords.ts', import.meta.url)) } };
const unit = {
  include: ['test/unit/**/*.test.ts'], pool: 'threads' as const, isolate: false,
  restoreMocks: true, unstubEnvs: true, unstubGlobals: true,
};

export default defineConfig({
  test: {
    // One less than there are cores, which is what vitest takes, leaves half of a small machine without work.
    maxWorkers: availableParallelism(),
    projects: [
      { resolve: words, test: { ...unit, name: 'unit', testTimeout: 5_000, hookTimeout: 5_000 } },
      // The unit suite again, each property with fifty times as many examples.
      {
        resolve: words,
        test: { ...unit, name: 'properties', env: { CODEX_ACCOUNTS_RUNS: '50' }, testTimeout: 600_000, hookTimeout: 60_000 },
      },
      besideRealPrograms('host'),
      // A workbench on a busy machine draws late now and then; what fails twice is wrong.
      besideRealPrograms('e2e', 120_000, 1),
      besideRealPrograms('twoHosts'),
      besideRealPrograms('interop'),
      besideRealPrograms('remote'),
      besideRealPrograms('fault'),
      besideRealPrograms('long', 3_600_000),
    ],
  },
});
