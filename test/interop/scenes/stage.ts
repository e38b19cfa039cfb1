import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  buildPracticeConfig,
  endProcessesOf,
  practiceClientId,
  practiceEnvironment,
} from '../../../scripts/practiceHome.mjs';
import { businessChoice, people, type Choice } from '../../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer, type TokenAnswer } from '../../issuer/practiceIssuer.ts';
import { AppServer } from '../appServer.ts';
import { makeCodexHome, runCodex, type CodexHome, type CodexRun, type CodexRunOptions } from '../codexCli.ts';
import { placeCredential } from '../credentialDocument.ts';
import { openAiNames, startOpenAiStandIn, type OpenAiStandIn } from '../openAiStandIn.ts';
import { Transcript } from './transcript.ts';
import { WordBook } from './wordBook.ts';

const marker = 'transcript';

/** One issuer for all scenes. It also stands in for OpenAI's own names, at which `codex login` signs in. */
export class Theatre {
  readonly issuer: PracticeIssuer;
  readonly standIn: OpenAiStandIn;
  readonly version: string;

  private constructor(issuer: PracticeIssuer, standIn: OpenAiStandIn, version: string) {
    this.issuer = issuer;
    this.standIn = standIn;
    this.version = version;
  }

  static async open(): Promise<Theatre> {
    const issuer = await startPracticeIssuer({
      tls: true,
      tlsNames: openAiNames,
      deviceIntervalSeconds: 0,
      tokenMarker: marker,
    });
    const home = await makeCodexHome();
    const { stdout } = await runCodex({ home, args: ['--version'] });
    await home.remove();
    return new Theatre(issuer, await startOpenAiStandIn(issuer), stdout.trim().replace(/^.* /u, ''));
  }

  /** Plays a scene in a Home of its own. @returns its transcript */
  async play(scene: Scene): Promise<string> {
    this.issuer.log.clear();
    const stage = new Stage(this, await makeCodexHome(buildPracticeConfig(this.issuer)));
    try {
      await scene(stage);
      return stage.transcript.toString();
    } finally {
      await stage.clear();
    }
  }

  async close(): Promise<void> {
    await this.standIn.close();
    await this.issuer.close();
  }
}

/** What a scene does, and notes in its transcript. */
export type Scene = (stage: Stage) => Promise<void>;

type RunOptions = Pick<CodexRunOptions, 'environment' | 'input' | 'onOutput'>;

/** A list of all that it knows, as in an error about what it does not know, on lines. */
function splitList(text: string): string {
  return text.replaceAll('`, `', '`,\n`');
}

/** What a scene works with: a Home, the CLI on it, the practice issuer. */
export class Stage {
  readonly issuer: PracticeIssuer;
  readonly home: CodexHome;
  readonly transcript: Transcript;
  readonly #theatre: Theatre;
  readonly #servers: AppServer[] = [];

  constructor(theatre: Theatre, home: CodexHome) {
    const { issuer, version } = theatre;
    const workspaces = people.flatMap(({ name, workspaces: own }) =>
      own.map((workspace) => [workspace.id, `${name} in ${workspace.name}`] as const),
    );
    const known: ReadonlyMap<string, string> = new Map([
      ...workspaces,
      [issuer.url, 'issuer'],
      [new URL(issuer.url).host, 'issuer host'],
      [issuer.tlsUrl ?? '', 'TLS issuer'],
      [new URL(issuer.tlsUrl ?? '').host, 'TLS issuer host'],
      [issuer.caFile ?? '', 'authority'],
      [home.path, 'Home'],
      [dirname(home.path), 'folder of the Home'],
      [version, 'version'],
    ]);
    this.#theatre = theatre;
    this.issuer = issuer;
    this.home = home;
    this.transcript = new Transcript(new WordBook(marker, known));
  }

  /** Everything goes to the practice issuer; no program and no keyring of this computer is found, so no browser opens. */
  environment(extra: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    const { issuer, standIn } = this.#theatre;
    return {
      ...practiceEnvironment(issuer),
      ...standIn.environment,
      PATH: join(this.home.path, 'no-programs'),
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${this.home.path}/no-bus`,
      ...extra,
    };
  }

  /** Runs the CLI to its end. */
  run(args: readonly string[], { environment = {}, ...options }: RunOptions = {}): Promise<CodexRun> {
    return runCodex({ ...options, home: this.home, args, environment: this.environment(environment) });
  }

  /** The same, and notes what it said. */
  async show(args: readonly string[], options: RunOptions = {}): Promise<CodexRun> {
    const run = await this.run(args, options);
    this.transcript.ran(['codex', ...args].join(' '), run);
    return run;
  }

  async startAppServer(environment: Readonly<Record<string, string>> = {}): Promise<AppServer> {
    const server = await AppServer.start({ home: this.home, environment: this.environment(environment) });
    this.#servers.push(server);
    return server;
  }

  /** Asks an app-server and notes its answer, or its refusal. */
  async ask(server: AppServer, method: string, params: unknown = {}): Promise<unknown> {
    const label = `${method} ${JSON.stringify(params)}`;
    try {
      const answer = await server.request(method, params);
      this.transcript.value(`${label}:`, answer);
      return answer;
    } catch (error) {
      this.transcript.said(`${label} is refused:`, splitList(String(error)));
      return undefined;
    }
  }

  /** Signs this person in, as the CLI would have written it. */
  async place(choice: Choice = businessChoice): Promise<TokenAnswer> {
    const answer = this.issuer.issueGrant({ ...choice, clientId: practiceClientId });
    const provenance = { issuer: this.issuer.url, client_id: practiceClientId };
    await placeCredential(this.home, { answer, choice, provenance });
    return answer;
  }

  /** `config.toml` of the practice Home with these lines before it. */
  async configure(...lines: readonly string[]): Promise<void> {
    const text = [...lines, buildPracticeConfig(this.issuer)].join('\n');
    await writeFile(join(this.home.path, 'config.toml'), text);
  }

  /** Notes the bytes and the mode of a file in the Home. */
  async showFile(path = this.home.authFile): Promise<void> {
    const name = basename(path);
    if (!existsSync(path)) {
      this.transcript.said(`there is no ${name}`, '');
      return;
    }
    const mode = ((await stat(path)).mode & 0o777).toString(8);
    this.transcript.said(`${name}, mode ${mode}:`, await readFile(path, 'utf8'));
  }

  async clear(): Promise<void> {
    this.issuer.clearFaults();
    for (const server of this.#servers.splice(0)) await server.close();
    await endProcessesOf(this.home.path);
    await this.home.remove();
  }
}
