import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignInOutcome } from '../../src/accounts/signIn/signInOutcome.ts';
import { setVariables } from '../../src/home/config/dotenvEdit.ts';
import { HomeVariables } from '../../src/platform/home/homeVariables.ts';
import { FetchHttp } from '../../src/platform/network/fetchHttp.ts';
import { systemClock } from '../../src/platform/systemClock.ts';
import { RoutedHttp } from '../../src/platform/network/routedHttp.ts';
import type { Account } from '../../src/storage/account.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { makeProxySettings } from '../support/proxySettings.ts';
import { findFreePort } from '../support/sockets.ts';
import { notEnded } from '../support/fakeClock.ts';
import { makeCodexHome, runCodex, type CodexHome } from './codexCli.ts';
import { asOpenAi, startOpenAiStandIn, type OpenAiStandIn } from './openAiStandIn.ts';
import { composeOurHouse, type OurHouse } from './ourHouse.ts';
import { startMitmproxy, startTinyproxy, type RealProxy } from './realProxies.ts';

/**
 * Real proxies before the practice issuer over TLS, which has the names of the real service: here only a proxy leads to them, as in a
 * company.
 */

type Variables = Readonly<Record<string, string>>;

const userAgent = 'codex_accounts/interop';

let issuer: PracticeIssuer;
let standIn: OpenAiStandIn;
let open: RealProxy;
let locked: RealProxy;
let reading: RealProxy;
let home: CodexHome;
let stateFolder: string;
let house: OurHouse;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  issuer = await startPracticeIssuer(asOpenAi);
  standIn = await startOpenAiStandIn(issuer);
  [open, locked, reading] = await Promise.all([
    startTinyproxy(standIn.address),
    startTinyproxy(standIn.address, 'ada word'),
    startMitmproxy(standIn.address),
  ]);
});
afterAll(async () => {
  await Promise.all([open, locked, reading].map((proxy) => proxy.close()));
  await standIn.close();
  await issuer.close();
});
beforeEach(async () => {
  issuer.log.clear();
  home = await makeCodexHome();
  stateFolder = await mkdtemp(join(tmpdir(), 'our-state-'));
  const http = new RoutedHttp({
    userAgent,
    clock: systemClock,
    hostFetch: new FetchHttp({ userAgent }),
    observe: () =>
      Promise.resolve({
        environment,
        homeVariables: {},
        settings: makeProxySettings(),
        respectsSystemProxy: false,
      }),
  });
  house = composeOurHouse({
    issuer,
    codexFolder: home.path,
    stateFolder,
    choice: { person: 'Ada', workspace: 'Harbour Works' },
    http,
  });
});
afterEach(async () => {
  house.dispose();
  await home.remove();
  await rm(stateFolder, { recursive: true, force: true });
});

const issuerCa = (): string => issuer.caFile ?? '';
const mitmCa = (): string => join(reading.folder, 'mitmproxy-ca-cert.pem');

function requireAccount(outcome: SignInOutcome): Account {
  expect(outcome).toMatchObject({ kind: 'signedIn', placement: { kind: 'placed' } });
  return (outcome as Extract<SignInOutcome, { kind: 'signedIn' }>).account;
}

describe('sign-in, renewal and the look at the plan go', () => {
  it.each<readonly [string, () => Readonly<Record<string, string>>]>([
    ['through a proxy', () => ({ ALL_PROXY: `http://${open.address}`, CODEX_CA_CERTIFICATE: issuerCa() })],
    ['through one without a scheme', () => ({ HTTPS_PROXY: open.address, SSL_CERT_FILE: issuerCa() })],
    [
      'through one with a name and password',
      () => ({ HTTPS_PROXY: `http://ada:word@${locked.address}`, CODEX_CA_CERTIFICATE: issuerCa() }),
    ],
    [
      'through one that reads the connection, whose authority is in the CA file',
      () => ({ HTTPS_PROXY: `http://${reading.address}`, CODEX_CA_CERTIFICATE: mitmCa() }),
    ],
  ])('%s', async (_name, variables) => {
    environment = variables();
    const account = requireAccount(await house.signIn.withBrowser());
    expect(await house.refresh.run(account, 'now')).toMatchObject({ kind: 'renewed' });
    expect(await house.check.runOnGrant(account, notEnded)).toMatchObject({ grant: 'alive', health: { kind: 'good' } });
    expect(issuer.grants().at(-1)).toMatchObject({ alive: true, refreshCount: 1, reuseCount: 0 });
  });
});

describe('a sign-in that is kept', () => {
  it.each<readonly [string, () => Readonly<Record<string, string>>, string]>([
    [
      'a proxy that wants a password',
      () => ({ HTTPS_PROXY: `http://${locked.address}`, CODEX_CA_CERTIFICATE: issuerCa() }),
      'network.proxyNoPassword',
    ],
    ['a proxy that reads the connection', () => ({ ALL_PROXY: `http://${reading.address}` }), 'network.intercepted'],
  ])(
    'stays as it is behind %s, and the renewal and the look at the plan say why',
    async (_name, blocked, messageId) => {
      environment = { ALL_PROXY: `http://${open.address}`, CODEX_CA_CERTIFICATE: issuerCa() };
      const account = requireAccount(await house.signIn.withBrowser());
      const good = environment;
      environment = blocked();
      issuer.log.clear();
      expect(await house.refresh.run(account, 'now')).toMatchObject({ kind: 'offline', sentence: { messageId } });
      expect(await house.check.run(account, notEnded)).toMatchObject({
        health: { kind: 'offline', sentence: { messageId } },
      });
      expect(issuer.log.requests()).toEqual([]);
      environment = good;
      expect(await house.refresh.run(account, 'now')).toMatchObject({ kind: 'renewed' });
    },
  );
});

describe('what stands in the way is named, and nothing reaches the service:', () => {
  it.each<readonly [string, () => Variables | Promise<Variables>, string, object]>([
    [
      'a proxy that wants a password',
      () => ({ HTTPS_PROXY: `http://${locked.address}`, CODEX_CA_CERTIFICATE: issuerCa() }),
      'network.proxyNoPassword',
      { source: 'HTTPS_PROXY' },
    ],
    [
      'a proxy that does not take it',
      () => ({ HTTPS_PROXY: `http://ada:wrong@${locked.address}`, CODEX_CA_CERTIFICATE: issuerCa() }),
      'network.proxyWrongPassword',
      { source: 'HTTPS_PROXY' },
    ],
    [
      'a proxy that is gone',
      async () => ({ ALL_PROXY: `http://127.0.0.1:${String(await findFreePort())}` }),
      'network.proxyOffline',
      { source: 'ALL_PROXY' },
    ],
    [
      'a proxy that reads the connection, without its authority',
      () => ({ ALL_PROXY: `http://${reading.address}` }),
      'network.intercepted',
      { host: 'auth.openai.com', issuer: 'mitmproxy', product: 'mitmproxy' },
    ],
    [
      'the same with another authority in the CA file',
      () => ({ ALL_PROXY: `http://${reading.address}`, SSL_CERT_FILE: issuerCa() }),
      'network.issuerNotInFile',
      { host: 'auth.openai.com', issuer: 'mitmproxy', variable: 'SSL_CERT_FILE' },
    ],
    [
      'an authority that nobody knows',
      () => ({ ALL_PROXY: `http://${open.address}` }),
      'network.unknownIssuer',
      { issuer: 'Practice issuer authority (this run only)' },
    ],
    [
      'a CA file that is not there',
      () => ({ ALL_PROXY: `http://${open.address}`, CODEX_CA_CERTIFICATE: '/does/not/exist.pem' }),
      'network.caMissing',
      { variable: 'CODEX_CA_CERTIFICATE', path: '/does/not/exist.pem' },
    ],
  ])('%s', async (_name, variables, messageId, args) => {
    environment = await variables();
    await expect(house.signIn.withBrowser()).rejects.toMatchObject({
      code: 'checkNetwork',
      sentence: { messageId, args },
      delivery: 'notSent',
    });
    expect(issuer.log.requests({ path: '/oauth/token' })).toEqual([]);
  });
});

describe('the real CLI', () => {
  it.each<readonly [string, () => string, () => string]>([
    ['with a password', () => `http://ada:word@${locked.address}`, issuerCa],
    ['that reads the connection', () => `http://${reading.address}`, mitmCa],
  ])('takes the way that we write to its Home, through a proxy %s', async (_name, proxy, ca) => {
    const text = setVariables('# mine\nX=1\n', { SSL_CERT_FILE: ca(), HTTPS_PROXY: proxy() });
    await new HomeVariables(home.path).write(text ?? '', '', notEnded);
    issuer.fault({ path: '/api/accounts/deviceauth/usercode', times: 1, kind: 'status', status: 404 });
    const args = ['login', '--device-auth', '--experimental_issuer', 'https://auth.openai.com'];
    const { stderr } = await runCodex({
      home,
      args: [...args, '--experimental_client-id', 'x'],
      environment: { HTTPS_PROXY: '', HTTP_PROXY: '' },
    });
    issuer.clearFaults();
    expect(stderr).toContain('device code login is not enabled');
    expect(issuer.log.requests({ path: '/api/accounts/deviceauth/usercode' })).toHaveLength(1);
  });
});
