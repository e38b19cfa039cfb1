import { ciEnvironment, type CiSecret } from './ciFile.ts';
import type { CiRepository } from './repository.ts';

/** One start of a program; the secret itself comes over standard input, where there is one. */
export interface SecretCommand {
  readonly args: readonly string[];
  readonly takesSecret: boolean;
}

/** Stages, one after the other; of each the first command that succeeds is enough. */
type Stages = readonly (readonly SecretCommand[])[];

/** The commands that keep a secret in the CI system, with nothing secret among them. */
export function listSecretCommands(secret: CiSecret, repository: CiRepository): Stages {
  return repository.program === 'gh' ? listGh(secret, repository) : listGlab(secret, repository);
}

function listGh({ name, environment }: CiSecret, { address, name: repository }: CiRepository): Stages {
  const host = address.slice(0, address.indexOf('/'));
  const set: SecretCommand = {
    args: ['secret', 'set', name, '--repo', address, ...(environment === undefined ? [] : ['--env', environment])],
    takesSecret: true,
  };
  if (environment === undefined) {
    return [[set]];
  }
  const path = `repos/${repository}/environments/${environment}`;
  const api = ['api', '--hostname', host, '--silent'];
  // Made anew it would lose its rules, so it is asked for first.
  const look: SecretCommand = { args: [...api, path], takesSecret: false };
  const make: SecretCommand = { args: [...api, '--method', 'PUT', path], takesSecret: false };
  return [[look, make], [set]];
}

/** A file can not be masked: it holds more than one line. It is given to protected branches alone. */
function listGlab({ name, content, environment = ciEnvironment }: CiSecret, { address }: CiRepository): Stages {
  const where = ['--repo', address, '--scope', environment];
  const how = content === 'accountFile' ? ['--type', 'file', '--protected'] : ['--masked'];
  const set: SecretCommand = { args: ['variable', 'set', name, ...where, ...how], takesSecret: true };
  // What is left out of an update is set to its default: it would be a plain text in every log.
  const update: SecretCommand = { args: ['variable', 'update', name, ...where, ...how], takesSecret: true };
  return [[set, update]];
}

/** The one that a person can type, to whose standard input the secret goes. */
export function sayCommand(secret: CiSecret, repository: CiRepository): string {
  const last = listSecretCommands(secret, repository).at(-1)?.[0];
  return [repository.program, ...(last?.args ?? [])].join(' ');
}
