import type { Clock } from '../../base/clock.ts';
import { chooseEnding, decideBringAlong, type BringAlongStep, type FollowMode } from './decideBringAlong.ts';
import { canFollow, takeInventory, type AskedServer, type RunningCodex } from './inventory.ts';
import type {
  BackgroundServer,
  CodexProcess,
  CodexProcesses,
  FoundServer,
  HomeFacts,
  ServerAnswers,
  ServerEnding,
} from './ports.ts';

/** What looks at what runs, and the lock under which it is ended. */
export interface RunningCodexPorts {
  readonly processes: CodexProcesses;
  readonly server: BackgroundServer;
  readonly readHome: () => Promise<HomeFacts>;
  readonly clock: Clock;
  /** Runs `work` while no other window changes what runs on this Home. */
  readonly withHome: <T>(work: () => Promise<T>) => Promise<T>;
}

/** What became of the background server, and what runs now. */
export interface BroughtAlong {
  /** `failed`: it should have ended and did not. */
  readonly step: BringAlongStep | 'failed';
  /** As it was before. */
  readonly before: RunningCodex | undefined;
  /** Everything on the Home after it. */
  readonly running: readonly RunningCodex[];
}

/** What runs is to follow a Home that was changed. */
export interface BringAlongRequest {
  readonly mode: FollowMode;
  /** The store has moved: what runs now would look for its sign-in in the old place. */
  readonly isStoreMoved: boolean;
}

/** Knows which Codex on a Home uses which account, and brings its background server along after a change. */
export class RunningCodexService {
  readonly #ports: RunningCodexPorts;
  /** The server that was started before the store was moved, by its process id. */
  #outdatedPid: number | undefined;

  constructor(ports: RunningCodexPorts) {
    this.#ports = ports;
  }

  /** @param signal ends it for who waits no longer; left out, each question has its own limit */
  async look(signal?: AbortSignal): Promise<readonly RunningCodex[]> {
    const { processes, readHome, clock } = this.#ports;
    const [rows, home] = await Promise.all([processes.list(signal), readHome()]);
    const asked = await this.#findAsked(home, signal);
    const running = takeInventory({ processes: rows, asked, home, nowMs: clock.nowMs() });
    return running.map((codex) =>
      codex.pid === this.#outdatedPid && codex.used.kind === 'home' ? { ...codex, used: { kind: 'oldStore' } } : codex,
    );
  }

  /**
   * Does what may be done unasked about a background server that uses something else than the Home holds. Another window
   * that was faster has left nothing to do.
   */
  bringAlong({ mode, isStoreMoved }: BringAlongRequest): Promise<BroughtAlong> {
    return this.#ports.withHome(async () => {
      if (isStoreMoved) {
        this.#outdatedPid = (await this.#ports.server.find())?.pid;
      }
      const running = await this.look();
      const before = findServer(running);
      const step = before === undefined ? 'nothing' : decideBringAlong(before, mode);
      return before === undefined || step === 'nothing' || step === 'ask' || step === 'tell'
        ? { step, before, running }
        : this.#end(before, step, () => this.#isStillIdle(step));
    });
  }

  /**
   * The same with the person's click: also a server that is at work, if that is what they were told. One that has
   * followed by now is left alone.
   * @param told as it was when they were asked
   */
  bringAlongNow(told: RunningCodex): Promise<BroughtAlong> {
    return this.#ports.withHome(async () => {
      const running = await this.look();
      const before = findServer(running);
      if (before === undefined || !canFollow(before)) {
        return { step: 'nothing', before, running };
      }
      return told.activity === 'idle' && before.activity !== 'idle'
        ? { step: 'ask', before, running }
        : this.#end(before, chooseEnding(before), () => Promise.resolve(true));
    });
  }

  /**
   * The processes that may be renewing the Home's token: without a background server that says that no turn runs, that
   * nobody is connected to and that is connected to nothing, also after it was asked. One with a terminal open may renew
   * with its next key.
   */
  async findWorkers(): Promise<readonly CodexProcess[]> {
    const rows = await this.#listOnHome();
    const row = rows.find(({ role, hasConnection }) => role === 'backgroundServer' && hasConnection === false);
    const found = row === undefined ? undefined : await this.#ports.server.find();
    if (found === undefined || found.pid !== row?.pid) {
      return rows;
    }
    const answers = await this.#ask(found, await this.#ports.readHome(), { mayAskAccount: false });
    if (answers?.isAtWork !== false || answers.clients !== 0) {
      return rows;
    }
    // A terminal may have been opened meanwhile.
    return (await this.#listOnHome()).filter(({ pid, hasConnection }) => pid !== found.pid || hasConnection !== false);
  }

  async #listOnHome(): Promise<readonly CodexProcess[]> {
    return (await this.#ports.processes.list()).filter(
      ({ role, usesHome }) => role !== 'updateLoop' && usesHome !== false,
    );
  }

  /** Between the look and the end a terminal may have been opened, or a turn begun. */
  async #isStillIdle(ending: ServerEnding): Promise<boolean> {
    const found = await this.#ports.server.find();
    const answers =
      found === undefined ? undefined : await this.#ask(found, await this.#ports.readHome(), { mayAskAccount: false });
    return answers?.isAtWork === false && (ending === 'restart' || answers.clients === 0);
  }

  async #findAsked(home: HomeFacts, signal: AbortSignal | undefined): Promise<AskedServer | undefined> {
    const server = await this.#ports.server.find();
    signal?.throwIfAborted();
    const options = { mayAskAccount: home.isAtRest, signal };
    return server === undefined ? undefined : { server, answers: await this.#ask(server, home, options) };
  }

  /** A question must not have the token renewed: with the answer lost on its way, ours would be spent, unseen. */
  async #ask(
    server: FoundServer,
    home: HomeFacts,
    { mayAskAccount, signal }: { readonly mayAskAccount: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<ServerAnswers | undefined> {
    return mayHaveStartedDue(server, home, this.#ports.clock.nowMs())
      ? undefined
      : this.#ports.server.ask(server, mayAskAccount, signal);
  }

  async #end(before: RunningCodex, ending: ServerEnding, mayEnd: () => Promise<boolean>): Promise<BroughtAlong> {
    const done = await this.#ports.server.end({ pid: before.pid }, ending, mayEnd);
    const running = await this.look();
    return done === 'declined'
      ? { step: 'ask', before: findServer(running) ?? before, running }
      : { step: done ?? 'failed', before, running };
  }
}

/** Whether it may have found the token that is in the Home due at its start. */
function mayHaveStartedDue({ ageMs }: FoundServer, { dueSinceMs }: HomeFacts, nowMs: number): boolean {
  return dueSinceMs !== undefined && (ageMs === undefined || nowMs - ageMs >= dueSinceMs);
}

function findServer(running: readonly RunningCodex[]): RunningCodex | undefined {
  return running.find(({ kind }) => kind === 'terminals');
}
