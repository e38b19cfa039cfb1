import { basename } from 'node:path';
import type { CodexRole } from '../../home/running/ports.ts';

/** What a command line says about a Codex process. */
export interface CodexCommand {
  readonly role: CodexRole;
  /** It was told to do without a background server. */
  readonly isAlone: boolean;
}

const programName = /^codex(?:-(?:x86_64|aarch64|arm64)[\w-]*)?(?:\.js|\.exe)?$/u;

/** Options of the CLI whose value is the next word. */
const withValue = new Set([
  ...['-c', '--config', '-m', '--model', '-p', '--profile', '-C', '--cd', '-s', '--sandbox', '-a', '--ask-for-approval'],
  ...['-i', '--image', '--add-dir', '--enable', '--disable', '--local-provider', '--listen', '--remote'],
]);

/** They end within moments and hold no account that anybody could be told of. */
const shortLived = new Set(['debug', 'features', 'completion', 'help', 'doctor', 'update']);

/** VS Code's own Codex is started with a provider of this name, on every system (its Copilot models go there). */
const agentHostMark = 'model_providers.vscode-proxy';

/**
 * The role of a process by its command line: `codex …` itself, or `node …/codex.js …`.
 * @returns undefined for what is no Codex, or holds no account
 */
export function describeCommand(words: readonly string[]): CodexCommand | undefined {
  const at = words.findIndex((word) => programName.test(basename(word.replaceAll('\\', '/'))));
  if (at < 0 || at > 1) {
    return undefined;
  }
  const after = words.slice(at + 1);
  const [subcommand = '', second = ''] = after.filter((word, index) => !word.startsWith('-') && !withValue.has(after[index - 1] ?? ''));
  if (shortLived.has(subcommand)) {
    return undefined;
  }
  const role = subcommand === 'app-server' ? serverRole(after, second) : subcommand === 'exec' || subcommand === 'e' ? 'exec' : 'terminal';
  return role === undefined ? undefined : { role, isAlone: isAlone(after) };
}

function serverRole(words: readonly string[], second: string): CodexRole | undefined {
  if (second === 'daemon') {
    return words.includes('pid-update-loop') ? 'updateLoop' : undefined;
  }
  if (second !== '') {
    // `proxy` passes bytes on, `generate-…` writes files.
    return undefined;
  }
  return words.includes('--managed-daemon') ? 'backgroundServer' : words.some((word) => word.includes(agentHostMark)) ? 'agentHost' : 'appServer';
}

function isAlone(words: readonly string[]): boolean {
  return words.some(
    (word, index) =>
      word === '--no-daemon' ||
      (word === 'daemon_auto_start' && words[index - 1] === '--disable') ||
      /^(?:--config=)?features\.daemon_auto_start\s*=\s*false$/u.test(word),
  );
}

/**
 * The words of a command line that is told as one text, as by ps(1). Below `Library/Application Support`, where VS Code
 * keeps its own Codex on macOS, a program's path has blanks in it.
 */
export function splitCommand(command: string): readonly string[] {
  const path = /^\/.*?\/Library\/Application Support\/.*?\/codex(?= |$)/u.exec(command)?.[0];
  const rest = path === undefined ? command : command.slice(path.length);
  return [...(path === undefined ? [] : [path]), ...rest.split(/\s+/u).filter((word) => word !== '')];
}
