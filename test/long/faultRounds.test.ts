import { expect, it } from 'vitest';
import { play, printFigures } from '../fault/play.ts';

/** The full soak; a bad round is looked at again with its seed: CODEX_ACCOUNTS_SEED. */
const seed = Number(process.env['CODEX_ACCOUNTS_SEED'] ?? 1);
const rounds = 500;
const limits = { rounds, milliseconds: 3_500_000 };

it('loses no grant by a request of ours in 500 rounds', { timeout: 3_600_000 }, async () => {
  const figures = await play({ seed, ...limits });
  printFigures(seed, figures);
  expect(figures.ours).toEqual([]);
  expect(figures.rounds).toBe(rounds);
});

/** One Home for all of them: each has a copy of the program in it that takes 400 MB. */
it('loses none in 500 more, with a background server of the real CLI on the Home', { timeout: 3_600_000 }, async () => {
  const figures = await play({ seed: seed + rounds, ...limits, hasServer: true });
  printFigures(seed + rounds, figures);
  expect(figures.ours).toEqual([]);
  expect(figures.rounds).toBe(rounds);
  expect(figures.serverRequests).toBeGreaterThan(0);
});

it('loses none in 300 between products with state folders of their own', { timeout: 3_600_000 }, async () => {
  const figures = await play({ seed: seed + 2 * rounds, ...limits, rounds: 300, isApart: true });
  printFigures(seed + 2 * rounds, figures);
  expect(figures.ours).toEqual([]);
  expect(figures.rounds).toBe(300);
});
