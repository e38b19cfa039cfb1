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

export default defineConfig({
  test: {
    projects: [
      {
        // Pure views only need the words of VS Code.
        resolve: { alias: { vscode: fileURLToPath(new URL('./test/support/vscodeWords.ts', import.meta.url)) } },
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
          testTimeout: 5_000,
          hookTimeout: 5_000,
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
      besideRealPrograms('host'),
      // A workbench on a busy machine draws late now and then; what fails twice is wrong.
      besideRealPrograms('e2e', 120_000, 1),
      besideRealPrograms('interop'),
      besideRealPrograms('remote'),
      besideRealPrograms('fault'),
      besideRealPrograms('long', 3_600_000),
    ],
  },
});
