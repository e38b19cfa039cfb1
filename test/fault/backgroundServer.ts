import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildPracticeConfig, practiceEnvironment } from '../../scripts/practiceHome.mjs';
import { findSafeSocket } from '../../src/platform/codex/serverFiles.ts';
import { withServer } from '../../src/platform/codex/serverConnection.ts';
import { requireCodexBinary } from '../interop/codexCli.ts';
import type { PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { endBackground, listProcessesOn } from '../support/codexTerminal.ts';
import { readRefreshToken, type CodexRunResult } from './codexSimulator.ts';
import { findServerRequests } from './verdict.ts';

const runFile = promisify(execFile);
/** The first start of a Home copies 400 MB; a later one takes a fifth of a second. */
const startLimitMs = 60_000;
const answerLimitMs = 5000;
/** After its start the server asks for models and workspaces, and has given up on those after this long without a request. */
const quietMs = 150;
/** What the issuer has ended is gone at the server's side as well. */
const closingMs = 20;
const mostRefusals = 10_000;
/** What a window had begun when it was killed, such as the end of the server, is over within moments. */
const longestEndMs = 5000;

/** A port that nobody serves: what the CLI wants from outside this computer ends there. */
const deadProxy = 'http://127.0.0.1:9';

/** The background server of the real CLI on one Home, which speaks to the practice issuer. */
export class RealServer {
  readonly #home: string;
  readonly #issuer: PracticeIssuer;
  readonly #environment: Readonly<Record<string, string>>;
  #usedAtMs: number | undefined;

  constructor(home: string, issuer: PracticeIssuer) {
    this.#home = home;
    this.#issuer = issuer;
    writeFileSync(join(home, 'config.toml'), buildPracticeConfig(issuer));
    this.#environment = {
      PATH: '/usr/bin:/bin',
      HOME: dirname(home),
      TERM: 'dumb',
      CODEX_HOME: home,
      HTTPS_PROXY: deadProxy,
      HTTP_PROXY: deadProxy,
      NO_PROXY: '127.0.0.1,localhost',
      ...practiceEnvironment(issuer),
    };
  }

  /** When a person began to use it in this round; before, only a question of ours can have set it to work. */
  get usedAtMs(): number | undefined {
    return this.#usedAtMs;
  }

  /** What an interactive `codex` does first. */
  async ensureRunning(): Promise<void> {
    const options = { env: this.#environment, cwd: this.#home, timeout: startLimitMs };
    await runFile(requireCodexBinary(), ['app-server', 'daemon', 'start'], options);
  }

  /**
   * Starts it with the sign-in that stands in the Home and leaves it idle. A token that is due it would renew at once:
   * the issuer refuses that for so long, and so it holds that token until it is used.
   */
  async startIdle(): Promise<void> {
    this.#issuer.fault({ path: '/oauth/token', kind: 'status', status: 503, times: mostRefusals });
    await this.ensureRunning();
    for (let before = -1, now = 0; before !== now; now = this.#issuer.log.requests().length) {
      before = now;
      await wait(quietMs);
    }
    this.#issuer.dropIdleConnections();
    await wait(closingMs);
    this.#issuer.log.clear();
    this.#issuer.clearFaults();
  }

  /** A person uses it: it is started where there is none, and renews what is due. */
  async use(): Promise<CodexRunResult> {
    this.#usedAtMs ??= Date.now();
    await this.ensureRunning();
    const socket = await findSafeSocket(this.#home);
    // A window may end it in the middle, after a switch: what it had sent by then counts.
    await (socket === undefined ? undefined : askAsTerminal(socket).catch(() => undefined));
    return this.#judge();
  }

  /** @throws TypeError when something of it is left */
  async end(): Promise<void> {
    this.#usedAtMs = undefined;
    const deadlineMs = performance.now() + longestEndMs;
    do {
      await endBackground(this.#home);
      if ((await listProcessesOn(this.#home)).length === 0) {
        return;
      }
      await wait(20);
    } while (performance.now() < deadlineMs);
    throw new TypeError(`Processes were left on the Home: ${(await listProcessesOn(this.#home)).join(', ')}.`);
  }

  /** What became of its last request. */
  #judge(): CodexRunResult {
    const last = findServerRequests(this.#issuer).at(-1);
    if (last === undefined) {
      return 'notNeeded';
    }
    if (last.status !== 200) {
      return last.status === undefined ? 'unanswered' : 'refused';
    }
    const shown = String(last.bodyFields['refresh_token']);
    const family =
      this.#issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(shown))?.refreshTokens ?? [];
    if (family.at(-1) === shown) {
      // The answer was none that renews.
      return 'refused';
    }
    return family.indexOf(readRefreshToken(this.#home) ?? '') > family.indexOf(shown) ? 'committed' : 'discarded';
  }
}

/** The first questions of an interactive `codex`; both have a token renewed that is due. */
async function askAsTerminal(socket: string): Promise<void> {
  await withServer(socket, AbortSignal.timeout(answerLimitMs), async (talk) => {
    const clientInfo = { name: 'codex-tui', title: null, version: '0.0.0' };
    await talk.request('initialize', {
      clientInfo,
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    talk.notify('initialized');
    await talk.request('getAuthStatus', { includeToken: false, refreshToken: false });
    await talk.request('account/read', { refreshToken: false });
  });
}
