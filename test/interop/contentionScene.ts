import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { businessChoice } from '../issuer/people.ts';
import {
  startPracticeIssuer,
  type GrantState,
  type PracticeIssuer,
  type TokenAnswer,
} from '../issuer/practiceIssuer.ts';
import { makeCodexHome, runCodex, type CodexHome, type CodexRun } from './codexCli.ts';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';

const lifetimeSeconds = 900;

/** An issuer whose tokens can be older than they are, and a Home of the real CLI on it. */
export class ContentionScene {
  readonly issuer: PracticeIssuer;
  readonly home: CodexHome;
  readonly #clock: { shiftMs: number };

  private constructor(issuer: PracticeIssuer, home: CodexHome, clock: { shiftMs: number }) {
    this.issuer = issuer;
    this.home = home;
    this.#clock = clock;
  }

  static async create(): Promise<ContentionScene> {
    const clock = { shiftMs: 0 };
    const now = (): number => Date.now() + clock.shiftMs;
    const issuer = await startPracticeIssuer({ tls: true, accessTokenLifetimeSeconds: lifetimeSeconds, now });
    return new ContentionScene(issuer, await makeCodexHome(buildPracticeConfig(issuer)), clock);
  }

  get environment(): Readonly<Record<string, string>> {
    return practiceEnvironment(this.issuer);
  }

  /** Signs in with `secondsLeft` on the access token and writes the Home as 0.171.0 does. */
  async place(secondsLeft: number): Promise<TokenAnswer> {
    this.#clock.shiftMs = (secondsLeft - lifetimeSeconds) * 1000;
    const answer = this.issuer.issueGrant({ ...businessChoice, clientId: practiceClientId });
    const lastRefresh = new Date(Date.now() + this.#clock.shiftMs).toISOString();
    this.#clock.shiftMs = 0;
    const tokens = {
      id_token: answer.id_token,
      access_token: answer.access_token,
      refresh_token: answer.refresh_token,
      oauth_provenance: { issuer: this.issuer.url, client_id: practiceClientId },
      login_owner_id: randomBytes(32).toString('base64url'),
      account_id: businessChoice.workspaceId,
    };
    const document = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens, last_refresh: lastRefresh };
    await writeFile(this.home.authFile, JSON.stringify(document, undefined, 2), { mode: 0o600 });
    this.issuer.log.clear();
    return answer;
  }

  exec(): Promise<CodexRun> {
    return runCodex({
      home: this.home,
      args: ['exec', '--skip-git-repo-check', 'say hello'],
      environment: this.environment,
    });
  }

  get requests(): number {
    return this.issuer.log.requests({ path: '/oauth/token' }).length;
  }

  grantOf(refreshToken: string): GrantState {
    const grant = this.issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(refreshToken));
    if (grant === undefined) {
      throw new TypeError('The issuer knows no such grant.');
    }
    return grant;
  }

  async close(): Promise<void> {
    await this.home.remove();
    await this.issuer.close();
  }
}
