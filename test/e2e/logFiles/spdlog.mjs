// What VS Code asks of the native module "@vscode/spdlog", which a code-server without compilers lacks: log files.

import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

export function setFlushOn() {}

export async function createAsyncRotatingLogger(name, path) {
  mkdirSync(dirname(path), { recursive: true });
  let lowest = 2;
  const write = (level) => (message) => {
    if (level >= lowest) appendFileSync(path, `[${levels[level]}] ${message}\n`);
  };
  return {
    ...Object.fromEntries(levels.map((level, index) => [level, write(index)])),
    setLevel: (level) => {
      lowest = level;
    },
    clearFormatters() {},
    setPattern() {},
    flush() {},
    drop() {},
  };
}
