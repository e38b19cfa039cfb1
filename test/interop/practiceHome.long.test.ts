import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findMarked } from '../../scripts/processes.mjs';
import {
  buildPracticeConfig,
  endProcessesOf,
  makeRepository,
  practiceClientId,
  practiceEnvironment,
} from '../../scripts/practiceHome.mjs';
import { businessChoice } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { makeCodexHome, runCodex, type CodexHome, type CodexRun } from './codexCli.ts';
import { placeCredential } from './credentialDocument.ts';

let issuer: PracticeIssuer;
let home: CodexHome;
let folder: string;

beforeAll(async () => {
  issuer = await startPracticeIssuer({ tls: true });
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  home = await makeCodexHome();
  folder = join(home.path, '..', 'folder');
  await mkdir(folder);
  makeRepository(folder);
  await writeFile(join(home.path, 'config.toml'), buildPracticeConfig(issuer, [folder]));
});
afterEach(async () => {
  await endProcessesOf(home.path);
  await home.remove();
});

function run(of: CodexHome, ...args: string[]): Promise<CodexRun> {
  return runCodex({ home: of, args, environment: practiceEnvironment(issuer) });
}

function programsOf({ path }: CodexHome): readonly string[] {
  return findMarked('CODEX_HOME', path)
    .map(({ command }) => command.replace(/^.*\/codex /u, 'codex '))
    .toSorted();
}

describe('codex exec in the practice Home', () => {
  it('answers on a ChatGPT account, and complains about nothing of the practice service', async () => {
    const answer = issuer.issueGrant({ ...businessChoice, clientId: practiceClientId });
    const provenance = { issuer: issuer.url, client_id: practiceClientId };
    await placeCredential(home, { answer, choice: businessChoice, provenance });
    const turn = await run(home, 'exec', '--cd', folder, 'hello');
    expect(turn.exitCode, turn.stderr).toBe(0);
    expect(turn.stdout).toContain('Hello from the practice issuer.');
    expect(turn.stderr).not.toContain('ERROR');
  });

  it('answers on an API key', async () => {
    await writeFile(home.authFile, JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: issuer.apiKeys.good }));
    const turn = await run(home, 'exec', '--cd', folder, 'hello');
    expect(turn.exitCode, turn.stderr).toBe(0);
    expect(turn.stdout).toContain('Hello from the practice issuer.');
  });
});

describe('what runs on a Home', () => {
  it('is forced to end when it will not', async () => {
    const deaf = spawn('sh', ['-c', 'trap "" TERM; exec sleep 60'], {
      env: { ...home.environment() },
      stdio: 'ignore',
    });
    const ended = once(deaf, 'exit');
    await expect.poll(() => programsOf(home)).toEqual(['sleep 60']);
    await endProcessesOf(home.path, 200);
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('is ended, the background server and its update loop; that of another Home goes on', async () => {
    const other = await makeCodexHome(buildPracticeConfig(issuer));
    try {
      for (const each of [home, other]) {
        const started = await run(each, 'app-server', 'daemon', 'start');
        expect(started.exitCode, started.stderr).toBe(0);
      }
      const both = [
        expect.stringMatching(/^codex app-server .*--managed-daemon$/u),
        'codex app-server daemon pid-update-loop',
      ];
      await expect.poll(() => programsOf(home)).toEqual(both);
      await endProcessesOf(home.path);
      expect(programsOf(home)).toEqual([]);
      await expect.poll(() => programsOf(other)).toEqual(both);
    } finally {
      await endProcessesOf(other.path);
      await other.remove();
    }
  });
});
