/**
 * How many examples a property is tried with: a few in the quick suite, the whole number of them in the long one, which
 * multiplies all by `CODEX_ACCOUNTS_RUNS`.
 */
export function runs(quick: number): { readonly numRuns: number } {
  return { numRuns: quick * Number(process.env['CODEX_ACCOUNTS_RUNS'] ?? 1) };
}
