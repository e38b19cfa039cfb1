import { Cancelled, isCancelled } from '../errors/authError.ts';
import type { Clock } from '../base/clock.ts';
import { firstOf } from '../base/firstOf.ts';
import type { CheckId, RunnableCheck } from './check.ts';
import { found, plain, type Finding } from './finding.ts';
import { numberOf } from './value.ts';

/** What one check found. */
export interface DiagnosisResult {
  readonly check: CheckId;
  readonly findings: readonly Finding[];
}

/** How long one check may take; they run side by side, so all of them take as long. */
export const checkLimitMs = 3000;

/** Whoever waits, and what is told of each end. */
export interface RunOptions {
  readonly clock: Pick<Clock, 'delay'>;
  readonly signal: AbortSignal;
  /** Left out, `checkLimitMs`. */
  readonly limitMs?: number;
  readonly onEnd?: (ended: number, all: number) => void;
  /** Is told what nobody expected of a check: the person sees only that it failed. */
  readonly onDefect: (failure: unknown) => void;
}

/**
 * Runs checks side by side; the results have the order of the checks. One that takes too long says so and is left behind,
 * one that fails says so: no other waits for it.
 * @param begin gives the checks; what they share ends with the signal of the run, which ends with the last of them
 * @throws Cancelled when the person has
 */
export async function runChecks(
  begin: (run: AbortSignal) => readonly RunnableCheck[],
  { clock, signal, limitMs = checkLimitMs, onEnd, onDefect }: RunOptions,
): Promise<readonly DiagnosisResult[]> {
  const over = new AbortController();
  const run = AbortSignal.any([signal, over.signal]);
  const checks = begin(run);
  let ended = 0;
  const runOne = async (check: RunnableCheck): Promise<DiagnosisResult> => {
    const findings = await runBounded(check, { clock, signal: run, limitMs, onDefect });
    ended += 1;
    onEnd?.(ended, checks.length);
    return { check: check.id, findings };
  };
  try {
    const results = await Promise.all(checks.map(runOne));
    signal.throwIfAborted();
    return results;
  } finally {
    over.abort(new Cancelled());
  }
}

async function runBounded(
  check: RunnableCheck,
  { clock, signal, limitMs, onDefect }: Required<Omit<RunOptions, 'onEnd'>>,
): Promise<readonly Finding[]> {
  const late = found('check.late', 'notKnown', { args: { seconds: numberOf(limitMs / 1000) } });
  try {
    return await firstOf<readonly Finding[]>(signal, [
      (ended) => check.run(ended),
      (ended) => clock.delay(limitMs, ended).then(() => [late]),
    ]);
  } catch (failure) {
    signal.throwIfAborted();
    if (isCancelled(failure)) {
      throw failure;
    }
    onDefect(failure);
    return [plain('check.failed', 'notKnown')];
  }
}
