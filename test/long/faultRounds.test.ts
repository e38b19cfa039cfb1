import { expect, it } from 'vitest';
import { play, printFigures } from '../fault/play.ts';

/** The full soak; a bad round is looked at again with its seed: CODEX_ACCOUNTS_SEED. */
const seed = Number(process.env['CODEX_ACCOUNTS_SEED'] ?? 1);

it('loses no grant by a request of ours in 1,000 rounds', { timeout: 3_600_000 }, async () => {
  const figures = await play({ seed, rounds: 1000, milliseconds: 3_500_000 });
  printFigures(seed, figures);
  expect(figures.ours).toEqual([]);
  expect(figures.rounds).toBe(1000);
});
