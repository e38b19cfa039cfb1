import type { Secret } from '../../base/secret.ts';
import type { CredentialFileState, ReplaceResult } from '../../home/ports.ts';

/** A program of this computer that reaches another place, run without a shell. */
export interface ProgramRun {
  readonly program: 'ssh' | 'docker';
  readonly args: readonly string[];
  /** Written to its standard input, which is then closed: the only way a credential takes. */
  readonly input: string;
  /** After this many milliseconds it is ended. */
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended, with what it printed. */
export type ProgramEnd =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'noProgram' }
  | { readonly kind: 'tooLong' };

/** Runs `ssh` or `docker` with what it gets on standard input. */
export interface Programs {
  has(program: ProgramRun['program']): Promise<boolean>;
  /** Rejects with the reason of its signal as soon as that aborts; the program is ended then. */
  run(run: ProgramRun): Promise<ProgramEnd>;
}

/** The files of the SSH client's configuration, read to offer names; the client itself judges what they mean. */
export interface SshConfigFiles {
  /** The file to start from. */
  readonly start: string;
  /** Undefined where there is nothing to read. */
  read(path: string): Promise<string | undefined>;
  /** The files that an `Include` names: `~`, wildcards in any part, and paths relative to `~/.ssh`. */
  list(pattern: string): Promise<readonly string[]>;
}

/** A folder of this computer that is a Codex home, such as one of a mounted disk. */
export interface FolderPlace {
  /** The path of its `auth.json`. */
  readonly path: string;
  read(): Promise<CredentialFileState>;
  /** As `CredentialFile.replace`. */
  replace(document: Secret, expected: string | undefined): Promise<ReplaceResult>;
  /** Writes an owner-only file beside it; the path of that. */
  keepBeside(name: string, document: Secret): Promise<string>;
  /** Removes what was kept beside, when nothing was replaced after all. */
  dropKept(path: string): Promise<void>;
}
