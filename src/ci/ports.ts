import type { Secret } from '../base/secret.ts';
import type { CiProgram } from './repository.ts';

/** One start of a CI system's own program. */
export interface CiProgramRun {
  readonly program: CiProgram;
  readonly args: readonly string[];
  /** The folder of the project. */
  readonly folder: string;
  /** Goes over its standard input, never among its arguments. */
  readonly input: Secret | undefined;
  readonly signal: AbortSignal;
}

/** How it ended; what it says of a failure is shown, so it is short. */
export type CiProgramEnd =
  | { readonly kind: 'done'; readonly stdout: string }
  | { readonly kind: 'failed'; readonly said: string }
  | { readonly kind: 'noProgram' };

/** Runs `gh` or `glab` as the person has installed it; one that a project brings along is not run. */
export interface CiPrograms {
  /** Rejects with the reason of its signal as soon as that aborts. */
  run(run: CiProgramRun): Promise<CiProgramEnd>;
}
