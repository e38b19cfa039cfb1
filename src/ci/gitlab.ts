import type { CiChoice, CiCredential, CiTask } from './choice.ts';
import {
  ciEnvironment,
  indent,
  joinLines,
  secretNames,
  type CiFile,
  type CiRemark,
  type CiSecret,
  type SecretContent,
} from './ciFile.ts';
import {
  accountFileRules,
  keepFreshCommand,
  listHeader,
  listHomeLines,
  listSeedLines,
  listTaskCommands,
} from './runCommands.ts';

/** A fork's merge request runs in the fork, unless a member has it run here; then it is not this project's code. */
const ownMergeRequest =
  '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID';

/**
 * A pipeline of GitLab.
 * @param isTaken `.gitlab-ci.yml` is there already: then it is a file of its own that the other includes
 */
export function buildGitlabFile(choice: CiChoice, isTaken: boolean): CiFile {
  const { credential } = choice;
  const { secrets, remarks } = listNeeds(credential);
  return {
    system: 'gitlab',
    path: isTaken ? '.gitlab/codex.yml' : '.gitlab-ci.yml',
    text: joinLines(
      credential.kind === 'accountFile' ? listAccountPipeline(choice, credential.runner) : listKeyPipeline(choice),
    ),
    secrets,
    remarks: isTaken ? ['includeFile', ...remarks] : remarks,
  };
}

function listNeeds(credential: CiCredential): Pick<CiFile, 'secrets' | 'remarks'> {
  if (credential.kind !== 'accountFile') {
    return { secrets: [secretOf(credential.kind)], remarks: ['keyByEnvironment'] };
  }
  const isFresh = credential.runner === 'fresh';
  const remarks: readonly CiRemark[] = isFresh
    ? ['makeSecretsToken', 'makeSchedule']
    : ['labelRunner', 'installOnRunner', 'makeSchedule'];
  return {
    secrets: [secretOf('accountFile'), ...(isFresh ? [secretOf('secretsToken')] : [])],
    remarks: ['keyByEnvironment', ...remarks],
  };
}

function secretOf(content: SecretContent): CiSecret {
  return { name: secretNames[content], content, environment: ciEnvironment };
}

/** Variables of the environment go to the jobs of that environment alone, and to none that runs code of the project. */
const environmentLines = [
  '# The variables of this environment reach no other job.',
  'environment:',
  `  name: ${ciEnvironment}`,
  '  action: access',
];

function listKeyPipeline({ credential, task, version }: CiChoice): readonly string[] {
  const isReview = task.kind === 'reviewDiff';
  const isKey = credential.kind === 'apiKey';
  const what = isKey
    ? ['Runs Codex with an API key, in a job that runs nothing of the project.']
    : [
        'Runs Codex with an access token of a ChatGPT workspace (Business, Enterprise), in a job that runs nothing else.',
      ];
  return [
    ...listHeader(what),
    'codex:',
    ...indent(
      [
        'image: node:22',
        ...environmentLines,
        'rules:',
        ...(isReview ? [`  - if: ${ownMergeRequest}`] : ['  - if: $CI_PIPELINE_SOURCE == "web"']),
        'variables:',
        `  GIT_DEPTH: ${isReview ? '0' : '1'}`,
        'timeout: 30 minutes',
        'script:',
        ...indent(
          asItem([
            `: "\${${isKey ? secretNames.apiKey : secretNames.accessToken}:?is not set for this environment}"`,
            `npm install --global @openai/codex@${version}`,
            ...listBase(task),
            ...(isKey ? listTaskCommands(task, `CODEX_API_KEY="$${secretNames.apiKey}" `) : listTaskCommands(task)),
          ]),
          2,
        ),
      ],
      2,
    ),
  ];
}

function listBase(task: CiTask): readonly string[] {
  return task.kind === 'reviewDiff' ? ['BASE_SHA="$CI_MERGE_REQUEST_DIFF_BASE_SHA"'] : [];
}

/** Several lines as one item of a list: the first that fails ends it. */
function asItem(lines: readonly string[]): readonly string[] {
  return ['- |', ...indent(['set -eu', ...lines], 2)];
}

function listAccountPipeline({ task, version }: CiChoice, runner: 'persistent' | 'fresh'): readonly string[] {
  const isFresh = runner === 'fresh';
  const isReview = task.kind === 'reviewDiff';
  return [
    ...listHeader(accountFileRules),
    'codex:',
    ...indent(
      [
        ...(isFresh
          ? ['image: node:22']
          : ['# One private machine that keeps its disk; no other runner has this tag.', 'tags: [codex-ci]']),
        ...environmentLines,
        '# One run at a time: two would renew the same sign-in, which ends it.',
        'resource_group: codex-account',
        '# By hand, and by the schedule that keeps the sign-in fresh; nothing that a fork can start, and not once it is public.',
        'rules:',
        '  - if: $CI_PROJECT_VISIBILITY == "public"',
        '    when: never',
        '  - if: $CI_PIPELINE_SOURCE == "web" || $CI_PIPELINE_SOURCE == "schedule"',
        'variables:',
        `  GIT_DEPTH: ${isReview ? '0' : '1'}`,
        ...(isFresh
          ? [
              '  # What comes after the script has its time only where the script ends before the job does.',
              '  RUNNER_SCRIPT_TIMEOUT: 20m',
              '  RUNNER_AFTER_SCRIPT_TIMEOUT: 5m',
            ]
          : []),
        'timeout: 30 minutes',
        'script:',
        ...indent(
          asItem([
            ...(isFresh ? [`npm install --global @openai/codex@${version}`] : []),
            ...listHomeLines('$CI_PROJECT_ID'),
            ...listSeedLines('cat "$CODEX_AUTH_JSON"', '[ -s "${CODEX_AUTH_JSON:-}" ]'),
            'if [ "$CI_PIPELINE_SOURCE" = schedule ]; then',
            `  ${keepFreshCommand}`,
            'else',
            ...indent(
              [
                ...(isReview
                  ? ['git fetch --quiet origin "$CI_DEFAULT_BRANCH"', 'BASE_SHA="$(git merge-base FETCH_HEAD HEAD)"']
                  : []),
                ...listTaskCommands(task),
              ],
              2,
            ),
            'fi',
            ...(isFresh
              ? ['# In time, so that a sign-in that is not given back fails the job.', ...giveBackLines]
              : []),
          ]),
          2,
        ),
        ...(isFresh ? listWriteBack() : []),
      ],
      2,
    ),
  ];
}

/** The token is on standard input, not among the arguments. */
const giveBackLines: readonly string[] = [
  'if [ -s "$CODEX_HOME/auth.json" ]; then',
  `  printf 'header = "PRIVATE-TOKEN: %s"\\n' "$${secretNames.secretsToken}" |`,
  '    curl --config - --fail --silent --show-error --output /dev/null --globoff --request PUT \\',
  '      --form "value=<$CODEX_HOME/auth.json" \\',
  `      "$CI_API_V4_URL/projects/$CI_PROJECT_ID/variables/${secretNames.accountFile}?filter[environment_scope]=${ciEnvironment}"`,
  'fi',
];

/** `after_script` runs also where the script has failed or run out of its time; its own failure is not the job's. */
function listWriteBack(): readonly string[] {
  return [
    '# Whatever became of the run: what Codex has renewed is what counts from now on.',
    'after_script:',
    ...indent(asItem([...listHomeLines('$CI_PROJECT_ID'), ...giveBackLines]), 2),
  ];
}
