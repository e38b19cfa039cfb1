// npm run bench -- signin: from the callback request to a credential in auth.json, ours against the real app-server.

import { existsSync, watch } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { main, Stop } from '../scripts/processes.mjs';
import { ensureCodex } from '../scripts/tools.mjs';
import { AppServer } from '../test/interop/appServer.ts';
import { makeCodexHome, type CodexHome } from '../test/interop/codexCli.ts';
import { composeOurHouse } from '../test/interop/ourHouse.ts';
import { buildPracticeConfig, practiceEnvironment } from '../scripts/practiceHome.mjs';
import { startPracticeIssuer, type PracticeIssuer } from '../test/issuer/practiceIssuer.ts';
import { signInOnPage } from '../test/issuer/scriptedBrowser.ts';
import { median, medianRatio } from './support/median.ts';

const rounds = 15;
const highestRatio = 1;
const choice = { person: 'Ada', workspace: 'Harbour Works' };
const startedSchema = z.object({ authUrl: z.string() });

/** When auth.json first holds a whole ChatGPT sign-in, in ms of `performance.now()`. */
function watchCredential(home: CodexHome): Promise<number> {
  return new Promise((resolve) => {
    const watcher = watch(home.path, () => {
      void readFile(home.authFile, 'utf8').then(
        (text) => {
          if (!text.includes('"refresh_token"') || !text.endsWith('}')) return;
          resolve(performance.now());
          watcher.close();
        },
        () => undefined,
      );
    });
  });
}

/** Asks for the address as a browser that navigates; the answer's redirect is followed by nobody. */
function navigate(address: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } }, (answer) => {
      answer.resume().once('end', resolve);
    }).once('error', reject);
  });
}

async function timeOurs(issuer: PracticeIssuer, home: CodexHome): Promise<number> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'bench-state-'));
  let beganAtMs = NaN;
  const house = composeOurHouse({ issuer, codexFolder: home.path, stateFolder, choice });
  house.onCallback = (atMs) => {
    beganAtMs = atMs;
  };
  const written = watchCredential(home);
  const outcome = await house.signIn.withBrowser();
  if (outcome.kind !== 'signedIn') throw new Stop(`Our sign-in ended with "${outcome.kind}".`);
  house.dispose();
  await rm(stateFolder, { recursive: true, force: true });
  return (await written) - beganAtMs;
}

async function timeTheirs(issuer: PracticeIssuer, home: CodexHome): Promise<number> {
  const server = await AppServer.start({ home, environment: practiceEnvironment(issuer) });
  try {
    const { authUrl } = startedSchema.parse(await server.request('account/login/start', { type: 'chatgpt' }));
    const callback = await signInOnPage(authUrl, choice);
    const written = watchCredential(home);
    const beganAtMs = performance.now();
    await navigate(callback);
    return (await written) - beganAtMs;
  } finally {
    await server.close();
  }
}

await main(async () => {
  await ensureCodex();
  const issuer = await startPracticeIssuer({ tls: true });
  const times = { ours: [] as number[], theirs: [] as number[] };
  try {
    // The first round of each warms up and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, time] of [
        ['ours', timeOurs],
        ['theirs', timeTheirs],
      ] as const) {
        const home = await makeCodexHome(buildPracticeConfig(issuer));
        const tookMs = await time(issuer, home);
        if (!existsSync(home.authFile)) throw new Stop(`There is no credential after ${name}.`);
        await home.remove();
        if (round > 0) times[name].push(tookMs);
      }
    }
  } finally {
    await issuer.close();
  }
  const [oursMs, theirsMs] = [median(times.ours), median(times.theirs)];
  const ratio = medianRatio(times.ours, times.theirs);
  process.stdout.write(
    `signin: ratio, median of the rounds, ${ratio.toFixed(2)} (at most ${highestRatio}); median of ${rounds}: ours ${oursMs.toFixed(1)} ms, the real app-server ${theirsMs.toFixed(1)} ms\n`,
  );
  return ratio <= highestRatio ? 0 : 1;
});
