import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { beginTalk, type AppServerTalk } from './appServerTalk.ts';
import type { CodexProgram } from './codexProgram.ts';

const graceMs = 2000;

/** A `codex app-server` of ours: started for a few questions, ended by its own process id. */
export interface AppServer {
  readonly talk: AppServerTalk;
  /** Its input ends, which ends it; a signal to this one process helps where that is not enough, and force after that. */
  end(): void;
}

/**
 * Starts one.
 * @param environment all that it gets
 * @param signal ends every wait; the process is ended by `end`
 */
export function startAppServer(
  program: CodexProgram,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AppServer {
  const child = spawn(program.path, [...program.parameters, 'app-server'], {
    // The person's own folder, never a workspace.
    cwd: homedir(),
    env: { ...environment, ...program.environment },
    stdio: 'pipe',
    shell: false,
    windowsHide: true,
  });
  const talk = beginTalk((text) => child.stdin.write(`${text}\n`));
  const gone = (): void => {
    talk.fail(new AuthError('tryAgain', buildSentence('codex.noAnswer', {})));
  };
  const cancel = (): void => {
    talk.fail(signal.reason);
  };
  child.once('error', gone);
  child.once('close', () => {
    signal.removeEventListener('abort', cancel);
    gone();
  });
  // A child that has ended takes no more words; that it has ended is what counts.
  child.stdin.on('error', gone);
  // Read, so that it is never stopped by a full pipe; what it says there may name files of the person.
  child.stderr.resume();
  createInterface({ input: child.stdout }).on('line', (line) => {
    talk.hear(line);
  });
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) {
    cancel();
  }
  return {
    talk,
    end: () => {
      end(child);
    },
  };
}

function end(child: ChildProcessWithoutNullStreams): void {
  child.stdin.end();
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  child.once('exit', () => {
    clearTimeout(force);
  });
}
