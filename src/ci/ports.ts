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

/** Why a CI system's own program did not do what it was asked; each has a sentence. What it printed goes no further. */
export type CiProgramFailure =
  | 'notSignedIn'
  /** Its account may not do that there. */
  | 'notAllowed'
  /** There is no such repository for its account. */
  | 'notFound'
  | 'offline'
  | 'tooLong'
  | 'notKnown';

/** How it ended. What a program prints of a failure may repeat what it was given, so only its kind is told. */
export type CiProgramEnd =
  | { readonly kind: 'done'; readonly stdout: string }
  | { readonly kind: 'failed'; readonly why: CiProgramFailure }
  | { readonly kind: 'noProgram' };

/** Runs `gh` or `glab` as the person has installed it; one that a project brings along is not run. */
export interface CiPrograms {
  /** Rejects with the reason of its signal as soon as that aborts. */
  run(run: CiProgramRun): Promise<CiProgramEnd>;
}
