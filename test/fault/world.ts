import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { practiceClientId } from '../../scripts/practiceHome.mjs';
import { people } from '../issuer/people.ts';
import { startPracticeIssuer, type GrantState, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { RealServer } from './backgroundServer.ts';
import { runIdleServer, runSimulatedCodex, type CodexRunResult } from './codexSimulator.ts';
import { Window } from './window.ts';
import type { SignedInTokens, WindowAnswer, WindowCommand } from './workerMessages.ts';

export const lifetimeSeconds = 900;
const clientId = practiceClientId;

export type Who = 'ada' | 'ben';

/** One account as each of the two products knows it, on the grant of its last sign-in. */
export interface Seat {
  readonly code: string;
  readonly cursor: string;
  readonly firstToken: string;
}

export interface WorldOptions {
  /** The Home may have a background server of the real CLI; its copy of the program takes 400 MB. */
  readonly hasServer?: boolean;
  /** The other product has a state folder, and with it a Ledger, of its own, as in a sandbox that has the Home mounted. */
  readonly isApart?: boolean;
}

/** Three windows (two of one product, one of another), one Home, one Ledger, one issuer that rotates and kills on reuse. */
export class World {
  readonly issuer: PracticeIssuer;
  readonly windows: readonly [Window, Window, Window];
  readonly home: string;
  /** Of the real CLI, on this Home; undefined in a world without one. */
  readonly server: RealServer | undefined;
  readonly #root: string;
  readonly #processFolder: string;
  readonly #seats = new Map<Who, Seat>();
  readonly #clock: { shiftMs: number };

  private constructor(
    issuer: PracticeIssuer,
    root: string,
    { clock, hasServer = false, isApart = false }: WorldOptions & { readonly clock: { shiftMs: number } },
  ) {
    this.issuer = issuer;
    this.#root = root;
    this.#clock = clock;
    this.home = join(root, 'home');
    this.#processFolder = join(root, 'processes');
    for (const folder of [this.home, this.#processFolder]) {
      mkdirSync(folder, { mode: 0o700 });
    }
    this.server = hasServer ? new RealServer(this.home, issuer) : undefined;
    this.windows = [
      this.#plan('code-1', 'Code'),
      this.#plan('code-2', 'Code'),
      this.#plan('cursor-1', 'Cursor', isApart ? 'other-state' : 'state'),
    ];
  }

  static async create(options: WorldOptions = {}): Promise<World> {
    const clock = { shiftMs: 0 };
    const issuer = await startPracticeIssuer({
      tls: options.hasServer === true,
      accessTokenLifetimeSeconds: lifetimeSeconds,
      now: () => Date.now() + clock.shiftMs,
    });
    const world = new World(issuer, mkdtempSync(join(tmpdir(), 'codex-accounts-fault-')), { ...options, clock });
    await Promise.all(world.windows.map((window) => window.open()));
    return world;
  }

  seat(who: Who): Seat {
    const seat = this.#seats.get(who);
    if (seat === undefined) {
      throw new TypeError(`${who} has not signed in.`);
    }
    return seat;
  }

  /** The account's id as a window's product knows it. */
  idFor(window: Window, who: Who): string {
    return window.plan.product === 'Code' ? this.seat(who).code : this.seat(who).cursor;
  }

  /** One sign-in, in place when there is an account already: into the Vaults of both products and, if wished, the Home. */
  async signIn(
    who: Who,
    { secondsLeft, isPlaced }: { readonly secondsLeft: number; readonly isPlaced: boolean },
  ): Promise<Seat> {
    const tokens = this.#issueTokens(who, secondsLeft);
    const [first, second, third] = this.windows;
    const code = requireAccount(await first.tell({ kind: 'save', tokens, isPlaced }));
    const cursor = requireAccount(await third.tell({ kind: 'save', tokens, isPlaced: false }));
    await first.tell({ kind: 'settle' });
    // The second window of the product reads the store as every window does; only when it has arrived the round begins.
    for (let looks = 0; looks < 100; looks += 1) {
      const seen = await second.tell({ kind: 'read', id: code });
      if (seen.kind === 'account' && seen.tokens.refreshToken === tokens.refreshToken) {
        break;
      }
      await second.tell({ kind: 'settle' });
    }
    const seat = { code, cursor, firstToken: tokens.refreshToken };
    this.#seats.set(who, seat);
    return seat;
  }

  grantOf(who: Who): GrantState {
    const { firstToken } = this.seat(who);
    const grant = this.issuer.grants().find(({ refreshTokens }) => refreshTokens[0] === firstToken);
    if (grant === undefined) {
      throw new TypeError('The issuer knows no such grant.');
    }
    return grant;
  }

  /**
   * The Home's background server, idle, with the sign-in that stands there. It finds out about its workspaces at its
   * start, when the token was young; with `isLate` the token has the age it has now: over, it could not ask.
   */
  async startServer(
    server: RealServer,
    { secondsLeft, isLate }: { readonly secondsLeft: number; readonly isLate: boolean },
  ): Promise<void> {
    this.#clock.shiftMs = isLate ? 0 : (secondsLeft - lifetimeSeconds) * 1000;
    await server.startIdle();
    this.#clock.shiftMs = 0;
  }

  runCodex(startsInMs: number): Promise<CodexRunResult> {
    const { home } = this;
    return runSimulatedCodex({
      home,
      clientId,
      startsInMs,
      processFolder: this.#processFolder,
      tokenUrl: `${this.issuer.url}/oauth/token`,
    });
  }

  /** An idle app server that is used again, if ever, after `wakesInMs`. */
  runServer({ wakesInMs, livesMs }: { readonly wakesInMs: number; readonly livesMs: number }): Promise<CodexRunResult> {
    const plan = {
      home: this.home,
      clientId,
      startsInMs: wakesInMs,
      processFolder: this.#processFolder,
      tokenUrl: `${this.issuer.url}/oauth/token`,
    };
    return runIdleServer(plan, livesMs);
  }

  /** Opens again what has died and lets everything be written that is on its way. */
  async calm(): Promise<void> {
    this.issuer.clearFaults();
    await Promise.all(this.windows.map((window) => (window.isOpen ? window.tell({ kind: 'spare' }) : window.open())));
    await this.tellAll({ kind: 'settle' });
    for (const window of this.windows) {
      await window.tell({ kind: 'follow' });
    }
    await this.tellAll({ kind: 'settle' });
  }

  /** Nobody is signed in there: what an earlier round left is not part of the next. */
  emptyHome(): void {
    rmSync(join(this.home, 'auth.json'), { force: true });
  }

  tellAll(command: WindowCommand): Promise<readonly WindowAnswer[]> {
    return Promise.all(this.windows.map((window) => window.tell(command)));
  }

  async close(): Promise<void> {
    await Promise.all(this.windows.map((window) => window.kill()));
    await this.server?.end();
    await this.issuer.close();
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 3 });
  }

  #issueTokens(who: Who, secondsLeft: number): SignedInTokens {
    const person = people.find(({ id }) => id === who) ?? people[0];
    const [{ id: workspaceId }] = person.workspaces;
    this.#clock.shiftMs = (secondsLeft - lifetimeSeconds) * 1000;
    const answer = this.issuer.issueGrant({ personId: who, workspaceId, clientId });
    const lastRefresh = new Date(Date.now() + this.#clock.shiftMs).toISOString();
    this.#clock.shiftMs = 0;
    return {
      lastRefresh,
      workspaceId,
      loginOwnerId: randomBytes(32).toString('base64url'),
      idToken: answer.id_token,
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
    };
  }

  #plan(name: string, product: 'Code' | 'Cursor', state = 'state'): Window {
    return new Window({
      name,
      product,
      clientId,
      home: this.home,
      processFolder: this.#processFolder,
      issuerUrl: this.issuer.url,
      vaultId: `vault-of-${product}`,
      hasServer: this.server !== undefined,
      stateFolder: join(this.#root, state),
      storeFolder: join(this.#root, `store-of-${product}`),
    });
  }
}

function requireAccount(answer: WindowAnswer): string {
  if (answer.kind !== 'account') {
    throw new TypeError(`No account was saved: ${answer.kind === 'failed' ? answer.message : answer.kind}`);
  }
  return answer.id;
}
