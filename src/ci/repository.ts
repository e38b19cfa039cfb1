import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import type { CiSystem } from './choice.ts';

/** The programs of CI systems that keep a secret for us. */
export type CiProgram = 'gh' | 'glab';

/** A repository as its CI system tells of it. */
export interface CiRepository {
  readonly program: CiProgram;
  /** `OWNER/REPO`, or the path of a project. */
  readonly name: string;
  /** What the program takes for it, host and all. */
  readonly address: string;
  /** `internal`: to everybody in the company. */
  readonly visibility: 'private' | 'internal' | 'public';
}

/** What is known of the repository of a folder. Unknown counts as public. */
export type RepositoryLook =
  | { readonly kind: 'known'; readonly repository: CiRepository }
  | { readonly kind: 'unknown'; readonly why: UnknownRepository };

/** Why nothing is known; each has a sentence. */
export type UnknownRepository =
  /** Nobody has said that this folder is trusted, and git runs in it. */
  | 'notTrusted'
  | 'noProgram'
  /** The program does not know the repository, or is not signed in; its own words are for the log of a terminal. */
  | 'notAnswered';

/** The program that knows the repositories of a system; a script may be in one of either. */
export function listPrograms(system: CiSystem): readonly CiProgram[] {
  switch (system) {
    case 'github':
      return ['gh'];
    case 'gitlab':
      return ['glab'];
    case 'script':
      return ['gh', 'glab'];
  }
}

/** The arguments that have a program tell of the repository of the folder it is started in. */
export function listLookArguments(program: CiProgram): readonly string[] {
  return program === 'gh'
    ? ['repo', 'view', '--json', 'nameWithOwner,visibility,url']
    : ['repo', 'view', '--output', 'json'];
}

const ghSchema = z.object({ nameWithOwner: z.string(), visibility: z.string(), url: z.url() });
const glabSchema = z.object({ path_with_namespace: z.string(), visibility: z.string(), web_url: z.url() });
const visibilities = ['private', 'internal', 'public'] as const;

/** What a program has printed; undefined when it tells of no repository. */
export function parseRepository(program: CiProgram, printed: string): CiRepository | undefined {
  const json = parseJson(printed);
  const parsed = program === 'gh' ? parseGh(json) : parseGlab(json);
  const visibility = visibilities.find((one) => one === parsed?.visibility.toLowerCase());
  return parsed === undefined || visibility === undefined ? undefined : { ...parsed, program, visibility };
}

interface Told {
  readonly name: string;
  readonly address: string;
  readonly visibility: string;
}

function parseGh(json: unknown): Told | undefined {
  const { data } = ghSchema.safeParse(json);
  return data === undefined || !/^[\w.-]+\/[\w.-]+$/u.test(data.nameWithOwner)
    ? undefined
    : {
        name: data.nameWithOwner,
        address: `${new URL(data.url).host}/${data.nameWithOwner}`,
        visibility: data.visibility,
      };
}

function parseGlab(json: unknown): Told | undefined {
  const { data } = glabSchema.safeParse(json);
  return data === undefined || !/^[\w.-]+(?:\/[\w.-]+)+$/u.test(data.path_with_namespace)
    ? undefined
    : { name: data.path_with_namespace, address: data.web_url, visibility: data.visibility };
}

/** Whether the account file may be used there: only where it is known that nobody from outside can read the repository. */
export function mayHoldAccountFile(look: RepositoryLook): boolean {
  return look.kind === 'known' && look.repository.visibility !== 'public';
}
