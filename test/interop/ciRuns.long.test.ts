import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CiChoice, CiCredential, CiSystem, CiTask } from '../../src/ci/choice.ts';
import { accessToken, apiKeyByCommand, freshAccount, persistentAccount } from '../support/ciChoices.ts';
import { loadWorkflowReader, type WorkflowReader } from '../support/workflowReader.ts';
import { CiHouse, turnPath } from './ciHouse.ts';

/** Each file is played on this computer, step by step, with the real CLI at the practice issuer. */

let reader: WorkflowReader;
let house: CiHouse;

beforeAll(async () => {
  reader = await loadWorkflowReader();
});
beforeEach(async () => {
  house = await CiHouse.open(reader);
});
afterEach(async () => {
  await house.close();
});

const prompt: CiTask = { kind: 'prompt', prompt: "triage open bug reports, it's about time" };
const reviewDiff: CiTask = { kind: 'reviewDiff' };
const resume: CiTask = { kind: 'resume', first: 'find the flaky tests', second: 'fix the worst of them' };
const choose = (system: CiSystem, credential: CiCredential, task: CiTask): CiChoice => ({
  system,
  credential,
  task,
  version: '0.171.0',
});
const byHand = { event: 'workflow_dispatch' } as const;
const authFileOf = (runner: string, id: string): string => join(runner, '.codex-ci', id, 'auth.json');
const refreshTokenIn = (text = ''): string => /"refresh_token": ?"([^"]+)"/u.exec(text)?.[1] ?? '';

/** A sign-in that was renewed after each run, and never by a token that was spent. */
function expectOneLivingGrant(seed: string, newest: string, renewals: number): void {
  const grant = house.grantOf(refreshTokenIn(seed));
  expect(grant).toMatchObject({ alive: true, reuseCount: 0 });
  expect(grant.refreshCount).toBe(renewals);
  expect(refreshTokenIn(newest)).toBe(grant.refreshTokens.at(-1));
}

describe('GitHub, with a key or a token', () => {
  it('gives the key to the run, and the log does not have it', async () => {
    house.secrets.set('OPENAI_API_KEY', house.issuer.apiKeys.good);
    const { result, log } = await house.runGithub(
      choose('github', apiKeyByCommand, prompt),
      house.makeRunner(),
      byHand,
    );
    expect(result, log).toBe('success');
    expect(house.bearers()).toEqual([house.issuer.apiKeys.good]);
    expect(house.prompts()[0]).toContain("triage open bug reports, it's about time");
    expect(log).not.toContain(house.issuer.apiKeys.good);
    expect(log).toContain('"type":"turn.completed"');
  });

  it('reviews what a pull request of its own changes, and runs for no fork and not for Dependabot', async () => {
    house.secrets.set('OPENAI_API_KEY', house.issuer.apiKeys.good);
    const choice = choose('github', apiKeyByCommand, reviewDiff);
    const runner = house.makeRunner();
    for (const stranger of [{ from: 'mallory/app' }, { actor: 'dependabot[bot]' }]) {
      expect(await house.runGithub(choice, runner, { event: 'pull_request', ...stranger })).toMatchObject({
        result: 'skipped',
      });
    }
    expect(house.prompts()).toEqual([]);
    const { result, log } = await house.runGithub(choice, runner, { event: 'pull_request' });
    expect(result, log).toBe('success');
    expect(house.prompts()[0]).toContain(`review the diff between ${house.baseSha} and HEAD`);
  });

  it('runs two stages of one session', async () => {
    house.secrets.set('OPENAI_API_KEY', house.issuer.apiKeys.good);
    const { result, log } = await house.runGithub(
      choose('github', apiKeyByCommand, resume),
      house.makeRunner(),
      byHand,
    );
    expect(result, log).toBe('success');
    const [first = '', second = ''] = house.prompts();
    expect(first).not.toContain('fix the worst of them');
    expect(second).toContain('find the flaky tests');
    expect(second).toContain('fix the worst of them');
    expect(house.bearers()).toEqual([house.issuer.apiKeys.good, house.issuer.apiKeys.good]);
  });

  it('runs with an access token of a workspace', async () => {
    house.secrets.set('CODEX_ACCESS_TOKEN', house.issuer.personalAccessTokens.business);
    const { result, log } = await house.runGithub(choose('github', accessToken, prompt), house.makeRunner(), byHand);
    expect(result, log).toBe('success');
    expect(house.bearers()).toEqual([house.issuer.personalAccessTokens.business]);
    expect(log).not.toContain(house.issuer.personalAccessTokens.business);
  });

  it('fails where the secret is not there', async () => {
    const { result } = await house.runGithub(choose('github', apiKeyByCommand, prompt), house.makeRunner(), byHand);
    expect([result, house.bearers().filter((bearer) => bearer !== '')]).toEqual(['failure', []]);
  });
});

describe('GitHub, as an account on machines that are new for each job', () => {
  beforeEach(() => {
    house.secrets.set('CODEX_SECRETS_TOKEN', 'may-write');
  });

  it('goes on for three runs in a row, each with what the one before gave back', async () => {
    house.seedAccount();
    const seed = house.secrets.get('CODEX_AUTH_JSON') ?? '';
    const seen = [seed];
    for (const [started, task] of [
      [byHand, reviewDiff],
      [{ event: 'schedule' }, reviewDiff],
      [byHand, prompt],
    ] as const) {
      house.letTokenEnd();
      const { result, log } = await house.runGithub(choose('github', freshAccount, task), house.makeRunner(), started);
      expect(result, log).toBe('success');
      const given = house.secrets.get('CODEX_AUTH_JSON') ?? '';
      expect(seen).not.toContain(given);
      for (const text of [...seen, given]) expect(log).not.toContain(refreshTokenIn(text));
      seen.push(given);
    }
    expectOneLivingGrant(seed, seen.at(-1) ?? '', 3);
    expect(house.prompts().map((body) => body.includes('Reply with the single word OK.'))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('gives back what was renewed by a run that failed', async () => {
    house.seedAccount();
    const seed = house.secrets.get('CODEX_AUTH_JSON') ?? '';
    house.letTokenEnd();
    house.issuer.fault({ path: turnPath, method: 'POST', times: 99, kind: 'status', status: 400 });
    const choice = choose('github', freshAccount, prompt);
    expect((await house.runGithub(choice, house.makeRunner(), byHand)).result).toBe('failure');
    house.issuer.clearFaults();
    expect(house.secrets.get('CODEX_AUTH_JSON')).not.toBe(seed);
    expect((await house.runGithub(choice, house.makeRunner(), byHand)).result).toBe('success');
    expectOneLivingGrant(seed, house.secrets.get('CODEX_AUTH_JSON') ?? '', 1);
  });

  it('does not run once the repository is public', async () => {
    house.seedAccount();
    const choice = choose('github', freshAccount, prompt);
    const runner = house.makeRunner();
    expect(await house.runGithub(choice, runner, { ...byHand, isPrivate: false })).toMatchObject({ result: 'skipped' });
    const weekly = await house.runGithub(choice, runner, { event: 'schedule', isPrivate: false });
    expect([weekly.result, weekly.log]).toEqual(['failure', expect.stringContaining('This repository is public')]);
    expect(existsSync(join(runner, '.codex-ci'))).toBe(false);
  });

  it('stops with a sentence where there is no sign-in, and gives nothing back', async () => {
    const { result, log } = await house.runGithub(choose('github', freshAccount, prompt), house.makeRunner(), byHand);
    expect([result, house.secrets.has('CODEX_AUTH_JSON')]).toEqual(['failure', false]);
    expect(log).toContain('There is no sign-in on this runner and none in the secret.');
  });
});

describe('GitHub, as an account on a machine that keeps its disk', () => {
  it('takes the secret once, and goes on for three runs with what Codex made of it', async () => {
    house.seedAccount();
    const seed = house.secrets.get('CODEX_AUTH_JSON') ?? '';
    const runner = house.makeRunner();
    for (const event of ['workflow_dispatch', 'workflow_dispatch', 'schedule'] as const) {
      house.letTokenEnd();
      const { result, log } = await house.runGithub(choose('github', persistentAccount, prompt), runner, { event });
      expect(result, log).toBe('success');
    }
    expect(house.secrets.get('CODEX_AUTH_JSON')).toBe(seed);
    const path = authFileOf(runner, '42');
    expectOneLivingGrant(seed, readFileSync(path, 'utf8'), 3);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });
});

describe('GitLab', () => {
  it('runs with a key on the one command', async () => {
    house.secrets.set('OPENAI_API_KEY', house.issuer.apiKeys.good);
    const choice = choose('gitlab', apiKeyByCommand, reviewDiff);
    const base = { CI_MERGE_REQUEST_DIFF_BASE_SHA: house.baseSha };
    const { result, log } = await house.runGitlab(choice, house.makeRunner(), 'merge_request_event', base);
    expect(result, log).toBe('success');
    expect(house.bearers()).toEqual([house.issuer.apiKeys.good]);
    expect(house.prompts()[0]).toContain(`review the diff between ${house.baseSha} and HEAD`);
  });

  it('as an account goes on for three runs, each with what the one before gave back', async () => {
    house.seedAccount();
    house.secrets.set('CODEX_SECRETS_TOKEN', 'may-write');
    const seed = house.secrets.get('CODEX_AUTH_JSON') ?? '';
    for (const source of ['web', 'schedule', 'web']) {
      const before = house.secrets.get('CODEX_AUTH_JSON');
      house.letTokenEnd();
      const { result, log } = await house.runGitlab(
        choose('gitlab', freshAccount, reviewDiff),
        house.makeRunner(),
        source,
      );
      expect(result, log).toBe('success');
      expect(house.secrets.get('CODEX_AUTH_JSON')).not.toBe(before);
    }
    expectOneLivingGrant(seed, house.secrets.get('CODEX_AUTH_JSON') ?? '', 3);
  });
});

describe('a script', () => {
  it('runs with a key that only the commands of Codex have', async () => {
    const given = { OPENAI_API_KEY: house.issuer.apiKeys.good, BASE_SHA: house.baseSha };
    const { result, log } = await house.runScript(
      choose('script', apiKeyByCommand, reviewDiff),
      house.makeRunner(),
      given,
    );
    expect(result, log).toBe('success');
    expect(house.bearers()).toEqual([house.issuer.apiKeys.good]);
    expect(
      (await house.runScript(choose('script', apiKeyByCommand, reviewDiff), house.makeRunner(), {})).log,
    ).toContain('OPENAI_API_KEY');
  });

  it('as an account: three runs at once wait for each other, and none spends what another has spent', async () => {
    house.seedAccount();
    const seed = house.secrets.get('CODEX_AUTH_JSON') ?? '';
    const runner = house.makeRunner();
    const choice = choose('script', persistentAccount, prompt);
    house.letTokenEnd();
    const runs = await Promise.all([
      house.runScript(choice, runner, { CODEX_AUTH_JSON: seed }),
      house.runScript(choice, runner, { CODEX_AUTH_JSON: seed }),
      house.runScript(choice, runner, { CODEX_AUTH_JSON: seed }, ['keep-fresh']),
    ]);
    expect(runs.map(({ result }) => result)).toEqual(['success', 'success', 'success']);
    const ends = runs.map(({ endedAtMs }) => endedAtMs).sort((left, right) => left - right);
    const [, second, third] = house.turns();
    expect(second?.atMs).toBeGreaterThanOrEqual(ends[0] ?? Infinity);
    expect(third?.atMs).toBeGreaterThanOrEqual(ends[1] ?? Infinity);
    expectOneLivingGrant(seed, readFileSync(authFileOf(runner, 'default'), 'utf8'), 1);
  });
});
