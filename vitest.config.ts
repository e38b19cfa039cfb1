import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { findOwnNetwork } from './scripts/ownNetwork.mjs';
import { forksInOwnNetwork } from './test/support/forkInOwnNetwork.ts';

const network = findOwnNetwork();

/**
 * One suite per folder of test/: the unit tests side by side; each file of those that start real programs in a network
 * of its own, `beside` at a time. Where there are no such networks they share the ports: one file after the other.
 * The `*.long.test.ts` of a folder are a suite of their own, which only `npm run test:long` runs.
 */
const withRealPrograms = (folder: string, { testTimeout = 120_000, retry = 0, beside = 1, long = false } = {}) => ({
  test: {
    name: long ? `${folder}-long` : folder,
    include: [`test/${folder}/**/*${long ? '.long' : ''}.test.ts`],
    exclude: long ? [] : ['**/*.long.test.ts'],
    pool: 'command' in network ? forksInOwnNetwork(network.command) : ('forks' as const),
    maxWorkers: 'command' in network ? beside : 1,
    testTimeout,
    retry,
    hookTimeout: testTimeout,
    teardownTimeout: 20_000,
    expect: { poll: { timeout: 30_000 } },
  },
});

/** Pure views only need the words of VS Code. */
const words = { alias: { vscode: fileURLToPath(new URL('./test/support/vscodeWords.ts', import.meta.url)) } };
const unit = {
  include: ['test/unit/**/*.test.ts'],
  // A program that one thread starts has every socket of the process for a moment, also those of the other threads.
  pool: 'forks' as const,
  isolate: false,
  setupFiles: ['test/support/settleImports.ts', 'test/support/restoreGlobals.ts'],
  restoreMocks: true,
  unstubEnvs: true,
  unstubGlobals: true,
};

export default defineConfig({
  test: {
    // One less than there are cores, which is what vitest takes, leaves half of a small machine without work.
    maxWorkers: availableParallelism(),
    projects: [
      { resolve: words, test: { ...unit, name: 'unit', testTimeout: 20_000, hookTimeout: 20_000 } },
      // The unit suite again, each property with fifty times as many examples.
      {
        resolve: words,
        test: {
          ...unit,
          name: 'properties',
          env: { CODEX_ACCOUNTS_RUNS: '50' },
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
      withRealPrograms('host'),
      // One window takes 1.4 cores. On a busy machine it draws late now and then; what fails twice is wrong.
      withRealPrograms('e2e', { retry: 1, beside: 2 }),
      withRealPrograms('e2e', { retry: 1, beside: 2, long: true }),
      // The same holds for the interactive Codex in its terminal; what passed only when tried again is printed.
      withRealPrograms('twoHosts', { retry: 1, beside: 2 }),
      withRealPrograms('twoHosts', { retry: 1, beside: 2, long: true }),
      withRealPrograms('interop', { retry: 1, beside: 2 }),
      withRealPrograms('interop', { retry: 1, beside: 2, long: true }),
      // The SSH servers share /run/sshd, which the last one removes.
      withRealPrograms('remote'),
      withRealPrograms('fault', { beside: 2 }),
      withRealPrograms('long', { testTimeout: 3_600_000 }),
    ],
  },
});
