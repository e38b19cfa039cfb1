import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';
import { findWhoPays, type Payment, type StoredSignIn, type WhoPays } from '../../src/billing/whoPays.ts';
import { parseDotenv } from '../../src/home/config/dotenv.ts';
import { readModelProvider } from '../../src/home/modelProvider.ts';
import { sortVariables } from '../../src/base/variableNames.ts';
import { startPracticeIssuer, type PracticeIssuer, type TokenAnswer } from '../issuer/practiceIssuer.ts';
import { answerModelTurn } from '../issuer/responsesStream.ts';
import { AppServer } from './appServer.ts';
import { makeCodexHome, runCodex, type CodexHome } from './codexCli.ts';

export const storedSignIns = ['none', 'apiKey', 'chatgpt', 'accessToken', 'bedrockKey'] as const;

/** One place with its credentials. */
export interface Cell {
  readonly stored: (typeof storedSignIns)[number];
  /** Without a value: that of `valueOf`. */
  readonly variables?: readonly string[];
  /** Set to other values, as to nothing; `{url}` is the model's address. */
  readonly values?: Readonly<Record<string, string>>;
  /** Of config.toml: what stands before the first table, and the tables. `{url}` is the model's address. */
  readonly root?: string;
  readonly tables?: string;
  readonly dotenv?: string;
}

/** What a request carried, or what becomes of it: the words of neither side. */
export type Carried = string;

/** A key that tells by itself where it came from. */
const valueOf = (name: string): string => `value-of-${name}`;
const storedKey = 'sk-stored-in-the-home';
export const configuredToken = 'written-in-the-configuration';
const workspaceId = 'ada00000-0000-4000-8000-000000000001';

/** The table of a provider of one's own, whose address is the practice issuer's. */
export const ownProvider = (fields: string): Pick<Cell, 'root' | 'tables'> => ({
  root: 'model_provider = "own"',
  tables: `[model_providers.own]\nname = "Own"\nbase_url = "{url}"\n${fields}\n`,
});

function issueTokens(issuer: PracticeIssuer): TokenAnswer {
  return issuer.issueGrant({ personId: 'ada', workspaceId, clientId: practiceClientId });
}

/** Asks the real CLI and us who pays in one cell after the other. */
export class PayerHouse {
  readonly #issuer: PracticeIssuer;
  readonly #home: CodexHome;
  #tokens: TokenAnswer;

  private constructor(issuer: PracticeIssuer, home: CodexHome) {
    this.#issuer = issuer;
    this.#home = home;
    this.#tokens = issueTokens(issuer);
  }

  static async open(): Promise<PayerHouse> {
    return new PayerHouse(await startPracticeIssuer({ tls: true }), await makeCodexHome());
  }

  async close(): Promise<void> {
    await this.#issuer.close();
    await this.#home.remove();
  }

  /** What we say of the cell, from the same texts and variables. */
  async foresee(cell: Cell): Promise<WhoPays> {
    const environment = this.#variables(cell);
    const provider = await readModelProvider({ user: this.#config(cell) }, [this.#issuer.url]);
    return findWhoPays({
      environment: sortVariables(environment),
      terminalEnvironment: sortVariables(environment),
      homeVariables: sortVariables(parseDotenv(cell.dotenv ?? '', environment)),
      server: { kind: 'absent' },
      stored: describeStored(cell.stored),
      provider,
    });
  }

  /** The request of `codex exec`. */
  async exec(cell: Cell): Promise<Carried> {
    await this.#place(cell);
    await runCodex({
      home: this.#home,
      args: ['exec', '--skip-git-repo-check', 'say hello'],
      environment: { ...practiceEnvironment(this.#issuer), ...this.#variables(cell) },
    });
    return this.#readRequest();
  }

  /** The request of a conversation of `codex app-server`, which is what editors start. */
  async appServer(cell: Cell): Promise<Carried> {
    await this.#place(cell);
    const environment = { ...practiceEnvironment(this.#issuer), ...this.#variables(cell) };
    const server = await AppServer.start({ home: this.#home, environment, timeoutMs: 15_000 }).catch(() => undefined);
    try {
      const begun = await server?.request('thread/start', { cwd: this.#home.path }).catch(() => undefined);
      const parsed = z.object({ thread: z.object({ id: z.string() }) }).safeParse(begun);
      if (server !== undefined && parsed.success) {
        const input = [{ type: 'text', text: 'say hello', text_elements: [] }];
        await server.request('turn/start', { threadId: parsed.data.thread.id, input });
        await server.nextNotification('turn/completed');
      }
    } finally {
      await server?.close();
    }
    return this.#readRequest();
  }

  /** `codex login status`: whether somebody is signed in, whatever the provider is. */
  async isSignedIn(cell: Cell): Promise<boolean> {
    await this.#place(cell);
    const environment = { ...practiceEnvironment(this.#issuer), ...this.#variables(cell) };
    const { exitCode } = await runCodex({ home: this.#home, args: ['login', 'status'], environment });
    return exitCode === 0;
  }

  #variables({ variables = [], values = {} }: Cell): Readonly<Record<string, string>> {
    const isToken = (name: string): boolean => name === 'CODEX_ACCESS_TOKEN';
    const token = this.#issuer.personalAccessTokens.business;
    return Object.fromEntries([
      ...variables.map((name) => [name, isToken(name) ? token : valueOf(name)] as const),
      ...Object.entries(values).map(([name, value]) => [name, value.replace('{url}', this.#url)] as const),
    ]);
  }

  /** Where every request to a model goes. */
  get #url(): string {
    return `${this.#issuer.url}/v1`;
  }

  #config({ root = '', tables = '' }: Cell): string {
    return [
      'model = "gpt-5.1-codex"',
      `chatgpt_base_url = "${this.#issuer.url}/backend-api/"`,
      'openai_base_url = "{url}"',
      'cli_auth_credentials_store = "file"',
      root,
      tables,
      '[analytics]\nenabled = false\n[features]\nplugins = false\napps = false\ndaemon_auto_start = false',
    ]
      .join('\n')
      .replaceAll('{url}', this.#url);
  }

  /** How often a stored sign-in is renewed while the service that answers takes what it got, or refuses it. */
  async countRenewals(cell: Cell, answer: 'takes' | 'refuses'): Promise<number> {
    // A renewal spends the refresh token, and a spent one that comes back ends the sign-in with all its tokens.
    this.#tokens = issueTokens(this.#issuer);
    await this.#place(cell);
    if (answer === 'refuses') {
      this.#issuer.clearFaults();
      this.#issuer.fault({ path: '/v1/responses', method: 'POST', times: 99, kind: 'status', status: 401 });
    }
    const environment = { ...practiceEnvironment(this.#issuer), ...this.#variables(cell) };
    await runCodex({ home: this.#home, args: ['exec', '--skip-git-repo-check', 'say hello'], environment });
    return this.#issuer.log.requests({ path: '/oauth/token', method: 'POST' }).length;
  }

  async #place(cell: Cell): Promise<void> {
    const { path, authFile } = this.#home;
    await writeFile(join(path, 'config.toml'), this.#config(cell));
    await writeFile(join(path, '.env'), cell.dotenv ?? '');
    const document = this.#document(cell.stored);
    await (document === undefined
      ? rm(authFile, { force: true })
      : writeFile(authFile, JSON.stringify(document), { mode: 0o600 }));
    this.#issuer.log.clear();
    this.#issuer.clearFaults();
    // Whatever it carries is taken: a refusal would be tried again, and costs seconds.
    const { body, headers } = answerModelTurn();
    this.#issuer.fault({ path: '/v1/responses', method: 'POST', times: 9, kind: 'status', status: 200, body, headers });
  }

  #document(stored: Cell['stored']): unknown {
    switch (stored) {
      case 'none':
        return undefined;
      case 'apiKey':
        return { auth_mode: 'apikey', OPENAI_API_KEY: storedKey };
      case 'accessToken':
        return { OPENAI_API_KEY: null, personal_access_token: this.#issuer.personalAccessTokens.business };
      case 'bedrockKey':
        return { auth_mode: 'bedrockApiKey', bedrock_api_key: { api_key: storedKey, region: 'us-east-1' } };
      case 'chatgpt': {
        const { id_token, access_token, refresh_token } = this.#tokens;
        const tokens = { id_token, access_token, refresh_token, account_id: workspaceId };
        return { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens, last_refresh: new Date().toISOString() };
      }
    }
  }

  #readRequest(): Carried {
    const sent = this.#issuer.log.requests({ path: '/v1/responses', method: 'POST' }).at(-1);
    const header = sent?.headers['authorization'];
    if (header === undefined) {
      return sent === undefined ? 'nothing sent' : 'no credential';
    }
    const named = /value-of-(\w+)/u.exec(header)?.[1];
    if (named !== undefined) {
      return `variable ${named}`;
    }
    const isStored = header.includes(storedKey) || header.includes(this.#tokens.access_token);
    return isStored ? 'stored' : header.includes(configuredToken) ? 'configured' : this.#nameToken(header);
  }

  /** The same token in the Home and in the variable is told apart by nothing that is sent. */
  #nameToken(header: string): Carried {
    return header.includes(this.#issuer.personalAccessTokens.business) ? 'access token' : 'something else';
  }
}

function describeStored(stored: Cell['stored']): StoredSignIn {
  return stored === 'chatgpt' || stored === 'accessToken' ? { kind: stored, plan: 'plus' } : { kind: stored };
}

/** Our answer in the same words. */
export function nameWinner({ credential }: Payment): Carried {
  switch (credential.kind) {
    case 'variable':
      return credential.role === 'accessToken'
        ? 'access token'
        : credential.role === 'workload'
          ? 'nothing sent'
          : `variable ${credential.name}`;
    case 'stored':
      return credential.stored === 'accessToken' ? 'access token' : 'stored';
    case 'configured':
      return 'configured';
    case 'none':
      return 'no credential';
    case 'unusable':
      return 'nothing sent';
    case 'awsChain':
    case 'copilot':
    case 'notKnown':
      return credential.kind;
  }
}
