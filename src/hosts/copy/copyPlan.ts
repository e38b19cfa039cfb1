import type { CopyTarget } from './copyTarget.ts';
import type { ScriptCommand } from './installScript.ts';
import type { ProgramRun } from './ports.ts';

/** Which files the SSH client reads its configuration from; undefined for its own. */
export interface SshChoice {
  readonly configFile: string | undefined;
}

/** A target that is reached by a shell there. */
export type ShellTarget = Exclude<CopyTarget, { kind: 'folder' }>;

/**
 * Nobody is there to answer a question, nothing is forwarded, no command of the configuration runs instead of ours, and
 * no connection is left open behind us; one that the person has open may be used.
 */
const sshOptions = [
  'BatchMode=yes',
  'ConnectTimeout=15',
  'ServerAliveInterval=10',
  'ServerAliveCountMax=2',
  'ControlMaster=no',
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'RequestTTY=no',
  'RemoteCommand=none',
  'PermitLocalCommand=no',
  'LogLevel=ERROR',
].flatMap((option) => ['-o', option]);

function sshFile({ configFile }: SshChoice): readonly string[] {
  return configFile === undefined ? [] : ['-F', configFile];
}

/** What the client makes of a name, without connecting: user, host name, port. */
export function planResolve(name: string, choice: SshChoice): Pick<ProgramRun, 'program' | 'args'> {
  return { program: 'ssh', args: ['-G', ...sshFile(choice), '--', name] };
}

/** The command that lists the containers that run. */
export function planContainers(): Pick<ProgramRun, 'program' | 'args'> {
  return {
    program: 'docker',
    args: ['ps', '--no-trunc', '--format', '{"name":{{json .Names}},"image":{{json .Image}}}'],
  };
}

/** The script and the document go over standard input; no argument holds a secret. */
export function planCommand(
  target: ShellTarget,
  command: ScriptCommand,
  choice: SshChoice,
): Pick<ProgramRun, 'program' | 'args'> {
  return target.kind === 'ssh'
    ? { program: 'ssh', args: ['-T', ...sshFile(choice), ...sshOptions, '--', target.name, command.forLoginShell] }
    : {
        program: 'docker',
        args: [
          'exec',
          '-i',
          ...(target.user === undefined ? [] : ['-u', target.user]),
          '--',
          target.container,
          'sh',
          '-c',
          command.forSh,
        ],
      };
}
