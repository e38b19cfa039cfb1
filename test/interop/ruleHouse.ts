import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RulesReading } from '../../src/home/rules/evaluateRules.ts';
import { judgeMethod, judgeSignIn, type JudgedSignIn } from '../../src/home/rules/judgeSignIn.ts';
import { RuleReader, type RuleScope } from '../../src/home/rules/ruleReader.ts';
import { ConfigFiles } from '../../src/platform/home/configFiles.ts';
import { NodeRuleFiles, locateCloudCache } from '../../src/platform/home/ruleFiles.ts';
import { AppServer } from './appServer.ts';
import { makeCodexHome, runCodex, type CodexHome, type CodexRun } from './codexCli.ts';
import { makeSystemConfig, type SystemConfig } from '../support/systemConfig.ts';
import { mintIdToken } from '../support/tokens.ts';

/** The text of each layer that says something. */
export interface RuleSet {
  readonly system?: string;
  readonly user?: string;
  /** Of the folder that the command is run in, which the person trusts. */
  readonly project?: string;
  readonly managed?: string;
  readonly requirements?: string;
}

/** What becomes of a command, in the words of neither side. */
export type Fate = 'signedIn' | 'signedOut' | 'deleted' | 'doesNotStart' | 'refused' | 'taken';

export interface PlacedSignIn extends JudgedSignIn {
  readonly document: string;
}

const fileNames = { system: 'config.toml', managed: 'managed_config.toml', requirements: 'requirements.toml' } as const;

/** A ChatGPT sign-in; the claim of its id token may be of another workspace after a switch. */
export function chatgptOf(workspaceId: string, { claimed = workspaceId, plan = 'plus' } = {}): PlacedSignIn {
  const expiresAtMs = Date.now() + 86_400_000;
  const tokens = {
    id_token: mintIdToken({ workspaceId: claimed, plan, expiresAtMs }),
    access_token: mintIdToken({ workspaceId: workspaceId, plan, expiresAtMs }),
    refresh_token: 'rt-made-up',
    account_id: workspaceId,
  };
  const document = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens, last_refresh: new Date().toISOString() };
  return { method: 'chatgpt', workspaceId, document: JSON.stringify(document) };
}

export const apiKey: PlacedSignIn = {
  method: 'api',
  workspaceId: undefined,
  document: JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-made-up-0000000000' }),
};

export const bedrockKey: PlacedSignIn = {
  method: 'api',
  workspaceId: undefined,
  document: JSON.stringify({
    auth_mode: 'bedrockApiKey',
    bedrock_api_key: { api_key: 'made-up', region: 'us-east-1' },
  }),
};

/** A Home and an /etc/codex in which one set of rules after the other is tried, by the real CLI and by us. */
export class RuleHouse {
  readonly #home: CodexHome;
  readonly #system: SystemConfig;
  readonly #project: string;
  /** How many verdicts were compared. */
  cells = 0;

  private constructor(home: CodexHome, system: SystemConfig) {
    this.#home = home;
    this.#system = system;
    this.#project = join(home.path, '..', 'project');
  }

  static async open(): Promise<RuleHouse> {
    return new RuleHouse(await makeCodexHome(), await makeSystemConfig());
  }

  async close(): Promise<void> {
    await this.#system.end();
    await this.#home.remove();
  }

  prescribe(rules: RuleSet): void {
    for (const name of readdirSync(this.#system.folder)) rmSync(join(this.#system.folder, name), { recursive: true });
    for (const layer of ['system', 'managed', 'requirements'] as const) {
      const text = rules[layer];
      if (text !== undefined) writeFileSync(join(this.#system.folder, fileNames[layer]), text);
    }
    rmSync(this.#project, { recursive: true, force: true });
    mkdirSync(join(this.#project, '.codex'), { recursive: true });
    const trust = rules.project === undefined ? '' : `\n[projects."${this.#project}"]\ntrust_level = "trusted"\n`;
    writeFileSync(join(this.#home.path, 'config.toml'), `${rules.user ?? ''}${trust}`);
    if (rules.project !== undefined) writeFileSync(join(this.#project, '.codex', 'config.toml'), rules.project);
  }

  /** What we say of the same files. */
  async read(): Promise<RulesReading> {
    const config = new ConfigFiles(this.#home.path, this.#system.folder);
    const reader = new RuleReader({
      files: new NodeRuleFiles(this.#home.path, config),
      clock: { nowMs: () => Date.now() },
      listFolders: () => [this.#project],
      cloudCachePath: locateCloudCache(this.#home.path),
      system: process.platform,
    });
    const { scopes } = await reader.observe();
    const last: RuleScope = scopes.at(-1) ?? scopes[0];
    return last.reading;
  }

  /** `codex login status`: theirs and ours. */
  async status(signIn: PlacedSignIn): Promise<readonly [Fate, Fate]> {
    const run = await this.#run(signIn, ['login', 'status']);
    const theirs = didNotStart(run) ? 'doesNotStart' : run.exitCode === 0 ? 'signedIn' : 'signedOut';
    return this.#compare((await this.#isKept()) ? theirs : 'deleted', await this.#foresee(signIn, 'hides'));
  }

  /** `codex exec`, ended as soon as it has begun its session. */
  async exec(signIn: PlacedSignIn): Promise<readonly [Fate, Fate]> {
    const over = new AbortController();
    const run = await this.#run(signIn, ['exec', '--skip-git-repo-check', 'hello'], over).catch(() => undefined);
    const isKept = await this.#isKept();
    const foreseen = await this.#foresee(signIn, 'signsOut');
    const theirs = !isKept ? 'deleted' : run !== undefined && didNotStart(run) ? 'doesNotStart' : 'signedIn';
    // A session begins for somebody signed out too.
    return this.#compare(theirs, foreseen === 'signedOut' ? 'signedIn' : foreseen);
  }

  /** The app-server: whom it has, and whether it takes a key. */
  async appServer(signIn: PlacedSignIn): Promise<readonly (readonly [Fate, Fate])[]> {
    writeFileSync(this.#home.authFile, signIn.document, { mode: 0o600 });
    const reading = await this.read();
    const foreseen = await this.#foresee(signIn, 'hides');
    const { startedBy } = this.#system;
    const server = await AppServer.start({ home: this.#home, startedBy, timeoutMs: 2500 }).catch(() => undefined);
    if (server === undefined) {
      return [this.#compare('doesNotStart', foreseen)];
    }
    try {
      const has = await server.request('getAuthStatus', { includeToken: false, refreshToken: false });
      const whom = JSON.stringify(has).includes('"authMethod":null') ? 'signedOut' : 'signedIn';
      const takes = await server
        .request('account/login/start', { type: 'apiKey', apiKey: 'sk-made-up-1111111111' })
        .then(
          (): Fate => 'taken',
          (): Fate => 'refused',
        );
      const mayTake = judgeMethod(reading, 'api').kind === 'allowed' ? 'taken' : 'refused';
      return [this.#compare(whom, foreseen), this.#compare(takes, mayTake)];
    } finally {
      await server.close();
    }
  }

  #compare(theirs: Fate, ours: Fate): readonly [Fate, Fate] {
    this.cells += 1;
    return [theirs, ours];
  }

  async #foresee(signIn: PlacedSignIn, manner: 'signsOut' | 'hides'): Promise<Fate> {
    const verdict = judgeSignIn(await this.read(), signIn);
    switch (verdict.kind) {
      case 'allowed':
        return 'signedIn';
      case 'refused':
        return verdict.consequence === 'signsOut' && manner === 'signsOut' ? 'deleted' : 'signedOut';
      case 'noWayIn':
      case 'broken':
        return 'doesNotStart';
    }
  }

  async #isKept(): Promise<boolean> {
    return (await this.#home.readAuth()) !== undefined;
  }

  async #run({ document }: PlacedSignIn, args: readonly string[], over?: AbortController): Promise<CodexRun> {
    writeFileSync(this.#home.authFile, document, { mode: 0o600 });
    return runCodex({
      home: this.#home,
      args,
      folder: this.#project,
      startedBy: this.#system.startedBy,
      signal: over?.signal,
      onOutput: (text) => {
        if (text.includes('session id:')) over?.abort();
      },
    });
  }
}

function didNotStart({ exitCode, stderr }: CodexRun): boolean {
  return exitCode !== 0 && /Error loading configuration|requirements do not permit|^Error/mu.test(stderr);
}
