import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';
import { generateCi } from '../../src/ci/generate.ts';
import type { CiChoice } from '../../src/ci/choice.ts';
import { businessChoice } from '../issuer/people.ts';
import { startPracticeIssuer, type GrantState, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import type { WorkflowReader } from '../support/workflowReader.ts';
import { readGithubJob, readGitlabJob, type GithubStep } from './ciJobs.ts';
import { requireCodexBinary } from './codexCli.ts';

/** Where a turn of a ChatGPT account goes. */
export const turnPath = '/backend-api/codex/responses';

/** What a run was started by, as GitHub tells it. */
export interface Started {
  readonly event: 'workflow_dispatch' | 'schedule' | 'pull_request';
  readonly isPrivate?: boolean;
  /** The repository that a pull request comes from. */
  readonly from?: string;
  readonly actor?: string;
}

export interface JobRun {
  /** `skipped`: the job's own condition was against it. */
  readonly result: 'success' | 'failure' | 'skipped';
  /** Everything that it printed, as the log of a run has it. */
  readonly log: string;
  readonly endedAtMs: number;
}

/** A CI system played on this computer: a project, secrets, runners, and the real CLI at the practice issuer. */
export class CiHouse {
  readonly issuer: PracticeIssuer;
  /** What the CI system keeps. */
  readonly secrets = new Map<string, string>();
  readonly #root: string;
  readonly #reader: WorkflowReader;
  #runners = 0;

  private constructor(issuer: PracticeIssuer, reader: WorkflowReader) {
    this.issuer = issuer;
    this.#reader = reader;
    this.#root = mkdtempSync(join(tmpdir(), 'ci-house-'));
    this.#makeProject();
    this.#makePrograms();
  }

  static async open(reader: WorkflowReader): Promise<CiHouse> {
    const issuer = await startPracticeIssuer({ tls: true });
    return new CiHouse(issuer, reader);
  }

  async close(): Promise<void> {
    await this.issuer.close();
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 3 });
  }

  /** The first commit, which the newest is compared with. */
  get baseSha(): string {
    return git(this.#project, 'rev-parse', 'HEAD~1');
  }

  /** A sign-in made for CI, as the secret holds it. */
  seedAccount(): GrantState {
    const tokens = this.issuer.issueGrant({ ...businessChoice, clientId: practiceClientId });
    const document = {
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: {
        id_token: tokens.id_token,
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token,
        account_id: businessChoice.workspaceId,
      },
      last_refresh: new Date().toISOString(),
    };
    this.secrets.set('CODEX_AUTH_JSON', JSON.stringify(document, undefined, 2));
    return this.grantOf(tokens.refresh_token);
  }

  /** Its access token is over: Codex is told so in its next run, reads its file again, is told once more, and renews it. */
  letTokenEnd(): void {
    this.issuer.fault({ path: turnPath, method: 'POST', times: 2, kind: 'status', status: 401 });
  }

  grantOf(refreshToken: string): GrantState {
    const grant = this.issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(refreshToken));
    if (grant === undefined) throw new TypeError('The issuer knows no such grant.');
    return grant;
  }

  /** A machine; one that is new for each job is made anew for each. */
  makeRunner(): string {
    this.#runners += 1;
    const home = join(this.#root, `runner-${String(this.#runners)}`);
    mkdirSync(home);
    return home;
  }

  /** Plays a job of GitHub Actions, step by step. */
  async runGithub(choice: CiChoice, runner: string, started: Started): Promise<JobRun> {
    const job = readGithubJob(this.#reader, generateCi(choice, { hasGitlabFile: false }).text);
    const facts = this.#describe(started);
    if (job.if !== undefined && !evaluate(job.if, facts, false)) {
      return { result: 'skipped', log: '', endedAtMs: Date.now() };
    }
    const environmentFile = join(this.#root, 'github-env');
    writeFileSync(environmentFile, '');
    const api = await this.#serveRepository(started.isPrivate ?? true);
    let log = '';
    let hasFailed = false;
    for (const step of job.steps.filter(({ run }) => run !== undefined && !isPreparation(run))) {
      if (step.if === undefined ? hasFailed : !evaluate(step.if, facts, hasFailed)) {
        continue;
      }
      const kept = Object.fromEntries(
        [...readFileSync(environmentFile, 'utf8').matchAll(/^(\w+)=(.*)$/gmu)].map(([, name = '', value = '']) => [
          name,
          value,
        ]),
      );
      const given = {
        ...kept,
        ...this.#fillIn(step, facts),
        GITHUB_ENV: environmentFile,
        GITHUB_API_URL: api.url,
      };
      // What GitHub starts a step with where it names no shell.
      const end = await this.#start(['/bin/bash', '-e', '-c', step.run ?? ''], runner, given);
      log += end.output;
      hasFailed ||= end.exitCode !== 0;
    }
    await api.close();
    return { result: hasFailed ? 'failure' : 'success', log, endedAtMs: Date.now() };
  }

  /** Plays a job of GitLab: its script, and what comes after it in any case. */
  async runGitlab(
    choice: CiChoice,
    runner: string,
    source: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<JobRun> {
    const job = readGitlabJob(this.#reader, generateCi(choice, { hasGitlabFile: false }).text);
    const api = await this.#serveVariables();
    const fileVariable = join(this.#root, 'CODEX_AUTH_JSON');
    writeFileSync(fileVariable, this.secrets.get('CODEX_AUTH_JSON') ?? '');
    const keys = ['OPENAI_API_KEY', 'CODEX_ACCESS_TOKEN', 'CODEX_SECRETS_TOKEN'] as const;
    const given = {
      CI_PROJECT_ID: '7',
      CI_PIPELINE_SOURCE: source,
      CI_DEFAULT_BRANCH: 'main',
      CI_API_V4_URL: api.url,
      ...(this.secrets.has('CODEX_AUTH_JSON') ? { CODEX_AUTH_JSON: fileVariable } : {}),
      ...Object.fromEntries(
        keys.flatMap((name) => (this.secrets.has(name) ? [[name, this.secrets.get(name) ?? '']] : [])),
      ),
      ...more,
    };
    try {
      const script = job.script.map((lines) => withoutPreparation(lines)).join('\n');
      const end = await this.#start(['/bin/sh', '-c', script], runner, given);
      const after = (job.after_script ?? []).join('\n');
      const afterwards = await this.#start(['/bin/sh', '-c', after], runner, given);
      return {
        result: end.exitCode === 0 ? 'success' : 'failure',
        log: end.output + afterwards.output,
        endedAtMs: Date.now(),
      };
    } finally {
      await api.close();
    }
  }

  /** Runs a script as a scheduler does. */
  async runScript(
    choice: CiChoice,
    runner: string,
    given: Readonly<Record<string, string>>,
    args: readonly string[] = [],
  ): Promise<JobRun> {
    const path = join(this.#root, 'codex-ci.sh');
    writeFileSync(path, generateCi(choice, { hasGitlabFile: false }).text, { mode: 0o755 });
    const end = await this.#start([path, ...args], runner, given);
    return { result: end.exitCode === 0 ? 'success' : 'failure', log: end.output, endedAtMs: Date.now() };
  }

  /** The bearer of each turn of a model, in order. */
  bearers(): readonly string[] {
    return this.issuer.log
      .requests({ path: turnPath, method: 'POST' })
      .map(({ headers }) => (headers['authorization'] ?? '').replace('Bearer ', ''));
  }

  /** What the turns that were answered were told, and when. */
  turns(): readonly { readonly body: string; readonly atMs: number }[] {
    return this.issuer.log
      .requests({ method: 'POST' })
      .flatMap(({ path, rawBody, status, atMs }) =>
        path.endsWith('/responses') && status === 200 ? [{ body: rawBody, atMs }] : [],
      );
  }

  prompts(): readonly string[] {
    return this.turns().map(({ body }) => body);
  }

  get #project(): string {
    return join(this.#root, 'project');
  }

  /** A clone of a repository whose newest commit is not on its main branch. */
  #makeProject(): void {
    const origin = join(this.#root, 'origin');
    git(this.#root, 'init', '--quiet', '--initial-branch=main', origin);
    const commit = (folder: string, text: string): void => {
      writeFileSync(join(folder, 'code.txt'), text);
      git(folder, 'add', '.');
      git(folder, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '-m', text);
    };
    commit(origin, 'one');
    git(this.#root, 'clone', '--quiet', origin, this.#project);
    git(this.#project, 'checkout', '--quiet', '-b', 'work');
    commit(this.#project, 'two');
  }

  /** The CLI with what points it at the practice issuer; a `gh` that keeps secrets as GitHub does. */
  #makePrograms(): void {
    const bin = join(this.#root, 'bin');
    mkdirSync(bin);
    const { url } = this.issuer;
    const settings = [
      `chatgpt_base_url="${url}/backend-api/"`,
      `openai_base_url="${url}/backend-api/codex"`,
      'analytics.enabled=false',
      'features.plugins=false',
      'features.apps=false',
    ];
    const flags = settings.map((setting) => `-c '${setting}'`).join(' ');
    writeFileSync(join(bin, 'codex'), `#!/bin/sh\nexec ${requireCodexBinary()} ${flags} "$@"\n`, { mode: 0o755 });
    const store = join(this.#root, 'given-back');
    writeFileSync(
      join(bin, 'gh'),
      `#!/bin/sh\n[ "$GH_TOKEN" = may-write ] || { echo "HTTP 403" >&2; exit 1; }\n[ "$1 $2 $4 $6 $7" = "secret set --repo --env codex" ] || exit 2\ncat > "${store}"\n`,
      { mode: 0o755 },
    );
  }

  /** GitHub's one address that says whether a repository is private; made of a template that is not what it is itself. */
  #serveRepository(isPrivate: boolean): Promise<Api> {
    return serve((request, response) => {
      const isIt = request.url === '/repos/acme/app' && request.headers.authorization === 'Bearer may-read';
      const about = { name: 'app', private: isPrivate, template_repository: { private: !isPrivate } };
      response.writeHead(isIt ? 200 : 404).end(JSON.stringify(about, undefined, 2));
    });
  }

  /** GitLab's one address that a job writes a variable at. */
  #serveVariables(): Promise<Api> {
    return serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const isIt =
          request.method === 'PUT' &&
          request.url === '/projects/7/variables/CODEX_AUTH_JSON?filter[environment_scope]=codex' &&
          request.headers['private-token'] === 'may-write';
        const text = Buffer.concat(chunks).toString('utf8');
        const [, value] = /name="value"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/u.exec(text) ?? [];
        if (isIt && value !== undefined) this.secrets.set('CODEX_AUTH_JSON', value);
        response.writeHead(isIt ? 200 : 403).end();
      });
    });
  }

  #describe({ event, isPrivate = true, from = 'acme/app', actor = 'ada' }: Started): Readonly<Record<string, string>> {
    return {
      'github.event_name': event,
      'github.repository': 'acme/app',
      'github.token': 'may-read',
      'github.actor': actor,
      'github.event.repository.private': isPrivate ? 'true' : '',
      'github.event.repository.default_branch': 'main',
      'github.event.pull_request.head.repo.full_name': from,
      'github.event.pull_request.base.sha': this.baseSha,
    };
  }

  /** The environment of a step, with its expressions filled in. */
  #fillIn({ env = {} }: GithubStep, facts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(env).map(([name, value]) => [
        name,
        String(value).replaceAll(/\$\{\{ ([\w.]+) \}\}/gu, (_, path: string) =>
          path.startsWith('secrets.') ? (this.secrets.get(path.slice(8)) ?? '') : (facts[path] ?? ''),
        ),
      ]),
    );
  }

  async #start(
    [program = '', ...args]: readonly string[],
    runner: string,
    given: Readonly<Record<string, string>>,
  ): Promise<{ readonly exitCode: number; readonly output: string }> {
    const env = {
      PATH: `${join(this.#root, 'bin')}:/usr/bin:/bin`,
      HOME: runner,
      GITHUB_REPOSITORY: 'acme/app',
      GITHUB_REPOSITORY_ID: '42',
      NO_PROXY: '127.0.0.1,localhost',
      ...practiceEnvironment(this.issuer),
      ...given,
    };
    const child = spawn(program, args, { cwd: this.#project, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve(code ?? 1);
      });
    });
    this.#takeBack();
    return { exitCode, output };
  }

  /** What `gh` was given is the secret from now on. */
  #takeBack(): void {
    const store = join(this.#root, 'given-back');
    if (existsSync(store)) {
      this.secrets.set('CODEX_AUTH_JSON', readFileSync(store, 'utf8'));
      rmSync(store);
    }
  }
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** What needs the registry or an administrator: the CLI is there, and these tests have no network. */
function isPreparation(run: string): boolean {
  return /^(?:npm install|sudo sysctl) [^\n]*\n?$/u.test(run);
}

function withoutPreparation(lines: string): string {
  return lines.replace(/^npm install --global @openai\/codex@[\d.]+$/mu, ':');
}

/** The conditions of our files: comparisons, a fact, `always()`, joined by `&&`. A failure before it counts, as there. */
function evaluate(condition: string, facts: Readonly<Record<string, string>>, hasFailed: boolean): boolean {
  if (condition.trim() === 'always()') return true;
  const valueOf = (term: string): string => {
    const quoted = /^'(.*)'$/u.exec(term)?.[1];
    const value = quoted ?? facts[term];
    if (value === undefined) throw new TypeError(`Nothing is known of ${term}.`);
    return value;
  };
  const isTrue = (part: string): boolean => {
    const [left = '', operator, right = ''] = part.trim().split(' ');
    if (operator === undefined) return valueOf(left) !== '';
    return (valueOf(left) === valueOf(right)) === (operator === '==');
  };
  return !hasFailed && condition.split('||').some((either) => either.split('&&').every(isTrue));
}

interface Api {
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function serve(answer: RequestListener): Promise<Api> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      ),
  };
}
