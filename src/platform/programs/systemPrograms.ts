import { spawn } from 'node:child_process';
import type { ProgramEnd, ProgramRun, Programs } from '../../hosts/copy/ports.ts';
import { followProgram } from './followProgram.ts';
import { findProgram } from './programFinder.ts';

/** Programs of this computer, started without a shell and ended by their id. */
export class SystemPrograms implements Programs {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #ended: AbortSignal;

  /** @param ended aborts when this extension ends: its programs end with it */
  constructor(environment: NodeJS.ProcessEnv, ended: AbortSignal) {
    this.#environment = environment;
    this.#ended = ended;
  }

  async has(program: ProgramRun['program']): Promise<boolean> {
    return (await findProgram(program, this.#environment)) !== undefined;
  }

  async run(run: ProgramRun): Promise<ProgramEnd> {
    const signal = run.signal === undefined ? this.#ended : AbortSignal.any([this.#ended, run.signal]);
    signal.throwIfAborted();
    const path = await findProgram(run.program, this.#environment);
    signal.throwIfAborted();
    if (path === undefined) {
      return { kind: 'noProgram' };
    }
    // What they say is judged by its words.
    const env = { ...this.#environment, LC_ALL: 'C' };
    const child = spawn(path, run.args, { env, stdio: 'pipe', shell: false, windowsHide: true });
    return followProgram(child, { ...run, signal });
  }
}
