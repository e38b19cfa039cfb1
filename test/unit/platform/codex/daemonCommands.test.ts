import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { SystemBackgroundServer } from '../../../../src/platform/codex/backgroundServer.ts';
import { DaemonCommands } from '../../../../src/platform/codex/daemonCommands.ts';
import { locatePidFile } from '../../../../src/platform/codex/backgroundServerPaths.ts';
import { readStartTicks } from '../../../../src/platform/processes/processStart.ts';
import { systemClock as clock } from '../../../../src/platform/systemClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { Disposables } from '../../../../src/base/disposables.ts';
import { notEnded } from '../../../support/fakeClock.ts';

const running = 'echo \'{"status":"running","pid":1}\'';

/** A `codex` that notes how it was called, and with what environment; a server that was started with another. */
function createScene(script: string, serverEnvironment: Readonly<Record<string, string>> = {}) {
  const folder = createTemporaryFolder();
  const home = createTemporaryFolder();
  const notes = `echo "$@" >> ${folder}/calls\nenv > ${folder}/environment-$3`;
  writeFileSync(join(folder, 'codex'), `#!/bin/sh\n${notes}\n${script}\n`, { mode: 0o700 });
  const server = spawn('/bin/sleep', ['60'], { env: { CODEX_HOME: home, ...serverEnvironment } });
  onTestFinished(() => {
    server.kill('SIGKILL');
  });
  const environment = { PATH: `${folder}:/usr/bin:/bin`, VSCODE_PID: '1', OPENAI_API_KEY: 'of the caller', LANG: 'C' };
  const read = (name: string): string =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';
  return {
    home,
    folder,
    server,
    environment,
    pid: server.pid ?? 0,
    commands: new DaemonCommands({ home, environment, workspaceFolders: () => [], ended: notEnded }),
    calls: () => read('calls').trim().split('\n'),
    names: (command: string) =>
      new Map(
        read(`environment-${command}`)
          .split('\n')
          .map((row) => [row.split('=')[0] ?? '', row.slice(row.indexOf('=') + 1)]),
      ),
  };
}

const mayEnd = (): Promise<boolean> => Promise.resolve(true);

describe('the CLI’s own command', unless(obstacles.notLinux), () => {
  it('ends the server once the CLI sees one that runs, with nothing of ours but what it needs', async () => {
    const { commands, calls, names, pid, home } = createScene(running);
    expect(await commands.run(pid, 'stop', mayEnd)).toBe(true);
    expect(calls()).toEqual(['app-server daemon version', 'app-server daemon stop']);
    for (const command of ['version', 'stop']) {
      expect(names(command).get('CODEX_HOME')).toBe(home);
      expect([...names(command).keys()].filter((name) => ['VSCODE_PID', 'OPENAI_API_KEY'].includes(name))).toEqual([]);
    }
  });

  it('is not run any more when the server may not be ended at the last moment', async () => {
    const { commands, calls, pid } = createScene(running);
    expect(await commands.run(pid, 'stop', () => Promise.resolve(false))).toBe('declined');
    expect(calls()).toEqual(['app-server daemon version']);
  });

  it.each([
    ['fails', 'exit 1'],
    ['says that none runs', 'echo \'{"status":"notRunning"}\''],
    ['says something else', 'echo hello'],
  ])('is not used when asked for the version it %s', async (_name, script) => {
    const { commands, calls, pid } = createScene(script);
    expect(await commands.run(pid, 'stop', mayEnd)).toBe(false);
    expect(calls()).toEqual(['app-server daemon version']);
  });

  it('ends with its owner, however long it would run', async () => {
    const { home, environment, calls, pid } = createScene(`[ "$3" = version ] && ${running} || exec sleep 60`);
    const owner = new Disposables();
    const commands = new DaemonCommands({ home, environment, workspaceFolders: () => [], ended: owner.ended });
    const outcome = commands.run(pid, 'stop', mayEnd);
    await expect.poll(() => calls().length).toBe(2);
    owner.dispose();
    expect(await outcome).toBe(false);
  });

  it('has failed when it says so', async () => {
    const { commands, pid } = createScene(`[ "$3" = version ] && ${running} || exit 3`);
    expect(await commands.run(pid, 'stop', mayEnd)).toBe(false);
  });

  it('is none of a folder that is open in the editor, and none that is not there', async () => {
    const { home, folder, environment, calls, pid } = createScene(running);
    expect(
      await new DaemonCommands({ home, environment, workspaceFolders: () => [folder], ended: notEnded }).run(
        pid,
        'stop',
        mayEnd,
      ),
    ).toBe(false);
    expect(
      await new DaemonCommands({
        home,
        environment: { PATH: '/nowhere' },
        workspaceFolders: () => [],
        ended: notEnded,
      }).run(pid, 'stop', mayEnd),
    ).toBe(false);
    expect(calls()).toEqual(['']);
  });

  it('starts the server again with the environment of the one before, without VS Code and secrets', async () => {
    const kept = {
      PATH: '/of/the/terminal:/usr/bin:/bin',
      LANG: 'de_AT.UTF-8',
      KEYBOARD: 'at',
      CODEX_CA_CERTIFICATE: '/ca',
    };
    const dropped = {
      VSCODE_IPC_HOOK_CLI: '1',
      ELECTRON_RUN_AS_NODE: '1',
      CODE_SERVER_PARENT_PID: '1',
      OPENAI_API_KEY: '1',
      GITHUB_TOKEN: '1',
      AWS_ACCESS_KEY_ID: '1',
      CODEX_ACCESS_TOKEN: '1',
      DB_PASSWORD: '1',
      client_secret: '1',
      GOOGLE_CREDENTIALS: '1',
    };
    const { commands, names, pid, home } = createScene(running, {
      ...kept,
      ...dropped,
      CODEX_HOME: '/spelt/otherwise',
    });
    expect(await commands.run(pid, 'restart', mayEnd)).toBe(true);
    const given = names('restart');
    expect(Object.fromEntries(given)).toMatchObject({ ...kept, CODEX_HOME: home });
    expect([...given.keys()].filter((name) => name in dropped)).toEqual([]);
  });

  it('starts it again with ours where that environment can not be read', async () => {
    const { commands, names, home, server, pid } = createScene(running);
    server.kill('SIGKILL');
    await new Promise((resolve) => server.once('exit', resolve));
    expect(await commands.run(pid, 'restart', mayEnd)).toBe(true);
    expect(names('restart').get('CODEX_HOME')).toBe(home);
    expect(names('restart').get('LANG')).toBe('C');
  });
});

describe('a server without a CLI that ends it', unless(obstacles.notLinux), () => {
  async function noteServer(home: string, pid: number): Promise<void> {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    mkdirSync(dirname(locatePidFile(home)));
    writeFileSync(
      locatePidFile(home),
      JSON.stringify({ pid, processIdentity: { bootId, startTicks: await readStartTicks(pid) } }),
    );
  }

  it('is asked to end itself, and is then gone', async () => {
    const { home, pid, commands, server } = createScene('exit 1');
    await noteServer(home, pid);
    const background = new SystemBackgroundServer({ home, version: '1', clock, ended: notEnded, commands });
    const found = await background.find();
    expect(found?.pid).toBe(pid);
    // Nothing would start it again: what is open on it is left as it is.
    expect(await background.end({ pid }, 'restart', mayEnd)).toBeUndefined();
    expect(server.signalCode).toBeNull();
    expect(await background.end({ pid }, 'stop', () => Promise.resolve(false))).toBe('declined');
    expect(server.signalCode).toBeNull();
    expect(await background.end({ pid }, 'stop', mayEnd)).toBe('stop');
    await expect.poll(() => server.signalCode).toBe('SIGTERM');
  });

  it('is waited for no longer than this extension lives', async () => {
    const { home, pid, commands, server } = createScene('exit 1');
    await noteServer(home, pid);
    vi.spyOn(process, 'kill').mockReturnValue(true);
    const ended = AbortSignal.abort(new Cancelled());
    const background = new SystemBackgroundServer({ home, version: '1', clock, ended, commands });
    await expect(background.end({ pid }, 'stop', mayEnd)).rejects.toThrow(Cancelled);
    expect(server.signalCode).toBeNull();
  });

  it('is said to be there when it may not be ended', async () => {
    const { home, pid, commands } = createScene('exit 1');
    await noteServer(home, pid);
    vi.spyOn(process, 'kill').mockImplementation(() => {
      throw new Error('EPERM');
    });
    expect(
      await new SystemBackgroundServer({ home, version: '1', clock, ended: notEnded, commands }).end(
        { pid },
        'stop',
        mayEnd,
      ),
    ).toBeUndefined();
  });

  it('is left alone when another process is noted by now', async () => {
    const { home, pid, commands, server } = createScene('exit 1');
    await noteServer(home, process.pid);
    const background = new SystemBackgroundServer({ home, version: '1', clock, ended: notEnded, commands });
    expect(await background.end({ pid }, 'stop', mayEnd)).toBeUndefined();
    expect([server.exitCode, server.signalCode]).toEqual([null, null]);
  });
});
