// npm, run by this Node with nothing of an outer run's settings.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stop, run } from './processes.mjs';
import { findProgram } from './programs.mjs';

const windows = process.platform === 'win32';

/** npm says what is wrong first; with a wrong lock file a hundred lines of help follow. */
const linesShown = 15;

/** Runs npm in a folder; what it printed. @throws Stop with npm's first lines when it fails */
export async function npm(args, folder) {
  const { code, output } = await tryNpm([...args, '--no-audit', '--no-fund'], { cwd: folder });
  if (code !== 0) throw new Stop(`npm ${args.join(' ')} failed in ${folder}:\n${takeFirstLines(output)}`);
  return output;
}

/** The same, for who wants to know how it ended: `{code, output}`. The options are those of `run`. */
export function tryNpm(args, options) {
  const [file, ...first] = npmCommand();
  const env = { ...process.env };
  // A run started by `npm test` hands its own npm settings down, among them the root's prefix.
  for (const name of Object.keys(env)) {
    if (/^npm_(config_local_prefix|package_|lifecycle_)/u.test(name)) delete env[name];
  }
  return run(file, [...first, ...args, '--loglevel=error'], { ...options, env });
}

/** What npm said first, without empty lines. */
export function takeFirstLines(output) {
  const lines = output.split('\n').filter((line) => !/^(?:npm (?:error|ERR!))?\s*$/u.test(line));
  const left = lines.length - linesShown;
  return [...lines.slice(0, linesShown), ...(left > 0 ? [`(${left} more lines)`] : [])].join('\n');
}

/** npm is run by this Node from its script: on Windows `npm` is a batch file, which needs a shell. */
function npmCommand() {
  const nodeFolder = dirname(process.execPath);
  const scripts = [
    process.env.npm_execpath ?? '',
    join(nodeFolder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(nodeFolder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = scripts.find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  if (script !== undefined) return [process.execPath, script];
  const program = findProgram('npm');
  if (program !== undefined && !windows) return [program];
  throw new Stop('npm is missing. It comes with Node: https://nodejs.org/');
}
