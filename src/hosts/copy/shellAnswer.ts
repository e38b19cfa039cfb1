import * as z from 'zod/mini';
import type { AuthError } from '../../errors/authError.ts';
import { homeError, type AuthErrorCode } from '../../errors/authError.ts';
import { displayText } from '../../base/displayText.ts';
import { buildSentence, type Sentence } from '../../errors/sentence.ts';
import { parseJson } from '../../base/json.ts';
import { parseContainerName, type RunningContainer } from './copyTarget.ts';
import { foundCredentialKinds, type CopyResult, type DestinationState } from './destination.ts';
import { isStamp, linePrefix } from './installScript.ts';
import type { ProgramEnd, ProgramRun } from './ports.ts';
import { copyError } from './copyError.ts';

/** What a run was for, so that its end can be put into words. */
export interface RunContext {
  readonly program: ProgramRun['program'];
  /** How the place is shown: `user@host:22`, or the container's name. */
  readonly place: string;
  readonly limitMs: number;
}

const lookAnswer = z.object({
  user: z.string(),
  path: z.string(),
  store: z.optional(z.string()),
  stamp: z.string().check(z.refine(isStamp)),
  holds: z.enum(foundCredentialKinds),
});

const putAnswer = z.object({
  path: z.string(),
  placed: z.string(),
  kept: z.optional(z.string()),
  cliExit: z.optional(z.string()),
  cliSays: z.optional(z.string()),
});

/** @throws AuthError why there is no answer */
export function judgeLook(end: ProgramEnd, context: RunContext): DestinationState {
  const lines = readLines(end, context);
  const parsed = lookAnswer.safeParse(lines);
  if (!parsed.success) {
    throw explainShellEnd(end, context);
  }
  const { user, path, stamp, holds, store } = parsed.data;
  const place = `${context.place}:${path}`;
  if (store === 'keyring' || store === 'ephemeral') {
    throw copyError('fixFile', buildSentence('copy.storeElsewhere', { place, store }));
  }
  return { user: displayText(user), path, holds, stamp };
}

/** @throws AuthError why nothing was put there, or that it is not known */
export function judgePut(end: ProgramEnd, context: RunContext): CopyResult {
  const parsed = putAnswer.safeParse(readLines(end, context));
  if (!parsed.success) {
    throw explainShellEnd(end, context);
  }
  const { path, kept, cliExit, cliSays = '' } = parsed.data;
  return {
    path,
    keptPath: kept,
    cli: cliExit === undefined ? undefined : { isSignedIn: cliExit === '0', says: displayText(cliSays, longestWord) },
  };
}

const longestWord = 120;
/** Room for the path of a file. */
const longestFinding = 300;

/** @throws AuthError why Docker did not say */
export function judgeContainers(end: ProgramEnd, context: RunContext): readonly RunningContainer[] {
  if (end.kind !== 'ended' || end.exitCode !== 0) {
    throw explainShellEnd(end, context);
  }
  return end.stdout.split('\n').flatMap((line) => {
    const parsed = containerRow.safeParse(parseJson(line));
    return parsed.success && parseContainerName(parsed.data.name) !== undefined ? [parsed.data] : [];
  });
}

const containerRow = z.object({ name: z.string(), image: z.string() });

/** Our lines among whatever a login prints; a problem that the script found is thrown. */
function readLines(end: ProgramEnd, { place }: RunContext): Readonly<Record<string, string>> {
  const text = end.kind === 'ended' ? end.stdout : '';
  const lines = Object.fromEntries(
    text.split(/\r?\n/u).flatMap((line) => {
      const match = line.startsWith(linePrefix) ? /^(\w+)=(.*)$/u.exec(line.slice(linePrefix.length)) : null;
      return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
    }),
  );
  const problem = reportedProblem.safeParse(lines['problem']);
  if (problem.success) {
    throw explainProblem(problem.data, lines['path'] === undefined ? place : `${place}:${lines['path']}`);
  }
  return lines;
}

const reportedProblem = z.enum([
  'isFolder',
  'danglingLink',
  'otherOwner',
  'folderWritableByOthers',
  'noPermission',
  'readOnlyDisk',
  'diskFull',
  'folderMissing',
  'tooLarge',
  'busy',
  'changedMeanwhile',
  'incomplete',
  'noHome',
  'notWritten',
]);

function explainProblem(problem: z.infer<typeof reportedProblem>, path: string): AuthError {
  switch (problem) {
    case 'changedMeanwhile':
    case 'incomplete':
    case 'notWritten':
      return copyError('tryAgain', buildSentence(`copy.${problem}`, { place: path }));
    case 'noHome':
      return copyError('fixFile', buildSentence('copy.noHome', { place: path }));
    default:
      return homeError(problem, path);
  }
}

/** The words that the pattern found are passed on where the sentence names them. */
type Finding = readonly [
  pattern: RegExp,
  code: AuthErrorCode,
  sentence: (place: string, found: string) => Sentence,
  reason?: 'copyUncertain',
];

/**
 * The line in which the client names its configuration: `FILE line 3: Bad port 'x'.`, or a file that it will not read. What
 * a shell says of a line of its own has a colon before it.
 */
const sshConfigFault =
  /^.*(?:[^:\s] line \d+: |line \d+: Bad configuration option|Bad owner or permissions on|Can't open user config file|Too many recursive configuration includes|bad configuration options).*$/mu;

/** What the OpenSSH client says (its messages are not translated), the most telling first. */
const sshFindings: readonly Finding[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|host key for .* has changed/iu,
    'askAdmin',
    (place) => buildSentence('copy.hostKeyChanged', { place }),
  ],
  [
    /Host key verification failed|No .* host key is known/iu,
    'tryAgain',
    (place) => buildSentence('copy.hostKeyUnknown', { place }),
  ],
  [
    /Could not resolve hostname|Name or service not known/iu,
    'correctInput',
    (place) => buildSentence('copy.hostNotFound', { place }),
  ],
  [
    /Permission denied \(|Too many authentication failures|No supported authentication/iu,
    'tryAgain',
    (place) => buildSentence('copy.keyRefused', { place }),
  ],
  [sshConfigFault, 'fixFile', (place, said) => buildSentence('copy.sshConfig', { place, said })],
  // What Windows says where no POSIX shell answers.
  [/is not recognized/iu, 'chooseAnotherMethod', (place) => buildSentence('copy.noShell', { place })],
  [
    /(?:^ssh: connect to host .*|open failed: connect failed: )(?:Connection refused|No route to host|Network is unreachable|timed out|Host is down)/imu,
    'checkNetwork',
    (place) => buildSentence('copy.hostDown', { place }),
  ],
  [
    /Connection (?:closed|reset)|timed out|No route to host|Network is unreachable|Broken pipe|not responding|kex_exchange_identification|banner exchange/iu,
    'checkNetwork',
    (place) => buildSentence('copy.cut', { place }),
    'copyUncertain',
  ],
];

const dockerFindings: readonly Finding[] = [
  [
    /permission denied while trying to connect|connect: permission denied/iu,
    'askAdmin',
    () => buildSentence('copy.dockerDenied', {}),
  ],
  [
    /Cannot connect to the Docker daemon|error during connect|daemon is not running|failed to connect to the docker API/iu,
    'tryAgain',
    () => buildSentence('copy.dockerDown', {}),
  ],
  [/No such container/iu, 'correctInput', (place) => buildSentence('copy.containerMissing', { place })],
  [
    /is not running|is paused|is restarting/iu,
    'tryAgain',
    (place) => buildSentence('copy.containerStopped', { place }),
  ],
  [
    /unable to find user|no matching entries in passwd/iu,
    'correctInput',
    (place) => buildSentence('copy.containerUser', { place }),
  ],
  [
    /executable file not found|OCI runtime exec failed|no such file or directory/iu,
    'chooseAnotherMethod',
    (place) => buildSentence('copy.noShell', { place }),
  ],
];

const cannotRun: readonly number[] = [126, 127];
/** The client's own number for a connection that failed. */
const sshFailed = 255;

/** Why a program brought no answer, in a sentence with its fix. */
export function explainShellEnd(end: ProgramEnd, { program, place, limitMs }: RunContext): AuthError {
  if (end.kind === 'noProgram') {
    return copyError(
      'chooseAnotherMethod',
      buildSentence(program === 'ssh' ? 'copy.noSshProgram' : 'copy.noDockerProgram', {}),
    );
  }
  if (end.kind === 'tooLong') {
    return copyError('checkNetwork', buildSentence('copy.tooLong', { place, seconds: String(limitMs / 1000) }), {
      reason: 'copyUncertain',
    });
  }
  const findings = program === 'ssh' ? sshFindings : dockerFindings;
  for (const [pattern, code, sentence, reason] of findings) {
    const found = pattern.exec(end.stderr);
    if (found !== null) {
      return copyError(code, sentence(place, displayText(found[0], longestFinding)), { reason, cause: end.stderr });
    }
  }
  if (cannotRun.includes(end.exitCode)) {
    return copyError('chooseAnotherMethod', buildSentence('copy.noShell', { place }), { cause: end.stderr });
  }
  return end.exitCode === sshFailed && program === 'ssh'
    ? copyError('checkNetwork', buildSentence('copy.cut', { place }), { reason: 'copyUncertain', cause: end.stderr })
    : copyError('tryAgain', buildSentence('copy.noAnswer', { place, exitCode: String(end.exitCode) }), {
        // It may have been ended from outside, after the document was there.
        reason: 'copyUncertain',
        cause: end.stderr,
      });
}
