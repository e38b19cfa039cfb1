import type { CiSystem } from './choice.ts';

/** What goes into a secret of the CI system. `secretsToken`: what may write the account file back. */
export type SecretContent = 'apiKey' | 'accessToken' | 'accountFile' | 'secretsToken';

/** A secret that a file of CI reads. */
export interface CiSecret {
  readonly name: string;
  readonly content: SecretContent;
  /** The environment of the CI system that alone gives it out; undefined for the whole repository. */
  readonly environment: string | undefined;
}

/** What a person has to see to beside the file; each has a sentence. */
export type CiRemark =
  /** GitLab has no step of its own for a key: the environment is what keeps it from other jobs. */
  | 'keyByEnvironment'
  /** An environment of GitHub, read when the job starts and not when it is queued. */
  | 'makeEnvironment'
  | 'labelRunner'
  | 'installOnRunner'
  | 'makeSecretsToken'
  | 'makeSchedule'
  | 'includeFile'
  | 'setVariables'
  | 'makeCron';

/** A file that runs Codex, with everything that belongs to it. Nothing of it is secret. */
export interface CiFile {
  readonly system: CiSystem;
  /** Below the folder of the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly secrets: readonly CiSecret[];
  readonly remarks: readonly CiRemark[];
}

/** The environment that holds what Codex signs in with. */
export const ciEnvironment = 'codex';

/** The name of a secret, as the documents have it. */
export const secretNames: Readonly<Record<SecretContent, string>> = {
  apiKey: 'OPENAI_API_KEY',
  accessToken: 'CODEX_ACCESS_TOKEN',
  accountFile: 'CODEX_AUTH_JSON',
  secretsToken: 'CODEX_SECRETS_TOKEN',
};

/** Lines, each further in; one that is empty stays so. */
export function indent(lines: readonly string[], spaces: number): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(spaces)}${line}`));
}

/** Lines as a file. */
export function joinLines(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
