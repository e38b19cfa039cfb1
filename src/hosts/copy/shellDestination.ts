import { AuthError, isCancelled, type Cancelled } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { randomBase64Url, sha256Hex } from '../../base/bytes.ts';
import { copyError } from './copyError.ts';
import { judgeLook, judgePut } from './shellAnswer.ts';
import { planCommand, type ShellTarget, type SshChoice } from './copyPlan.ts';
import type { CopyDestination, CopyRequest, CopyResult, DestinationState } from './destination.ts';
import { buildLookCommand, buildPutCommand, type ScriptCommand } from './installScript.ts';
import type { ProgramEnd, Programs } from './ports.ts';

/** A Home on a host that is reached by a shell. */
export interface ShellPlace {
  readonly target: ShellTarget;
  /** How it is shown. */
  readonly place: string;
  readonly ssh: SshChoice;
}

const lookLimitMs = 40_000;
/** The CLI there is asked too, and may take 20 s. */
const putLimitMs = 90_000;
const findOutLimitMs = 20_000;

/** A host or a container that is reached by a program and its shell. */
export class ShellDestination implements CopyDestination {
  readonly #programs: Programs;
  readonly #place: ShellPlace;

  constructor(programs: Programs, place: ShellPlace) {
    this.#programs = programs;
    this.#place = place;
  }

  look(signal: AbortSignal): Promise<DestinationState> {
    return this.#lookFor(lookLimitMs, signal);
  }

  async #lookFor(limitMs: number, signal?: AbortSignal): Promise<DestinationState> {
    const end = await this.#run({ command: buildLookCommand(), rest: '', limitMs }, signal);
    return judgeLook(end, this.#context(limitMs));
  }

  async put({ document, expectedStamp, keepAs }: CopyRequest, signal: AbortSignal): Promise<CopyResult> {
    signal.throwIfAborted();
    const text = document.content.reveal();
    const sha256 = await sha256Hex(text);
    const nonce = randomBase64Url(16).replaceAll('-', '_');
    const command = buildPutCommand({
      byteCount: new TextEncoder().encode(text).length,
      sha256,
      expectedStamp,
      nonce,
      keepAs,
    });
    try {
      const end = await this.#run({ command, rest: text, limitMs: putLimitMs }, signal);
      return judgePut(end, this.#context(putLimitMs));
    } catch (failure) {
      if (!isAnswerLost(failure) && !isCancelled(failure)) {
        throw failure;
      }
      // Also for who cancels: it may be there by then, and a sign-in that is in use is not to be ended.
      const found = await this.#findOut(sha256, keepAs);
      if (typeof found === 'object') {
        return found;
      }
      throw explainLost(failure, found, this.#place.place);
    }
  }

  /** The answer was lost, not always the document: what is there tells. */
  async #findOut(sha256: string, keepAs: string | undefined): Promise<CopyResult | 'absent' | 'unknown'> {
    try {
      const { path, stamp } = await this.#lookFor(findOutLimitMs);
      const keptPath = keepAs === undefined ? undefined : path.replace(/auth\.json$/u, keepAs);
      return stamp === sha256 ? { path, keptPath, cli: undefined } : 'absent';
    } catch (failure) {
      if (failure instanceof AuthError) {
        return 'unknown';
      }
      throw failure;
    }
  }

  #run({ command, rest, limitMs }: Step, signal: AbortSignal | undefined): Promise<ProgramEnd> {
    const { target, ssh } = this.#place;
    return this.#programs.run({ ...planCommand(target, command, ssh), input: command.script + rest, limitMs, signal });
  }

  #context(limitMs: number) {
    return { program: this.#place.target.kind, place: this.#place.place, limitMs };
  }
}

function isAnswerLost(failure: unknown): failure is AuthError {
  return failure instanceof AuthError && failure.reason === 'copyUncertain';
}

/** What a lost answer comes to. Only `copyUncertain` keeps the caller from ending what may be in use there. */
function explainLost(failure: AuthError | Cancelled, found: 'absent' | 'unknown', place: string): Error {
  if (found === 'unknown') {
    return failure instanceof AuthError
      ? failure
      : copyError('checkNetwork', buildSentence('copy.cut', { place }), { reason: 'copyUncertain', cause: failure });
  }
  return failure instanceof AuthError ? copyError(failure.code, failure.sentence, { cause: failure.cause }) : failure;
}

interface Step {
  readonly command: ScriptCommand;
  /** What follows the script on standard input. */
  readonly rest: string;
  readonly limitMs: number;
}
