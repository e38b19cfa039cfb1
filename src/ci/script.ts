import type { CiChoice, CiTask } from './choice.ts';
import { joinLines, secretNames, type CiFile, type CiSecret, type SecretContent } from './ciFile.ts';
import {
  accountFileRules,
  keepFreshCommand,
  listHeader,
  listHomeLines,
  listSeedLines,
  listTaskCommands,
} from './runCommands.ts';

/** A script for any other system, a scheduler, or a private machine. */
export function buildScriptFile(choice: CiChoice): CiFile {
  const { credential } = choice;
  const isAccount = credential.kind === 'accountFile';
  return {
    system: 'script',
    path: 'codex-ci.sh',
    text: joinLines(isAccount ? listAccountScript(choice) : listKeyScript(choice)),
    secrets: [secretOf(credential.kind)],
    remarks: isAccount ? ['installOnRunner', 'setVariables', 'makeCron'] : ['installOnRunner', 'setVariables'],
  };
}

function secretOf(content: SecretContent): CiSecret {
  return { name: secretNames[content], content, environment: undefined };
}

/** A variable that is taken out of the environment, so that only the commands that get it back have it. */
function listKeyScript({ credential, task }: CiChoice): readonly string[] {
  const isKey = credential.kind === 'apiKey';
  const variable = isKey ? secretNames.apiKey : secretNames.accessToken;
  const what = isKey
    ? ['Runs Codex with the API key in OPENAI_API_KEY. Only the commands that run Codex are given it.']
    : [
        'Runs Codex with the access token of a ChatGPT workspace (Business, Enterprise) in CODEX_ACCESS_TOKEN. Only the',
        'commands that run Codex are given it.',
      ];
  return [
    '#!/bin/sh',
    ...listHeader([...what, 'An interactive codex ignores CODEX_API_KEY: it is for codex exec.']),
    'set -eu',
    `: "\${${variable}:?is not set}"`,
    ...requireBase(task),
    `credential=$${variable}`,
    `unset ${variable}`,
    ...listTaskCommands(task, `${isKey ? 'CODEX_API_KEY' : secretNames.accessToken}="$credential" `),
  ];
}

function requireBase(task: CiTask): readonly string[] {
  return task.kind === 'reviewDiff' ? [': "${BASE_SHA:?is the commit that HEAD is compared with}"'] : [];
}

function listAccountScript({ task }: CiChoice): readonly string[] {
  return [
    '#!/bin/sh',
    ...listHeader([
      ...accountFileRules,
      'CODEX_AUTH_JSON holds the sign-in, and is read only while this machine has none.',
      'Once a week: codex-ci.sh keep-fresh',
    ]),
    'set -eu',
    ...listHomeLines('${CI_STREAM:-default}'),
    'seed=${CODEX_AUTH_JSON:-}',
    'unset CODEX_AUTH_JSON',
    'mkdir -p "$CODEX_HOME"',
    '# One run at a time: two would renew the same sign-in, which ends it.',
    'exec 9> "$CODEX_HOME/ci.lock"',
    'flock 9',
    ...listSeedLines(`printf '%s' "$seed"`, '[ -n "$seed" ]'),
    'if [ "${1:-}" = keep-fresh ]; then',
    `  ${keepFreshCommand}`,
    'else',
    ...[...requireBase(task), ...listTaskCommands(task)].map((line) => `  ${line}`),
    'fi',
  ];
}
