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

/** Weekly is enough: Codex renews what is older than about 8 days. */
const weekly = "'0 9 * * 1'";

/** A fork has no secrets, and its code is nobody's that is known here; Dependabot has none of these secrets either. */
const ownPullRequest = [
  'if: >-',
  '  github.event.pull_request.head.repo.full_name == github.repository &&',
  "  github.actor != 'dependabot[bot]'",
];

/** A workflow of GitHub Actions. */
export function buildGithubFile(choice: CiChoice): CiFile {
  const { credential } = choice;
  return {
    system: 'github',
    path: '.github/workflows/codex.yml',
    text: joinLines(
      credential.kind === 'accountFile' ? listAccountWorkflow(choice, credential.runner) : listKeyWorkflow(choice),
    ),
    ...listNeeds(credential),
  };
}

function listNeeds(credential: CiCredential): Pick<CiFile, 'secrets' | 'remarks'> {
  if (credential.kind !== 'accountFile') {
    return { secrets: [secretOf(credential.kind, undefined)], remarks: [] };
  }
  const isFresh = credential.runner === 'fresh';
  const environment = isFresh ? ciEnvironment : undefined;
  const remarks: readonly CiRemark[] = isFresh
    ? ['makeEnvironment', 'makeSecretsToken']
    : ['labelRunner', 'installOnRunner'];
  return {
    secrets: [secretOf('accountFile', environment), ...(isFresh ? [secretOf('secretsToken', environment)] : [])],
    remarks,
  };
}

function secretOf(content: SecretContent, environment: string | undefined): CiSecret {
  return { name: secretNames[content], content, environment };
}

/** With a key or an access token: nothing is kept, and any run may be at work beside another. */
function listKeyWorkflow({ credential, task, version }: CiChoice): readonly string[] {
  const isReview = task.kind === 'reviewDiff';
  const isAction = credential.kind === 'apiKey' && credential.by === 'action';
  const what =
    credential.kind === 'apiKey'
      ? ['Runs Codex with an API key, which only the step that runs Codex is given.']
      : [
          'Runs Codex with an access token of a ChatGPT workspace (Business, Enterprise), which only that step is given.',
        ];
  return [
    ...listHeader(what),
    'name: Codex',
    '',
    'on:',
    ...(isReview ? ['  pull_request:'] : ['  workflow_dispatch:']),
    '',
    'permissions:',
    '  contents: read',
    '',
    'jobs:',
    '  codex:',
    ...indent(isReview ? ownPullRequest : [], 4),
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 30',
    '    steps:',
    ...indent(
      [
        ...listCheckout(isReview ? { ref: '${{ github.event.pull_request.head.sha }}' } : undefined),
        '',
        ...(isAction
          ? listActionStep(task, version)
          : [...listInstallSteps(version), '', ...listKeyStep(credential, task)]),
      ],
      6,
    ),
  ];
}

/** @param review what is reviewed, with all of its history; undefined: the newest commit is enough */
function listCheckout(review: { readonly ref?: string } | undefined): readonly string[] {
  return [
    '- uses: actions/checkout@v5',
    '  with:',
    ...(review?.ref === undefined ? [] : [`    ref: ${review.ref}`]),
    ...(review === undefined ? [] : ['    fetch-depth: 0']),
    '    persist-credentials: false',
  ];
}

/** Newer images keep programs from the user namespaces that the sandbox of Codex is made of, as codex-action undoes too. */
function listInstallSteps(version: string): readonly string[] {
  return [
    '- name: Install the Codex CLI',
    `  run: npm install --global @openai/codex@${version}`,
    '',
    '- name: Let Codex have its sandbox',
    '  run: sudo sysctl --ignore --quiet --write kernel.apparmor_restrict_unprivileged_userns=0',
  ];
}

/** The action starts a proxy that alone has the key, and takes the rights of an administrator from what runs. */
function listActionStep(task: CiTask, version: string): readonly string[] {
  const prompt =
    task.kind === 'prompt' ? task.prompt : 'review the diff between ${{ github.event.pull_request.base.sha }} and HEAD';
  return [
    '# The last step: what Codex leaves behind is seen by no other.',
    '- name: Run Codex',
    '  uses: openai/codex-action@v1',
    '  with:',
    `    openai-api-key: \${{ secrets.${secretNames.apiKey} }}`,
    `    codex-version: '${version}'`,
    '    sandbox: read-only',
    '    safety-strategy: drop-sudo',
    '    prompt: |',
    `      ${prompt}`,
  ];
}

function listKeyStep(credential: CiCredential, task: CiTask): readonly string[] {
  const line =
    credential.kind === 'apiKey'
      ? `CODEX_API_KEY: \${{ secrets.${secretNames.apiKey} }}`
      : `CODEX_ACCESS_TOKEN: \${{ secrets.${secretNames.accessToken} }}`;
  const base = task.kind === 'reviewDiff' ? ['    BASE_SHA: ${{ github.event.pull_request.base.sha }}'] : [];
  return listRunStep({ name: 'Run Codex', env: [`    ${line}`, ...base], lines: listTaskCommands(task) });
}

interface RunStep {
  readonly name: string;
  readonly condition?: string;
  readonly env?: readonly string[];
  readonly lines: readonly string[];
}

function listRunStep({ name, condition, env = [], lines }: RunStep): readonly string[] {
  return [
    `- name: ${name}`,
    ...(condition === undefined ? [] : [`  if: ${condition}`]),
    ...(env.length === 0 ? [] : ['  env:', ...env]),
    '  run: |',
    ...indent(lines, 4),
  ];
}

/** As a ChatGPT account: started by whoever may write to the repository, and by the clock; by nothing that a fork does. */
function listAccountWorkflow(choice: CiChoice, runner: 'persistent' | 'fresh'): readonly string[] {
  const isFresh = runner === 'fresh';
  return [
    ...listHeader(accountFileRules),
    'name: Codex',
    '',
    '# Nothing that a fork or a pull request can start.',
    'on:',
    '  workflow_dispatch:',
    '  schedule:',
    `    - cron: ${weekly}`,
    '',
    'permissions:',
    '  contents: read',
    '',
    '# One run at a time: two would renew the same sign-in, which ends it.',
    'concurrency:',
    '  group: codex-account',
    '  cancel-in-progress: false',
    '',
    'jobs:',
    '  codex:',
    '    # Not where the repository is or becomes public. A schedule says nothing of the repository: its run asks.',
    "    if: github.event_name == 'schedule' || github.event.repository.private",
    ...indent(isFresh ? listFreshRunner() : listPersistentRunner(), 4),
    '    timeout-minutes: 30',
    '    steps:',
    ...indent(
      listAccountSteps(choice, isFresh).flatMap((step, at) => (at === 0 ? step : ['', ...step])),
      6,
    ),
  ];
}

/** Its steps, in their order. */
function listAccountSteps({ task, version }: CiChoice, isFresh: boolean): readonly (readonly string[])[] {
  return [
    listRunStep({
      name: 'Stop where the repository has become public',
      condition: "github.event_name == 'schedule'",
      env: ['    READ_TOKEN: ${{ github.token }}'],
      lines: visibilityLines,
    }),
    listCheckout(task.kind === 'reviewDiff' ? {} : undefined),
    ...(isFresh ? [listInstallSteps(version)] : []),
    listRunStep({
      name: 'Sign in if this runner is not',
      env: [`    CODEX_AUTH_JSON: \${{ secrets.${secretNames.accountFile} }}`],
      lines: [
        ...listHomeLines('$GITHUB_REPOSITORY_ID'),
        'echo "CODEX_HOME=$CODEX_HOME" >> "$GITHUB_ENV"',
        ...listSeedLines(`printf '%s' "$CODEX_AUTH_JSON"`, '[ -n "$CODEX_AUTH_JSON" ]'),
      ],
    }),
    listRunStep({
      name: 'Run Codex',
      condition: "github.event_name != 'schedule'",
      ...(task.kind === 'reviewDiff'
        ? { env: ['    DEFAULT_BRANCH: ${{ github.event.repository.default_branch }}'] }
        : {}),
      lines: [
        ...(task.kind === 'reviewDiff' ? ['BASE_SHA="$(git merge-base "origin/$DEFAULT_BRANCH" HEAD)"'] : []),
        ...listTaskCommands(task),
      ],
    }),
    listRunStep({
      name: 'Keep the sign-in fresh',
      condition: "github.event_name == 'schedule'",
      lines: [keepFreshCommand],
    }),
    ...(isFresh ? [listWriteBack()] : []),
  ];
}

/** The first of what the answer has under that name is the repository's own. */
const visibilityLines: readonly string[] = [
  `printf 'header = "Authorization: Bearer %s"\\n' "$READ_TOKEN" |`,
  '  curl --config - --fail --silent --show-error "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY" |',
  `  grep --only-matching '"private": *[a-z]*' | head -n 1 | grep --quiet true ||`,
  '  { echo "This repository is public, or nobody knows: no ChatGPT account is used here." >&2; exit 1; }',
];

function listFreshRunner(): readonly string[] {
  return [
    'runs-on: ubuntu-latest',
    '# Its secrets are read when the job starts. Those of the repository are read when it is queued: too early for a file',
    '# that the run before gives back.',
    `environment: ${ciEnvironment}`,
  ];
}

function listPersistentRunner(): readonly string[] {
  return [
    '# One private machine that keeps its disk; no other runner has this label.',
    'runs-on: [self-hosted, codex-ci]',
  ];
}

/** Whatever became of the run: what Codex has renewed is what counts from now on. */
function listWriteBack(): readonly string[] {
  return listRunStep({
    name: 'Give the renewed sign-in back',
    condition: 'always()',
    env: [`    GH_TOKEN: \${{ secrets.${secretNames.secretsToken} }}`],
    lines: [
      'if [ -s "$CODEX_HOME/auth.json" ]; then',
      `  gh secret set ${secretNames.accountFile} --repo "$GITHUB_REPOSITORY" --env ${ciEnvironment} < "$CODEX_HOME/auth.json"`,
      'fi',
    ],
  });
}
