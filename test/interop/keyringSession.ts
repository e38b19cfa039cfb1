import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { findProgram } from '../../scripts/programs.mjs';
import { root } from '../../scripts/tools.mjs';
import type { CodexHome } from './codexCli.ts';
import { keyringAnswer, type KeyringAnswer } from './keyringAnswer.ts';

export type KeyringState = 'unlocked' | 'locked' | 'absent';

const binary = join(root, 'node_modules', '@napi-rs', 'keyring-linux-x64-gnu', 'keyring.linux-x64-gnu.node');
const runFile = promisify(execFile);

/** Nothing is started by the bus itself: what runs on it is what a test put there. */
const busConfig = (folder: string): string => `<busconfig><type>session</type><listen>unix:dir=${folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

/** A desktop session without a desktop: a bus of its own, and a real gnome-keyring on it whose password is empty. */
export class KeyringSession {
  readonly #folder: string;
  readonly #bus: ChildProcessWithoutNullStreams;
  readonly #address: string;
  #daemon: ChildProcessWithoutNullStreams | undefined;

  private constructor(folder: string, bus: ChildProcessWithoutNullStreams, address: string) {
    this.#folder = folder;
    this.#bus = bus;
    this.#address = address;
  }

  /** @param folder where bus and keyrings are kept, in a path short enough for a socket */
  static async start(folder: string, state: KeyringState): Promise<KeyringSession> {
    for (const name of ['run', 'data']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
    const configFile = join(folder, 'bus.conf');
    writeFileSync(configFile, busConfig(join(folder, 'run')));
    const bus = spawn(requireProgram('dbus-daemon'), [`--config-file=${configFile}`, '--nofork', '--print-address'], {
      stdio: 'pipe',
      env: {},
    });
    const [address = ''] = (await once(createInterface({ input: bus.stdout }), 'line')) as string[];
    const session = new KeyringSession(folder, bus, address);
    await session.become(state);
    return session;
  }

  /** For the programs that share this session. */
  get environment(): Readonly<Record<string, string>> {
    return {
      DBUS_SESSION_BUS_ADDRESS: this.#address,
      XDG_RUNTIME_DIR: join(this.#folder, 'run'),
      XDG_DATA_HOME: join(this.#folder, 'data'),
    };
  }

  /** Ends the keyring's daemon and starts it in another state, on the same keyrings. */
  async become(state: KeyringState): Promise<void> {
    await end(this.#daemon);
    this.#daemon = undefined;
    if (state === 'absent') {
      return;
    }
    const unlock = state === 'unlocked' ? ['--unlock'] : [];
    const daemon = spawn(requireProgram('gnome-keyring-daemon'), ['--foreground', '--components=secrets', ...unlock], {
      stdio: 'pipe',
      env: { PATH: '/usr/bin:/bin', HOME: this.#folder, ...this.environment },
    });
    this.#daemon = daemon;
    daemon.stdin.end('\n');
    await this.#standing();
  }

  /** How many items of the CLI's service the keyring holds, asked of a third program. */
  async countItems(): Promise<number> {
    const env = { PATH: '/usr/bin:/bin', ...this.environment };
    const { stdout } = await runFile(requireProgram('secret-tool'), ['search', '--all', 'service', 'Codex Auth'], {
      env,
    });
    return stdout.split('\n').filter((line) => line.startsWith('[/')).length;
  }

  async close(): Promise<void> {
    await end(this.#daemon);
    await end(this.#bus);
  }

  /** The daemon takes its name on the bus when it is ready. */
  async #standing(): Promise<void> {
    const ask = ['--session', '--dest=org.freedesktop.DBus', '--print-reply=literal', '/org/freedesktop/DBus'];
    const question = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
    const env = { PATH: '/usr/bin:/bin', ...this.environment };
    for (let tries = 0; tries < 200; tries += 1) {
      const { stdout } = await runFile(requireProgram('dbus-send'), [...ask, ...question], { env });
      if (stdout.includes('true')) return;
    }
    throw new Error('gnome-keyring-daemon did not come up.');
  }
}

export interface OurSide {
  ask(command: Readonly<Record<string, string>>): Promise<KeyringAnswer>;
  close(): Promise<void>;
}

/** Starts our code in a process of its own. @param environment that of a `KeyringSession`; empty for no session bus */
export function startOurSide(
  home: CodexHome,
  environment: Readonly<Record<string, string>>,
  keyringBinary = binary,
): OurSide {
  const worker = join(import.meta.dirname, 'keyringWorker.ts');
  const child = spawn(process.execPath, [worker, home.path, join(home.path, 'no-system-config'), keyringBinary], {
    stdio: 'pipe',
    env: { ...home.environment(environment) },
  });
  const printed: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (command) => {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const line: IteratorResult<string, unknown> = await lines.next();
      if (line.done === true) throw new Error(`Our side ended: ${printed.join('')}`);
      return keyringAnswer.parse(JSON.parse(line.value));
    },
    close: () => end(child),
  };
}

async function end(child: ChildProcessWithoutNullStreams | undefined): Promise<void> {
  if (child?.exitCode === null && child.signalCode === null) {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  }
}

function requireProgram(name: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is missing.`);
  return path;
}
