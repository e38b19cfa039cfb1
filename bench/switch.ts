import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home } from '../src/home/home.ts';
import { NodeCredentialFile } from '../src/platform/home/nodeCredentialFile.ts';
import { systemClock } from '../src/platform/systemClock.ts';
import { requireCodexBinary } from '../test/interop/codexCli.ts';
import { mintTokens, randomText } from '../test/support/tokens.ts';
import { median, medianRatio } from './support/median.ts';
import { loadLocks } from '../test/support/codexLocks.ts';

/** How long it takes until Codex on this host has another account, durably: ours, the CLI's own way, a plain copy. */

const rounds = 25;
const highestRatio = 0.15;
const root = mkdtempSync(join(tmpdir(), 'codex-accounts-bench-'));

type Turn = (round: number) => Promise<void> | void;

async function time(turn: Turn, round: number): Promise<number> {
  const beganAtMs = performance.now();
  await turn(round);
  return performance.now() - beganAtMs;
}

/** Reads the Home and replaces what stands there: both of the CLI's locks, fsync of file and folder, read back. */
function prepareOurs(folder: string): Turn {
  const { signal } = new AbortController();
  const home = new Home(folder, new NodeCredentialFile(folder, { loadLocks }), () => systemClock.delay(50, signal));
  const accounts = [mintTokens(), mintTokens()] as const;
  return async (round) => {
    const state = await home.read();
    if (
      state.kind === 'problem' ||
      (await home.put({ kind: 'chatgpt', tokens: accounts[round % 2 === 0 ? 0 : 1] }, state.seen)) !== 'done'
    ) {
      throw new TypeError('The Home was not written.');
    }
  };
}

/** With an API key in the Home, whose sign-out asks nobody to revoke anything: this is the CLI at its fastest. */
function prepareCodex(folder: string): Turn {
  const binary = requireCodexBinary();
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: folder,
    CODEX_HOME: folder,
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
  };
  const keys = [randomText('sk'), randomText('sk')] as const;
  const run = (args: readonly string[], input = ''): void => {
    if (spawnSync(binary, args, { cwd: folder, env, input, shell: false }).status !== 0) {
      throw new TypeError(`codex ${args.join(' ')} failed.`);
    }
  };
  run(['login', '--with-api-key'], keys[0]);
  return (round) => {
    run(['logout']);
    run(['login', '--with-api-key'], keys[round % 2 === 0 ? 0 : 1]);
  };
}

function prepareCopy(folder: string): Turn {
  return () => {
    copyFileSync(join(folder, 'auth.json'), join(folder, 'copy.json'));
  };
}

function makeFolder(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

try {
  const ourFolder = makeFolder('ours');
  const turns = {
    ours: prepareOurs(ourFolder),
    codex: prepareCodex(makeFolder('codex')),
    copy: prepareCopy(ourFolder),
  };
  const times: Record<keyof typeof turns, number[]> = { ours: [], codex: [], copy: [] };
  // In turn, so that whatever else the machine does meets all three alike.
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(await time(turns.ours, round));
    times.codex.push(await time(turns.codex, round));
    times.copy.push(await time(turns.copy, round));
  }
  const [ours, codex, copy] = [median(times.ours), median(times.codex), median(times.copy)];
  const ratio = medianRatio(times.ours, times.codex);
  const write = (text: string): boolean => process.stdout.write(`${text}\n`);
  write(`switch, durable in the Home       ${ours.toFixed(1)} ms (median of ${rounds})`);
  write(`codex logout + login with a key   ${codex.toFixed(1)} ms`);
  write(`ratio, median of the rounds       ${ratio.toFixed(3)} (at most ${highestRatio})`);
  write(`a plain file copy, not durable    ${copy.toFixed(2)} ms (ours: ${(ours / copy).toFixed(0)} times as long)`);
  process.exitCode = ratio <= highestRatio ? 0 : 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
