import type { Secret } from '../base/secret.ts';
import type { CiSystem } from './choice.ts';
import type { CiSecret } from './ciFile.ts';
import type { CiProgramEnd, CiPrograms } from './ports.ts';
import {
  listLookArguments,
  listPrograms,
  parseRepository,
  type CiRepository,
  type RepositoryLook,
  type UnknownRepository,
} from './repository.ts';
import { listSecretCommands } from './secretCommands.ts';

/** A folder of the person's, and whether VS Code has been told that it is trusted. */
export interface CiFolder {
  readonly path: string;
  readonly isTrusted: boolean;
}

/** Whether the CI system has the secret now. */
export type SecretSent = { readonly kind: 'sent' } | { readonly kind: 'notSent'; readonly said: string };

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
      let end: CiProgramEnd = { kind: 'noProgram' };
      for (const { args, takesSecret } of stage) {
        const input = takesSecret ? value : undefined;
        end = await this.#programs.run({ program: repository.program, args, folder, input, signal });
        if (end.kind === 'done') {
          break;
        }
      }
      if (end.kind !== 'done') {
        return { kind: 'notSent', said: end.kind === 'failed' ? end.said : '' };
      }
    }
    return { kind: 'sent' };
  }
}
