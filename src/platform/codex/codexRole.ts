import { basename } from 'node:path';
import type { CodexRole } from '../../home/running/ports.ts';

/** What a command line says about a Codex process. */
export interface CodexCommand {
  readonly role: CodexRole;
  /** It was told to do without a background server. */
  readonly isAlone: boolean;
}

/**
 * The names that Codex is packaged under: `codex` itself, with a target (GitHub releases, Homebrew) or a version, wrapped
 * (`.codex-wrapped` of Nix), and the programs that have one of its parts built in. Its sandbox helpers are none of them.
 */
const programName =
  /^\.?(?:openai-)?codex(?:-cli)?(?:-(acp|app-server|exec|mcp-server|tui))?(?:-(?:(?:linux|darwin|macos|win32|windows)-)?(?:x86_64|x64|aarch64|arm64)[\w-]*)?(?:-v?\d+(?:\.\d+)+)?(?:[-.](?:wrapped_*|unwrapped|bin|real))?(?:\.js|\.exe)?$/u;

/** Options of the CLI whose value is the next word. */
const withValue = new Set([
  '-c',
  '--config',
  '-m',
  '--model',
  '-p',
  '--profile',
  '-C',
  '--cd',
  '-s',
  '--sandbox',
  '-a',
  '--ask-for-approval',
  '-i',
  '--image',
  '--add-dir',
  '--enable',
  '--disable',
  '--local-provider',
  '--listen',
  '--remote',
  '--remote-auth-token-env',
]);

/** Every other word in the place of a subcommand is a prompt, or the value of an option that is not known here. */
const subcommands = new Set([
  'agents',
  'exec',
  'e',
  'review',
  'login',
  'logout',
  'mcp',
  'mcp-server',
  'plugin',
  'app-server',
  'remote-control',
  'sandbox',
  'apply',
  'a',
  'resume',
  'queue',
  'archive',
  'delete',
  'unarchive',
  'fork',
  'cloud',
  'exec-server',
  'debug',
  'features',
  'completion',
  'help',
  'doctor',
  'update',
  'daemon',
  'proxy',
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
  const at = words.findIndex((word) => findPart(word) !== undefined);
  if (at < 0 || at > 1) {
    return undefined;
  }
  const after = words.slice(at + 1);
  const role = chooseRole(findPart(words[at] ?? '') ?? '', after);
  return role === undefined ? undefined : { role, isAlone: isAlone(after) };
}

/** Which part of Codex a program is by its name, empty for all of it; undefined for another program. */
function findPart(word: string): string | undefined {
  const match = programName.exec(basename(word.replaceAll('\\', '/')));
  return match === null ? undefined : (match[1] ?? '');
}

function chooseRole(part: string, words: readonly string[]): CodexRole | undefined {
  const free = words.filter((word, index) => !word.startsWith('-') && !isValue(word, words[index - 1] ?? ''));
  const [subcommand = '', second = ''] = part === '' ? free : [part, ...free];
  if (shortLived.has(subcommand)) {
    return undefined;
  }
  switch (subcommand) {
    case 'app-server':
      return serverRole(words, second);
    case 'acp':
    case 'mcp-server':
      return 'appServer';
    case 'exec':
    case 'e':
      return 'exec';
    default:
      return 'terminal';
  }
}

/** A word behind an option is its value, unless it can be a subcommand and the option is not known to have one. */
function isValue(word: string, before: string): boolean {
  return withValue.has(before) || (before.startsWith('-') && !subcommands.has(word));
}

/** `proxy` passes bytes on, `generate-…` writes files; any other word is the value of an option. */
const noServer = /^(?:proxy|help|generate-.*)$/u;

function serverRole(words: readonly string[], second: string): CodexRole | undefined {
  if (second === 'daemon') {
    return words.includes('pid-update-loop') ? 'updateLoop' : undefined;
  }
  if (noServer.test(second)) {
    return undefined;
  }
  return words.includes('--managed-daemon')
    ? 'backgroundServer'
    : words.some((word) => word.includes(agentHostMark))
      ? 'agentHost'
      : 'appServer';
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
