import { createRandom } from './random.ts';
import { playRound, type RoundReport } from './round.ts';
import { printTable } from './table.ts';
import { lossCauses, type LossCause } from './verdict.ts';
import { World, type WorldOptions } from './world.ts';

export interface Figures {
  readonly rounds: number;
  readonly requests: number;
  /** Those of them that the background server of the real CLI sent. */
  readonly serverRequests: number;
  readonly reuses: number;
  readonly keptElsewhere: number;
  readonly losses: Readonly<Record<LossCause, number>>;
  /** What happened in rounds whose loss is ours to answer for. */
  readonly ours: readonly string[];
}

export interface Limits extends WorldOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly milliseconds: number;
}

/** Plays until enough rounds are done, or the time for starting new ones is over. */
export async function play(limits: Limits): Promise<Figures> {
  const world = await World.create(limits);
  const beganAtMs = Date.now();
  const reports: RoundReport[] = [];
  const ours: string[] = [];
  try {
    await world.signIn('ben', { secondsLeft: 800, isPlaced: false });
    while (reports.length < limits.rounds && Date.now() - beganAtMs < limits.milliseconds) {
      const seed = limits.seed + reports.length;
      const story: string[] = [];
      const report = await playRound(world, createRandom(seed), story).catch((failure: unknown) => {
        throw new TypeError(`Round of seed ${String(seed)}: ${story.join('; ')}`, { cause: failure });
      });
      reports.push(report);
      if (report.losses.includes('requestOfOurs')) {
        ours.push(`seed ${String(seed)}: ${story.join('; ')}`);
      }
    }
  } finally {
    await world.close();
  }
  const sum = (of: (report: RoundReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
  const losses = Object.fromEntries(
    lossCauses.map((cause) => [cause, sum((report) => report.losses.filter((loss) => loss === cause).length)]),
  );
  return {
    rounds: reports.length,
    requests: sum(({ requests }) => requests),
    serverRequests: sum(({ serverRequests }) => serverRequests),
    reuses: sum(({ reuses }) => reuses),
    keptElsewhere: sum(({ keptElsewhere }) => keptElsewhere),
    losses: losses as Record<LossCause, number>,
    ours,
  };
}

export function printFigures(seed: number, figures: Figures): void {
  const { losses } = figures;
  printTable(`Faults at random, seed ${String(seed)}`, [
    ['rounds', figures.rounds],
    ['token requests', figures.requests],
    ['  of the background server of the real CLI', figures.serverRequests],
    ['grants lost by a request of ours', losses.requestOfOurs],
    ['counted apart, each back after one sign-in in place:', ''],
    ['  death between the answer and the first durable write', losses.deathBeforeWrite],
    ['  a lost answer', losses.lostAnswer],
    ['  CLI against CLI', losses.codexAgainstCodex],
    ['  a CLI refresh in flight while the Home changed', losses.codexInFlight],
    ['  an idle Codex woke within a request of ours', losses.codexWoke],
    ['requests of ours with a spent token, all causes', figures.reuses],
    ['kept by the other product, said so', figures.keptElsewhere],
  ]);
}
