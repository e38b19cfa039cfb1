import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';
import type { RunningCodex } from '../../src/home/running/inventory.ts';
import type { Account } from '../../src/storage/account.ts';
import { businessChoice, people, type Choice } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { CodexTerminal, endBackground, findBackground, listProcessesOn } from '../support/codexTerminal.ts';
import { makeCodexHome, requireCodexBinary, type CodexHome } from './codexCli.ts';
import { placeCredential } from './credentialDocument.ts';
import { composeRunningHouse, type RunningHouse } from './runningHouse.ts';

export const ada = businessChoice;
export const cyn: Choice = { personId: 'cyn', workspaceId: people[2].workspaces[0].id };

/** Of an access token. */
const lifeMs = 3_600_000;
export const modelPath = '/backend-api/codex/responses';

/** A Home with interactive Codexes on it, and a window of ours beside them. */
export class RunningScene {
  readonly issuer: PracticeIssuer;
  readonly home: CodexHome;
  readonly house: RunningHouse;
  readonly #terminals: CodexTerminal[] = [];
  /** The issuer's. */
  readonly #clock: { lagMs: number };

  private constructor(issuer: PracticeIssuer, home: CodexHome, clock: { lagMs: number }) {
    this.#clock = clock;
    this.issuer = issuer;
    this.home = home;
    this.house = this.compose();
  }

  /** @param packagesOf a Home whose copy of the program is used: each has one of its own otherwise, of 400 MB */
  static async start(packagesOf?: CodexHome): Promise<RunningScene> {
    const clock = { lagMs: 0 };
    const issuer = await startPracticeIssuer({ tls: true, now: () => Date.now() - clock.lagMs });
    const home = await makeCodexHome(buildPracticeConfig(issuer));
    if (packagesOf !== undefined) {
      await promisify(execFile)('cp', ['-al', join(packagesOf.path, 'packages'), home.path]);
    }
    // Untrusted, a folder is asked about before anything else.
    appendFileSync(join(home.path, 'config.toml'), `[projects."${home.path}"]\ntrust_level = "trusted"\n`);
    const programs = join(dirname(home.path), 'bin');
    mkdirSync(programs);
    symlinkSync(requireCodexBinary(), join(programs, 'codex'));
    return new RunningScene(issuer, home, clock);
  }

  /** The environment of a terminal. */
  environment(extra: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    return this.home.environment({
      ...practiceEnvironment(this.issuer),
      PATH: `${dirname(this.home.path)}/bin:/usr/bin:/bin`,
      ...extra,
    });
  }

  /** Another window of ours on this Home. */
  compose(
    window: {
      readonly environment?: Readonly<Record<string, string>>;
      readonly workspaceFolders?: readonly string[];
    } = {},
  ): RunningHouse {
    return composeRunningHouse({
      folder: this.home.path,
      issuerUrl: this.issuer.url,
      environment: this.environment(),
      ...window,
    });
  }

  /** Writes a sign-in of this person into the Home, as the CLI would. @param leftMs how long its access token is still good */
  async write(
    choice: Choice,
    { lease = false, leftMs = lifeMs }: { readonly lease?: boolean; readonly leftMs?: number } = {},
  ): Promise<void> {
    this.#clock.lagMs = lifeMs - leftMs;
    const answer = this.issuer.issueGrant({ ...choice, clientId: practiceClientId });
    const receivedMs = Date.now() - this.#clock.lagMs;
    this.#clock.lagMs = 0;
    const provenance = { issuer: this.issuer.url, client_id: practiceClientId };
    await placeCredential(this.home, { answer, choice, provenance, lease, receivedMs });
  }

  /** The same, and an account of ours. */
  async add(choice: Choice, leftMs = lifeMs): Promise<Account> {
    await this.write(choice, { leftMs });
    const account = await this.house.homeLink.takeOver();
    if (account === undefined) {
      throw new Error('Nobody is signed in there.');
    }
    return account;
  }

  /** Starts an interactive `codex`; it takes what is typed when it has started. */
  async open(
    environment: Readonly<Record<string, string>> = {},
    program = requireCodexBinary(),
  ): Promise<CodexTerminal> {
    const terminal = await CodexTerminal.start({
      program,
      environment: this.environment(environment),
      folder: this.home.path,
    });
    this.#terminals.push(terminal);
    return terminal;
  }

  /** Starts one and closes it again: the server stays. */
  async leaveServer(): Promise<void> {
    const terminal = await this.open();
    await this.ready(terminal);
    await terminal.close();
  }

  /** The same, and has it say who it is before. */
  async openAndClose(choice: Choice, environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const terminal = await this.open(environment);
    await this.expectAccount(terminal, choice);
    await terminal.close();
  }

  /** Loaded, it names the folder it works in below its prompt; what was typed before comes back as a draft. */
  async ready(terminal: CodexTerminal): Promise<void> {
    await terminal.waitFor(/ · ~\/codex/u);
  }

  /** By its own word, and by the header of its next model request. */
  async expectAccount(terminal: CodexTerminal, choice: Choice): Promise<void> {
    await this.ready(terminal);
    await terminal.enter('/status');
    await terminal.waitFor(new RegExp(`Account: +${choice.personId}@practice\\.example`, 'u'));
    expect(await terminal.screen()).toContain('Local background server');
    await this.expectTurn(terminal, choice);
  }

  /** A turn, and whose it is. */
  async expectTurn(terminal: CodexTerminal, choice: Choice): Promise<void> {
    await this.ready(terminal);
    // What is typed while it looks for a server that has just started again may be lost.
    await expect
      .poll(async () => [(await this.findServer())?.clients, (await terminal.screen()).includes('Reconnecting')])
      .toEqual([1, false]);
    this.issuer.log.clear();
    await terminal.enter(`say hello ${String(performance.now())}`);
    await expect
      .poll(() => this.issuer.log.requests({ path: modelPath, method: 'POST' }).map(({ status }) => status))
      .toContain(200);
    const accounts = this.issuer.log.requests({ path: modelPath }).map(({ headers }) => headers['chatgpt-account-id']);
    expect(new Set(accounts)).toEqual(new Set([choice.workspaceId]));
  }

  /** The background server in our inventory. */
  async findServer(house = this.house): Promise<RunningCodex | undefined> {
    return (await house.running.look()).find(({ kind }) => kind === 'terminals');
  }

  /** Ends every terminal, and what they leave. */
  async clear(): Promise<void> {
    for (const terminal of this.#terminals.splice(0)) {
      await terminal.close();
    }
    await endBackground(this.home.path);
    this.issuer.clearFaults();
    this.issuer.log.clear();
  }

  /** @throws AssertionError when a process is left on the Home */
  async close(): Promise<void> {
    await this.clear();
    const { path } = this.home;
    try {
      await vi.waitFor(
        async () => {
          expect(await listProcessesOn(path)).toEqual([]);
        },
        { timeout: 5000 },
      );
      expect(await findBackground(path)).toEqual([]);
    } finally {
      this.house.dispose();
      await this.home.remove();
      await this.issuer.close();
    }
  }
}
