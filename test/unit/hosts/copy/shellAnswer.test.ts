import { describe, expect, it } from 'vitest';
import { explainShellEnd, judgeContainers, judgeLook, judgePut } from '../../../../src/hosts/copy/shellAnswer.ts';
import type { ProgramEnd } from '../../../../src/hosts/copy/ports.ts';

const ssh = { program: 'ssh', place: 'ada@far:22', limitMs: 40_000 } as const;
const docker = { program: 'docker', place: 'box', limitMs: 40_000 } as const;

const ended = (over: Partial<Extract<ProgramEnd, { kind: 'ended' }>>): ProgramEnd => ({
  kind: 'ended',
  exitCode: 0,
  stdout: '',
  stderr: '',
  ...over,
});
const say = (...lines: readonly string[]): string => lines.map((line) => `codex-accounts:${line}\n`).join('');
const saying = (judge: () => unknown): unknown => {
  try {
    return judge();
  } catch (failure) {
    return failure;
  }
};

describe('what a host answers to a look', () => {
  const lines = say('user=ada', 'path=/home/ada/.codex/auth.json', 'store=', 'stamp=none', 'holds=none');

  it('is read among whatever a login prints', () => {
    const stdout = `Welcome!\r\nholds=chatgpt\n${lines}bye`;
    expect(judgeLook(ended({ stdout }), ssh)).toEqual({
      user: 'ada',
      path: '/home/ada/.codex/auth.json',
      stamp: 'none',
      holds: 'none',
    });
  });

  it.each(['keyring', 'ephemeral'])('is a refusal when Codex there reads the store %s', (store) => {
    const stdout = lines.replace('store=', `store=${store}`);
    expect(saying(() => judgeLook(ended({ stdout }), ssh))).toMatchObject({
      sentence: { messageId: 'copy.storeElsewhere', args: { place: 'ada@far:22:/home/ada/.codex/auth.json', store } },
    });
  });

  it.each(['stamp=$(id)', 'stamp=none x', 'holds=king'])('is no answer with %s', (odd) => {
    const stdout = lines + say(odd);
    expect(saying(() => judgeLook(ended({ stdout }), ssh))).toMatchObject({ message: 'copy.noAnswer' });
  });

  it.each([
    ['diskFull', 'home.diskFull', 'fixFile'],
    ['readOnlyDisk', 'home.readOnlyDisk', 'fixFile'],
    ['incomplete', 'copy.incomplete', 'tryAgain'],
    ['noHome', 'copy.noHome', 'fixFile'],
  ])('names the problem %s', (problem, messageId, code) => {
    const stdout = say('path=/x/auth.json', `problem=${problem}`);
    expect(saying(() => judgeLook(ended({ stdout, exitCode: 3 }), ssh))).toMatchObject({ code, message: messageId });
  });
});

describe('what a host answers to a put', () => {
  it('counts as done even when the connection breaks right after', () => {
    const stdout = say('path=/x/auth.json', 'placed=abcdef01', 'kept=/x/old');
    expect(judgePut(ended({ stdout, exitCode: 255, stderr: 'Connection closed' }), ssh)).toEqual({
      path: '/x/auth.json',
      keptPath: '/x/old',
      cli: undefined,
    });
  });

  it('carries the word of the CLI, made fit to be shown', () => {
    const stdout = say('path=/x/auth.json', 'placed=abcdef01', 'cliExit=1', 'cliSays=Not\u001b[31m logged in');
    expect(judgePut(ended({ stdout }), ssh).cli).toEqual({ isSignedIn: false, says: 'Not [31m logged in' });
  });
});

describe('why there is no answer', () => {
  it.each([
    [255, 'ssh: Could not resolve hostname far: Name or service not known', 'copy.hostNotFound'],
    [255, 'ssh: connect to host 127.0.0.1 port 9: Connection refused', 'copy.hostDown'],
    [255, 'ssh: connect to host far port 22: Connection timed out', 'copy.hostDown'],
    [255, 'channel 0: open failed: connect failed: No route to host', 'copy.hostDown'],
    [255, 'client_loop: send disconnect: Connection timed out', 'copy.cut'],
    [255, 'ada@far: Permission denied (publickey).', 'copy.keyRefused'],
    [255, 'Received disconnect from far port 22:2: Too many authentication failures', 'copy.keyRefused'],
    [
      255,
      'No ED25519 host key is known for far and you have requested strict checking.\nHost key verification failed.',
      'copy.hostKeyUnknown',
    ],
    [
      255,
      '@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@\nHost key verification failed.',
      'copy.hostKeyChanged',
    ],
    [255, '/home/ada/.ssh/config: line 3: Bad configuration option: usekeychain', 'copy.sshConfig'],
    [
      255,
      "/home/ada/.ssh/config line 4: Bad port 'x'.\r\n/home/ada/.ssh/config: terminating, 1 bad configuration options",
      'copy.sshConfig',
    ],
    [255, '/home/ada/.ssh/config line 2: invalid quotes', 'copy.sshConfig'],
    [255, 'Bad owner or permissions on /home/ada/.ssh/config', 'copy.sshConfig'],
    [255, "Can't open user config file /home/ada/.ssh/config: Permission denied", 'copy.sshConfig'],
    [255, 'Too many recursive configuration includes', 'copy.sshConfig'],
    [255, 'Timeout, server far not responding.', 'copy.cut'],
    [255, 'kex_exchange_identification: read: Connection reset by peer', 'copy.cut'],
    [255, '', 'copy.cut'],
    [127, 'bash: line 1: exec: sh: not found', 'copy.noShell'],
    [1, "exec : The term 'exec' is not recognized as the name of a cmdlet", 'copy.noShell'],
    [1, 'This account is currently not available.', 'copy.noAnswer'],
  ])('ssh ends with %i and %j: %s', (exitCode, stderr, messageId) => {
    expect(explainShellEnd(ended({ exitCode, stderr }), ssh)).toMatchObject({ message: messageId });
  });

  it('names the file and the line that ssh stumbles over, in its own words', () => {
    const stderr =
      "/home/ada/.ssh/conf.d/work line 4: Bad port 'x'.\r\n/home/ada/.ssh/config: terminating, 1 bad configuration options\r\n";
    const { sentence } = explainShellEnd(ended({ exitCode: 255, stderr }), ssh);
    expect(sentence.args).toMatchObject({ said: "/home/ada/.ssh/conf.d/work line 4: Bad port 'x'." });
  });

  it.each([
    [
      1,
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'copy.dockerDown',
    ],
    [
      1,
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      'copy.dockerDenied',
    ],
    [1, 'Error response from daemon: No such container: box', 'copy.containerMissing'],
    [1, 'Error response from daemon: container 1f2e is not running', 'copy.containerStopped'],
    [126, 'unable to find user vscode: no matching entries in passwd file', 'copy.containerUser'],
    [
      127,
      'OCI runtime exec failed: exec failed: exec: "sh": executable file not found in $PATH: unknown',
      'copy.noShell',
    ],
  ])('docker ends with %i and %j: %s', (exitCode, stderr, messageId) => {
    expect(explainShellEnd(ended({ exitCode, stderr }), docker)).toMatchObject({ message: messageId });
  });

  it('names the program that is missing, and the time that ran out', () => {
    expect(explainShellEnd({ kind: 'noProgram' }, ssh)).toMatchObject({ message: 'copy.noSshProgram' });
    expect(explainShellEnd({ kind: 'noProgram' }, docker)).toMatchObject({ message: 'copy.noDockerProgram' });
    expect(explainShellEnd({ kind: 'tooLong' }, ssh)).toMatchObject({
      sentence: { messageId: 'copy.tooLong', args: { seconds: '40' } },
    });
  });
});

it('only containers whose names can be handed back are offered', () => {
  const stdout = '{"name":"box","image":"debian"}\n{"name":"-x","image":"y"}\nnoise\n';
  expect(judgeContainers(ended({ stdout }), docker)).toEqual([{ name: 'box', image: 'debian' }]);
});
