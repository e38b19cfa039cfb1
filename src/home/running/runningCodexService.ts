import type { Clock } from '../../util/clock.ts';
import { chooseEnding, decideBringAlong, type BringAlongStep, type BringAlongWish } from './bringAlong.ts';
import { haveJoined, isElsewhere, takeInventory, type AskedServer, type RunningCodex } from './inventory.ts';
import type { BackgroundServer, CodexProcess, CodexProcesses, HomeFacts, ServerEnding } from './ports.ts';

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

/** Knows which Codex on a Home uses which account, and brings its background server along after a change. */
export class RunningCodexService {
  readonly #ports: RunningCodexPorts;

  constructor(ports: RunningCodexPorts) {
    this.#ports = ports;
  }

  async look(): Promise<readonly RunningCodex[]> {
    const { processes, readHome, clock } = this.#ports;
    const [rows, home] = await Promise.all([processes.list(), readHome()]);
    return takeInventory({ processes: rows, asked: await this.#ask(home), home, nowMs: clock.nowMs() });
  }

  /**
   * Does what may be done unasked about a background server that uses something else than the Home holds. Another window
   * that was faster has left nothing to do.
   */
  bringAlong(wish: BringAlongWish): Promise<BroughtAlong> {
    return this.#ports.withHome(async () => {
      const running = await this.look();
      const before = findServer(running);
      const step = before === undefined ? 'nothing' : decideBringAlong(before, wish);
      return before === undefined || step === 'nothing' || step === 'ask' || step === 'tell'
        ? { step, before, running }
        : this.#end(before, step);
    });
  }

  /** The same with the person's click: also a server that is at work. One that has followed by now is left alone. */
  bringAlongNow({ isStoreMoved }: Pick<BringAlongWish, 'isStoreMoved'>): Promise<BroughtAlong> {
    return this.#ports.withHome(async () => {
      const running = await this.look();
      const before = findServer(running);
      return before !== undefined && (isStoreMoved || isElsewhere(before))
        ? this.#end(before, chooseEnding(before))
        : { step: 'nothing', before, running };
    });
  }

  /**
   * The processes that may be renewing the Home's token: without a background server that says that no turn runs, and
   * without the terminals that leave that to it.
   */
  async findWorkers(): Promise<readonly CodexProcess[]> {
    const rows = (await this.#ports.processes.list()).filter(({ role, usesHome }) => role !== 'updateLoop' && usesHome !== false);
    if (!rows.some(({ role }) => role === 'backgroundServer' || role === 'terminal')) {
      return rows;
    }
    const found = await this.#ports.server.find();
    const answers = found === undefined ? undefined : await this.#ports.server.ask(found, false);
    if (found === undefined || answers?.isAtWork !== false) {
      return rows;
    }
    const hasJoined = haveJoined(rows, answers.clients);
    return rows.filter(({ pid, role, isAlone }) => pid !== found.pid && (role !== 'terminal' || isAlone || !hasJoined));
  }

  async #ask({ isAtRest }: HomeFacts): Promise<AskedServer | undefined> {
    const server = await this.#ports.server.find();
    return server === undefined ? undefined : { server, answers: await this.#ports.server.ask(server, isAtRest) };
  }

  async #end(before: RunningCodex, ending: ServerEnding): Promise<BroughtAlong> {
    const done = await this.#ports.server.end({ pid: before.pid, ageMs: before.ageMs }, ending);
    return { step: done ?? 'failed', before, running: await this.look() };
  }
}

function findServer(running: readonly RunningCodex[]): RunningCodex | undefined {
  return running.find(({ kind }) => kind === 'terminals');
}
