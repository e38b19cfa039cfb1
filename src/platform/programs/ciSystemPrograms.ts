import { spawn } from 'node:child_process';
import type { CiProgramEnd, CiProgramRun, CiPrograms } from '../../ci/ports.ts';
import { findSystemProgram, type SystemSearch } from '../codex/codexProgram.ts';
import { judgeProgramFailure } from './ciProgramFailure.ts';
import { followProgram } from './followProgram.ts';

const limitMs = 60_000;

/** They are asked, and ask nobody: neither a person nor for a newer release of themselves. */
const unattended = { LC_ALL: 'C', NO_COLOR: '1', GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_PROMPT: '1' };

/** `gh` and `glab` of this computer, started without a shell; a secret goes over their standard input. */
export class CiSystemPrograms implements CiPrograms {
  readonly #search: SystemSearch;
  readonly #ended: AbortSignal;

  /** @param ended aborts when this extension ends: its programs end with it */
  constructor(search: SystemSearch, ended: AbortSignal) {
    this.#search = search;
    this.#ended = ended;
  }

  async run({ program, args, folder, input, signal }: CiProgramRun): Promise<CiProgramEnd> {
    const both = AbortSignal.any([this.#ended, signal]);
    const path = await findSystemProgram(program, this.#search);
    both.throwIfAborted();
    if (path === undefined) {
      return { kind: 'noProgram' };
    }
    const env = { ...this.#search.environment, ...unattended };
    const child = spawn(path, args, { cwd: folder, env, stdio: 'pipe', shell: false, windowsHide: true });
    const end = await followProgram(child, { input: input?.reveal() ?? '', limitMs, signal: both });
    switch (end.kind) {
      case 'noProgram':
        return end;
      case 'tooLong':
        return { kind: 'failed', why: 'tooLong' };
      case 'ended':
        return end.exitCode === 0
          ? { kind: 'done', stdout: end.stdout }
          : { kind: 'failed', why: judgeProgramFailure(end) };
    }
  }
}
