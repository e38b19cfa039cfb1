import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stripVTControlCharacters } from 'node:util';
import { businessChoice } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer, type TokenAnswer } from '../issuer/practiceIssuer.ts';
import { makeCodexHome, runCodex, spawnCodex, type CodexHome } from './codexCli.ts';
import { placeCredential } from './credentialDocument.ts';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';

/** What our surfaces say beside each command of the CLI (src/ui/text/facts/methodFacts.ts), held against the CLI. */

let issuer: PracticeIssuer;
let home: CodexHome;
let answer: TokenAnswer;

beforeAll(async () => {
  issuer = await startPracticeIssuer({ tls: true });
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  issuer.log.clear();
  home = await makeCodexHome(buildPracticeConfig(issuer));
  answer = issuer.issueGrant({ ...businessChoice, clientId: practiceClientId });
  await placeCredential(home, {
    answer,
    choice: businessChoice,
    provenance: { issuer: issuer.url, client_id: practiceClientId },
    lease: false,
  });
});
afterEach(async () => {
  await home.remove();
});

/** Begins a sign-in and leaves it as soon as it asks the person for something. */
async function beginAndLeave(args: readonly string[], asks: RegExp): Promise<void> {
  const child = spawnCodex({ home, args, environment: { ...practiceEnvironment(issuer), BROWSER: 'true' } });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  let printed = '';
  const hear = (text: string): void => {
    printed += stripVTControlCharacters(text);
    if (asks.test(printed)) {
      child.kill();
    }
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  await ended;
  expect(printed).toMatch(asks);
}

function isAlive(): boolean | undefined {
  return issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(answer.refresh_token))?.alive;
}

describe('a command of the CLI that signs in', () => {
  it.each([
    [['login'], /login server/u],
    [['login', '--device-auth', '--experimental_client-id', practiceClientId], /[A-Z0-9]{4}-[A-Z0-9]{5}/u],
  ])('first revokes the sign-in that is there, before the new one is: %o', async (args, asks) => {
    await beginAndLeave(args.includes('--device-auth') ? [...args, '--experimental_issuer', issuer.url] : args, asks);
    expect(issuer.log.requests({ path: '/oauth/revoke' })).toMatchObject([
      { status: 200, bodyFields: { token: answer.refresh_token } },
    ]);
    expect([isAlive(), await home.readAuth()]).toEqual([false, undefined]);
  });

  it.each(['--with-api-key', '--with-access-token'])('replaces it and revokes nothing with %s', async (flag) => {
    const input = flag === '--with-api-key' ? issuer.apiKeys.good : issuer.personalAccessTokens.business;
    const run = await runCodex({ home, args: ['login', flag], input, environment: practiceEnvironment(issuer) });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(issuer.log.requests({ path: '/oauth/revoke' })).toEqual([]);
    expect(isAlive()).toBe(true);
    expect(await home.readAuth()).toContain(input);
  });
});
