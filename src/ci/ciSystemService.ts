import type { Secret } from '../base/secret.ts';
import type { CiSystem } from './choice.ts';
import type { CiSecret } from './ciFile.ts';
import type { CiProgramFailure, CiProgramRun, CiPrograms } from './ports.ts';
import {
  listLookArguments,
  listPrograms,
  parseRepository,
  type CiRepository,
  type RepositoryLook,
  type UnknownRepository,
} from './repository.ts';
import { listSecretCommands, type SecretCommand } from './secretCommands.ts';

/** A folder of the person's, and whether VS Code has been told that it is trusted. */
export interface CiFolder {
  readonly path: string;
  readonly isTrusted: boolean;
}

/** Why a secret is not in the CI system; each has a sentence. */
export type WhyNotSent = CiProgramFailure | 'noProgram';

/** Whether the CI system has the secret now. */
export type SecretSent = { readonly kind: 'sent' } | { readonly kind: 'notSent'; readonly why: WhyNotSent };

/** Asks the CI system through its own program, on a person's click only. */
export class CiSystemService {
  readonly #programs: CiPrograms;

  constructor(programs: CiPrograms) {
    this.#programs = programs;
  }

  /** Whose repository a folder is, and who can read it. */
  async look(system: CiSystem, folder: CiFolder, signal: AbortSignal): Promise<RepositoryLook> {
    if (!folder.isTrusted) {
      return { kind: 'unknown', why: 'notTrusted' };
    }
    let why: UnknownRepository = 'noProgram';
    for (const program of listPrograms(system)) {
      const args = listLookArguments(program);
      const end = await this.#programs.run({ program, args, folder: folder.path, input: undefined, signal });
      const repository = end.kind === 'done' ? parseRepository(program, end.stdout) : undefined;
      if (repository !== undefined) {
        return { kind: 'known', repository };
      }
      why = end.kind === 'noProgram' ? why : 'notAnswered';
    }
    return { kind: 'unknown', why };
  }

  /** Gives a secret to the CI system. */
  async send(
    { secret, value, folder }: { readonly secret: CiSecret; readonly value: Secret; readonly folder: string },
    repository: CiRepository,
    signal: AbortSignal,
  ): Promise<SecretSent> {
    for (const stage of listSecretCommands(secret, repository)) {
      const why = await this.#runOneOf(stage, { program: repository.program, folder, signal }, value);
      if (why !== undefined) {
        return { kind: 'notSent', why };
      }
    }
    return { kind: 'sent' };
  }

  /** Undefined when one of the commands has done it. */
  async #runOneOf(
    stage: readonly SecretCommand[],
    where: Pick<CiProgramRun, 'program' | 'folder' | 'signal'>,
    value: Secret,
  ): Promise<WhyNotSent | undefined> {
    const failures: WhyNotSent[] = [];
    for (const { args, takesSecret } of stage) {
      const end = await this.#programs.run({ ...where, args, input: takesSecret ? value : undefined });
      if (end.kind === 'done') {
        return undefined;
      }
      failures.push(end.kind === 'failed' ? end.why : end.kind);
    }
    return chooseFailure(failures);
  }
}

/** The last, unless that only did not find what an earlier one was refused for: `glab` updates a variable that it could not make. */
function chooseFailure(failures: readonly WhyNotSent[]): WhyNotSent {
  return failures.findLast((why) => why !== 'notFound') ?? failures.at(-1) ?? 'notKnown';
}
