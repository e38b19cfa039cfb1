import type { RemoteCredential } from '../../home/credential/remoteCredential.ts';
import type { HostRecords } from '../../storage/hostRecords.ts';
import { randomBase64Url } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { ignoreExpected } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { CopyDocument, type KnownGrants } from './copyDocument.ts';
import { explainShellEnd, judgeContainers } from './shellAnswer.ts';
import { planContainers, planResolve, type SshChoice } from './copyPlan.ts';
import { parseSshName, type CopyTarget, type RunningContainer } from './copyTarget.ts';
import type { CopyDestination, CopyResult, DestinationState } from './destination.ts';
import type { Programs, SshConfigFiles } from './ports.ts';
import type { Belonging } from '../remote/remoteState.ts';
import { parseSshAddress, showSshAddress } from './sshAnswer.ts';
import { listSshNames } from './sshConfig.ts';
import { copyError } from './copyError.ts';

/** What reaches targets, and the records of what was sent where. */
export interface CopyPorts {
  readonly programs: Programs;
  readonly sshConfig: () => SshConfigFiles;
  readonly ssh: () => SshChoice;
  readonly grants: KnownGrants;
  readonly records: HostRecords;
  readonly clock: Clock;
  /** The destination that a target leads to; `place` is how it is shown. */
  readonly reach: (target: CopyTarget, place: string) => CopyDestination;
  /** The Codex home that a chosen folder means. */
  readonly findHomeFolder: (chosen: string) => Promise<string>;
  /** Whether a folder is the Codex home of this computer, whichever path leads there. */
  readonly isOwnHome: (path: string) => Promise<boolean>;
}

/** A target that was looked at: all that is known before anything is sent. */
export interface FoundPlace {
  readonly target: CopyTarget;
  /** Where it leads: `user@host:port`, the container's name, or the folder. */
  readonly place: string;
  /** The hosts on the way there. */
  readonly by: string | undefined;
  readonly home: DestinationState;
  /** What is there can not be had again from anywhere else, so it is kept beside. */
  readonly mustKeep: boolean;
}

/** What arrived, and whether it could be noted here. */
export interface SentCopy extends CopyResult {
  /** Whether it is in our list of hosts. */
  readonly isNoted: boolean;
}

/** An account on its way, and what the person agreed to replace. */
export interface Sending {
  readonly credential: RemoteCredential;
  readonly belonging: Belonging;
}

const resolveLimitMs = 15_000;
/** The hosts beside them in the picker wait for the containers. */
const containersLimitMs = 5000;

/** Copies a sign-in to a host that no window is connected to (docs/decisions.md, Bindings). */
export class CopyService {
  readonly #ports: CopyPorts;

  constructor(ports: CopyPorts) {
    this.#ports = ports;
  }

  listSshNames(): Promise<readonly string[]> {
    return listSshNames(this.#ports.sshConfig());
  }

  hasDocker(): Promise<boolean> {
    return this.#ports.programs.has('docker');
  }

  async listContainers(signal: AbortSignal): Promise<readonly RunningContainer[]> {
    const end = await this.#ports.programs.run({ ...planContainers(), input: '', limitMs: containersLimitMs, signal });
    return judgeContainers(end, { program: 'docker', place: 'docker', limitMs: containersLimitMs });
  }

  /** @throws AuthError `correctInput` when it is the Home of this computer, which has its own way to be changed */
  async findFolder(chosen: string): Promise<CopyTarget> {
    const path = await this.#ports.findHomeFolder(chosen);
    if (await this.#ports.isOwnHome(path)) {
      throw copyError('correctInput', buildSentence('copy.ownHome', { path }));
    }
    return { kind: 'folder', path };
  }

  /** Where the target leads and whose sign-in is there. Nothing of an account is sent. */
  async find(target: CopyTarget, signal: AbortSignal): Promise<FoundPlace> {
    const { place, by } = await this.#resolve(target, signal);
    const home = await this.#ports.reach(target, place).look(signal);
    return { target, place, by, home, mustKeep: !['none', 'lease'].includes(home.holds) };
  }

  /**
   * Puts it there and notes what was put where. The note holds no secret; of an own sign-in it is all that stays here.
   * @throws AuthError; what was there is then unharmed
   */
  async send(found: FoundPlace, sending: Sending, signal: AbortSignal): Promise<SentCopy> {
    const document = await CopyDocument.admit(sending.credential, this.#ports.grants);
    const keepAs = found.mustKeep ? `auth.json.before-${this.#timeForName()}` : undefined;
    const put = { document, expectedStamp: found.home.stamp, keepAs };
    const result = await this.#ports.reach(found.target, found.place).put(put, signal);
    const noting = this.#note(found, sending, result).then(() => true);
    // An error would have the caller end a sign-in that is in use.
    const isNoted = (await noting.catch(ignoreExpected)) === true;
    return { ...result, isNoted };
  }

  async #note(
    { target, place, home }: FoundPlace,
    { credential, belonging }: Sending,
    { path }: CopyResult,
  ): Promise<void> {
    const { records, clock } = this.#ports;
    const id = `${target.kind}:${place}`;
    const nowMs = clock.nowMs();
    const { binding, accessTokenHash, expiresAtMs } = credential;
    const { accountId, label, hiddenLabel, identity } = belonging;
    await records.withHost(id, async () => {
      const before = await records.read(id);
      await records.write({
        id,
        via: target.kind,
        name: nameOf(target),
        userName: home.user,
        authority: undefined,
        choice: before?.choice ?? 'auto',
        placed: {
          binding,
          accountId,
          label,
          hiddenLabel,
          userId: identity.userId,
          workspaceId: identity.workspaceId,
          accessTokenHash,
          expiresAtMs,
          placementId: randomBase64Url(18),
          placedAtMs: nowMs,
          path,
          codexNeedsRestartSinceMs: undefined,
        },
        lastSeenMs: nowMs,
      });
    });
  }

  async #resolve(
    target: CopyTarget,
    signal: AbortSignal,
  ): Promise<{ readonly place: string; readonly by: string | undefined }> {
    switch (target.kind) {
      case 'folder':
        return { place: target.path, by: undefined };
      case 'docker':
        return {
          place: target.user === undefined ? target.container : `${target.user}@${target.container}`,
          by: undefined,
        };
      case 'ssh': {
        const { programs, ssh } = this.#ports;
        if (parseSshName(target.name) !== target.name) {
          throw copyError('correctInput', buildSentence('copy.badName', { name: target.name }));
        }
        const end = await programs.run({
          ...planResolve(target.name, ssh()),
          input: '',
          limitMs: resolveLimitMs,
          signal,
        });
        const address = end.kind === 'ended' && end.exitCode === 0 ? parseSshAddress(end.stdout) : undefined;
        if (address === undefined) {
          throw explainShellEnd(end, { program: 'ssh', place: target.name, limitMs: resolveLimitMs });
        }
        return { place: showSshAddress(address), by: address.by };
      }
    }
  }

  /** `20261121-042741`, in UTC. */
  #timeForName(): string {
    return new Date(this.#ports.clock.nowMs())
      .toISOString()
      .replace(/[-:]/gu, '')
      .replace(/\..*$/u, '')
      .replace('T', '-');
  }
}

function nameOf(target: CopyTarget): string {
  switch (target.kind) {
    case 'ssh':
      return target.name;
    case 'docker':
      return target.container;
    case 'folder':
      return target.path;
  }
}
