/** The middle of some numbers; of an even count the mean of the two in the middle. @throws Error when there is none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('There is nothing to take the median of.');
  return (lower + upper) / 2;
}

/**
 * What one side takes of the other, run by run, and the middle of that: what else the machine does meets both sides of a
 * run alike. A run in which the other side took no time says nothing. @throws Error when none says anything
 */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  const pairs = ours.map((one, run) => [one, theirs[run] ?? 0] as const);
  return median(pairs.filter(([, other]) => other > 0).map(([one, other]) => one / other));
}
