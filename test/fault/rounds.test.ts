import { expect, it } from 'vitest';
import { play, printFigures } from './play.ts';

/** Another seed on each day, the same one to look at a bad round: CODEX_ACCOUNTS_SEED. */
const seed = Number(process.env['CODEX_ACCOUNTS_SEED'] ?? Math.floor(Date.now() / 86_400_000) * 10_000);
const rounds = Number(process.env['CODEX_ACCOUNTS_ROUNDS'] ?? 40);

it('loses no grant by a request of ours, whatever goes wrong around it', { timeout: 300_000 }, async () => {
  const figures = await play({ seed, rounds, milliseconds: 280_000 });
  printFigures(seed, figures);
  expect(figures.ours).toEqual([]);
  expect(figures.rounds).toBe(rounds);
});
