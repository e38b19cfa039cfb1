import type { ChildProcess, SpawnOptions } from 'node:child_process';

export interface RunOptions extends SpawnOptions {
  /** `true`: also print as it comes; `'inherit'`: give the child this terminal (nothing is collected). */
  show?: boolean | 'inherit';
}
export class Stop extends Error {}
export function start(file: string, args: readonly string[], options?: SpawnOptions): ChildProcess;
export function run(
  file: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<{ code: number; output: string }>;
export function waitForOutput(
  child: ChildProcess,
  options: { pattern: RegExp; name: string; limitMs?: number },
): Promise<RegExpExecArray>;
export function end(child: ChildProcess, graceMs?: number): Promise<void>;
export function atEnd(action: () => void | Promise<void>): void;
export function endAll(): Promise<void>;
export function main(body: () => Promise<number | undefined | void>): Promise<void>;
export function findMarked(name: string, value: string): { pid: number; command: string }[];
export function findProcessesOf(folder: string): { pid: number; command: string }[];
export function delay(ms: number): Promise<void>;
