import type { Finding } from './finding.ts';

/** Every check, in the order in which they are shown. */
export const checkIds = [
  'ports',
  'loopback',
  'dns',
  'proxy',
  'certificates',
  'issuer',
  'backend',
  'clock',
  'cli',
  'shell',
  'file',
  'store',
  'keyring',
  'config',
  'payers',
  'rules',
  'secrets',
  'state',
  'running',
  'hosts',
] as const;

/** The name of a check. */
export type CheckId = (typeof checkIds)[number];

/** One check: a look that changes nothing, and what it means. */
export interface Check<Ports, Observation> {
  readonly id: CheckId;
  /** Reads what it is about. Ended by the signal; its time is bounded by whoever runs it. */
  readonly observe: (ports: Ports, signal: AbortSignal) => Promise<Observation>;
  /** Pure. */
  readonly judge: (seen: Observation) => readonly Finding[];
}

/** A check that is ready to run: its look and its judgement in one step. */
export interface RunnableCheck {
  readonly id: CheckId;
  readonly run: (signal: AbortSignal) => Promise<readonly Finding[]>;
}

/** Gives a check what it looks at. */
export function bindCheck<Ports, Observation>(check: Check<Ports, Observation>, ports: Ports): RunnableCheck {
  return { id: check.id, run: async (signal) => check.judge(await check.observe(ports, signal)) };
}
