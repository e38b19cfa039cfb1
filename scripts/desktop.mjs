// The VS Code on this computer, with data and extensions of its own.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutVsCode } from './codeServer.mjs';
import { Stop, run } from './processes.mjs';
import { say } from './progress.mjs';
import { findProgram } from './programs.mjs';

/** Installs the .vsix, opens the folder in a new window and waits until it is closed; the exit code. */
export async function openDesktop({ folder, vsixPaths, userSettings, dataFolder, env }) {
  const program = findProgram('code');
  if (program === undefined) {
    throw new Stop(
      "`code` is not on PATH. Install VS Code, run its command \"Shell Command: Install 'code' command " +
        'in PATH", or run npm start without --desktop.',
    );
  }
  const userDataDir = join(dataFolder, 'user-data');
  mkdirSync(join(userDataDir, 'User'), { recursive: true, mode: 0o700 });
  writeFileSync(join(userDataDir, 'User', 'settings.json'), JSON.stringify(userSettings, null, 2));
  const own = ['--user-data-dir', userDataDir, '--extensions-dir', join(dataFolder, 'extensions')];
  const options = { env: withoutVsCode(env) };
  for (const vsix of vsixPaths) {
    const { code, output } = await runCode(program, [...own, '--install-extension', vsix], options);
    if (code !== 0) throw new Stop(`VS Code could not install ${vsix}:\n${output}`);
  }
  say('opening VS Code; close its window or press Ctrl+C to end …');
  const { code, output } = await runCode(
    program,
    [...own, '--disable-workspace-trust', '--disable-telemetry', '--new-window', '--wait', folder],
    options,
  );
  if (code !== 0) throw new Stop(`VS Code ended with code ${code}:\n${output}`);
  return 0;
}

/** On Windows `code` is a batch file, which only the command interpreter can run; the paths are quoted for it. */
function runCode(program, args, options) {
  if (!/\.(cmd|bat)$/iu.test(program)) return run(program, args, options);
  const line = [program, ...args].map((part) => `"${part}"`).join(' ');
  return run(process.env.ComSpec ?? 'C:\\Windows\\System32\\cmd.exe', ['/d', '/s', '/c', `"${line}"`], {
    ...options,
    windowsVerbatimArguments: true,
  });
}
