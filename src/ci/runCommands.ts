import { quoteForShell } from '../base/shellQuote.ts';
import type { CiTask } from './choice.ts';

/** Says nothing of the project, costs next to nothing, and has Codex renew its sign-in when that is old. */
export const keepFreshCommand = 'codex exec --json "Reply with the single word OK." > /dev/null';

/**
 * What runs Codex for a task, each line with what comes before its command.
 * @param before an assignment for that one command, with a space behind it; nothing where the environment has it
 */
export function listTaskCommands(task: CiTask, before = ''): readonly string[] {
  switch (task.kind) {
    case 'prompt':
      return [`${before}codex exec --json ${quoteForShell(task.prompt)}`];
    case 'reviewDiff':
      return [`${before}codex exec "review the diff between $BASE_SHA and HEAD"`];
    case 'resume':
      return [
        `${before}codex exec ${quoteForShell(task.first)}`,
        `${before}codex exec resume --last ${quoteForShell(task.second)}`,
      ];
  }
}

/** A Codex home of this stream alone. @param name of its folder, as the shell finds it */
export function listHomeLines(name: string): readonly string[] {
  return [`CODEX_HOME="$HOME/.codex-ci/${name}"`, 'export CODEX_HOME'];
}

/**
 * Puts the account file there if none is there: one that Codex has renewed is never replaced by the first one.
 * @param write puts it on standard output
 * @param isGiven tells whether there is one to put there
 */
export function listSeedLines(write: string, isGiven: string): readonly string[] {
  return [
    'umask 077',
    'mkdir -p "$CODEX_HOME"',
    'chmod 700 "$CODEX_HOME"',
    `printf '%s\\n' 'cli_auth_credentials_store = "file"' > "$CODEX_HOME/config.toml"`,
    'if [ ! -s "$CODEX_HOME/auth.json" ]; then',
    `  ${isGiven} || { echo "There is no sign-in on this runner and none in the secret." >&2; exit 1; }`,
    `  ${write} > "$CODEX_HOME/auth.json.new"`,
    '  mv "$CODEX_HOME/auth.json.new" "$CODEX_HOME/auth.json"',
    'fi',
  ];
}

/** What every file says first. It speaks English, as what a team commits does. */
export function listHeader(what: readonly string[]): readonly string[] {
  return [
    ...what,
    'Prompts and tool output can hold code and data of this project, and they are in the log of each run.',
    'Never for untrusted or public environments.',
  ].map((line) => `# ${line}`);
}

/** The rules of an account file, for whoever reads the file later. */
export const accountFileRules: readonly string[] = [
  'Runs Codex as a ChatGPT account. Treat auth.json like a password: not in the repository, logs, tickets or artifacts.',
  'The sign-in renews itself, and each renewal ends the one before: one copy, one run at a time. It was made for this',
  'stream alone and is used nowhere else. When runs end with 401, make a new one and put it in the place of the old.',
];
