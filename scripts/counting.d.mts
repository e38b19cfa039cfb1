/** The part of vitest's JSON report that is counted. */
export interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: 'passed' | 'failed';
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** Also of attempts before the one that passed. */
      readonly failureMessages: readonly string[];
      /** Milliseconds; none of a test that did not run. */
      readonly duration?: number;
      readonly meta?: { readonly notRunHere?: string };
    }[];
  }[];
}
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly notRunHere: readonly string[];
  readonly problems: readonly string[];
}
export function countReport(report: Report): Counts;
export function describeSlow(report: Report, limitMs: number): string[];
export function judgeSlow(
  report: Report,
  machine: { readonly limitMs: number; readonly load: number },
): { readonly failed: number; readonly problems: readonly string[] };
export function describeNotRunHere(reasons: readonly string[]): string[];
export function judgeLeftovers(leftovers: readonly { readonly pid: number; readonly command: string }[]): {
  readonly failed: 0 | 1;
  readonly problems: readonly string[];
};
