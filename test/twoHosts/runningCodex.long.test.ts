import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';
import { serializeCredential } from '../../src/home/credential/serializeCredential.ts';
import { Secret } from '../../src/base/secret.ts';
import { requireCodexBinary } from '../interop/codexCli.ts';
import { businessChoice, people, type Choice } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { CodexTerminal, endBackground, findBackground, listProcessesOn } from '../support/codexTerminal.ts';
import { obstacles, unless } from '../support/unless.ts';
import { companionVsix, openTwoHosts, type TwoHosts } from './scene.ts';

// One window and one Home with the real interactive Codex on it; the tests build on each other.
let issuer: PracticeIssuer;
let two: TwoHosts;
let programs: string;
let hostId = '';
const terminals: CodexTerminal[] = [];

const ada = businessChoice;
const cyn: Choice = { personId: 'cyn', workspaceId: people[2].workspaces[0].id };
const host = hostname();

beforeAll(async () => {
  issuer = await startPracticeIssuer({ tls: true });
  programs = mkdtempSync(join(tmpdir(), 'ca-codex-on-path-'));
  symlinkSync(requireCodexBinary(), join(programs, 'codex'));
  two = await openTwoHosts({ environment: { PATH: `${programs}:/usr/bin:/bin` }, trust: true });
  writeFileSync(join(two.codexHome, 'config.toml'), buildPracticeConfig(issuer, [two.codexHome]));
  await two.ui.ask({ call: 'install', path: companionVsix });
  await two.workbench.reload();
  const presence = await two.ui.ask({ call: 'hello' });
  hostId = z.object({ answer: z.object({ hostId: z.string() }) }).parse(presence).answer.hostId;
});

beforeEach(({ task, onTestFailed }) => {
  onTestFailed(() =>
    two.workbench.screenshot(`failed-running-${task.name.replaceAll(/[^a-z]+/giu, '-').slice(0, 50)}`),
  );
});

afterEach(async () => {
  await two.workbench.clearNotifications();
});

afterAll(async () => {
  await closeTerminals();
  await endBackground(two.codexHome);
  expect([await findBackground(two.codexHome), await listProcessesOn(two.codexHome)]).toEqual([[], []]);
  await two.close();
  await issuer.close();
  rmSync(programs, { recursive: true });
});

function leaseOf(choice: Choice): string {
  const answer = issuer.issueGrant({ ...choice, clientId: practiceClientId });
  const tokens = {
    idToken: new Secret(answer.id_token),
    accessToken: new Secret(answer.access_token),
    refreshToken: new Secret(''),
    workspaceId: choice.workspaceId,
    provenance: undefined,
    loginOwnerId: undefined,
    lastRefresh: new Date().toISOString(),
  };
  return serializeCredential({ kind: 'chatgpt', tokens }, undefined).reveal();
}

/** Puts a lease there with the person's yes. */
async function place(choice: Choice, label: string): Promise<void> {
  const request = { hostId, placementId: `p-${choice.personId}`, binding: 'lease', label, document: leaseOf(choice) };
  const placed = two.ui.ask({ call: 'put', request });
  await two.workbench.acceptDialog('Use This Account');
  expect(await placed).toMatchObject({ kind: 'ok' });
}

async function open(): Promise<CodexTerminal> {
  const environment = {
    PATH: '/usr/bin:/bin',
    HOME: dirname(two.codexHome),
    CODEX_HOME: two.codexHome,
    NO_PROXY: '127.0.0.1,localhost',
    // Nobody serves it: what Codex wants from outside this computer ends there.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    ...practiceEnvironment(issuer),
  };
  const terminal = await CodexTerminal.start({ program: requireCodexBinary(), environment, folder: two.codexHome });
  terminals.push(terminal);
  return terminal;
}

async function expectAccount(terminal: CodexTerminal, { personId }: Choice): Promise<void> {
  // Loaded, it names the folder it works in below its prompt.
  await terminal.waitFor(/ · ~\/codex-home/u);
  await terminal.enter('/status');
  await terminal.waitFor(new RegExp(`Account: +${personId}@practice\\.example`, 'u'));
}

async function closeTerminals(): Promise<void> {
  for (const terminal of terminals.splice(0)) {
    await terminal.close();
  }
}

async function expectNext(choice: Choice): Promise<void> {
  await expectAccount(await open(), choice);
  await closeTerminals();
}

const statusSchema = z.object({ answer: z.object({ running: z.array(z.looseObject({ kind: z.string() })) }) });

/** The background server as the companion tells of it. */
async function findServer(): Promise<unknown> {
  const { running } = statusSchema.parse(await two.ui.ask({ call: 'status', hostId })).answer;
  return running.find(({ kind }) => kind === 'terminals');
}

describe('the Codex in the terminals of a host', unless(obstacles.notLinux), () => {
  it('runs as the account of the lease, and is told so', async () => {
    await place(ada, 'Ada');
    expect(await findServer()).toBeUndefined();
    await expectNext(ada);
    await expect.poll(findServer).toMatchObject({ used: { kind: 'home' }, activity: 'idle', clients: 0 });
  });

  it('follows another lease when no terminal is open: the next codex is that account', async () => {
    await place(cyn, 'Cyn');
    const said = await (
      await two.workbench.findNotification(`Codex in your terminals on ${host} used ada@practice.example until now`)
    ).innerText();
    expect(said).toContain('the next codex you start there uses Cyn.');
    await two.workbench.screenshot('companion-brought-along');
    expect(await findServer()).toBeUndefined();
    await expectNext(cyn);
    await expect.poll(findServer).toMatchObject({ used: { kind: 'home' } });
  });

  it('says nothing when its lease is renewed by itself, and goes on', async () => {
    const [before] = await findBackground(two.codexHome);
    const request = { hostId, placementId: 'p-cyn', binding: 'lease', label: 'Cyn', document: leaseOf(cyn) };
    expect(await two.ui.ask({ call: 'put', request })).toMatchObject({ kind: 'ok', answer: { replaced: 'ours' } });
    expect(await two.workbench.notifications()).toEqual([]);
    expect((await findBackground(two.codexHome))[0]).toEqual(before);
  });

  it('waits for one click while a terminal is open, which then goes on as the new account', async () => {
    const terminal = await open();
    await expectAccount(terminal, cyn);
    await place(ada, 'Ada');
    const offer = `Codex in your terminals on ${host} still uses cyn@practice.example`;
    await two.workbench.findNotification(offer);
    await expect.poll(findServer).toMatchObject({
      used: { kind: 'other', who: { kind: 'chatgpt', email: 'cyn@practice.example' } },
      activity: 'idle',
      clients: 1,
    });
    await two.workbench.screenshot('companion-bring-along');
    await two.workbench.clickNotificationButton(offer, 'Bring It Along');
    await two.workbench.findNotification(/was restarted and uses Ada\./u);
    await expect.poll(findServer).toMatchObject({ used: { kind: 'home' } });
    await closeTerminals();
    await expectNext(ada);
  });

  it('is started again when main asks for it', async () => {
    const terminal = await open();
    await expectAccount(terminal, ada);
    await place(cyn, 'Cyn');
    await two.workbench.findNotification(/still uses ada@practice\.example/u);
    expect(await two.ui.ask({ call: 'restartCodex', hostId })).toMatchObject({
      kind: 'ok',
      answer: { step: 'restart' },
    });
    await expect.poll(findServer).toMatchObject({ used: { kind: 'home' } });
    expect(await two.ui.ask({ call: 'restartCodex', hostId }), 'with nothing left to do').toMatchObject({
      kind: 'ok',
      answer: { step: 'nothing' },
    });
    await closeTerminals();
    await expectNext(cyn);
  });

  it('that gave up on its lease comes back with the click that renews it', async () => {
    const terminal = await open();
    await expectAccount(terminal, cyn);
    issuer.fault({ path: '/backend-api/codex/responses', method: 'POST', kind: 'status', status: 401, times: 20 });
    await terminal.enter('say hello');
    await expect.poll(findServer).toMatchObject({ used: { kind: 'none' } });
    issuer.clearFaults();
    const request = {
      hostId,
      placementId: 'p-cyn',
      binding: 'lease',
      label: 'Cyn',
      document: leaseOf(cyn),
      restartsCodex: true,
    };
    expect(await two.ui.ask({ call: 'put', request })).toMatchObject({ kind: 'ok', answer: { replaced: 'ours' } });
    await two.workbench.findNotification(/used no account until now.+restarted and uses Cyn\./u);
    await expect.poll(findServer).toMatchObject({ used: { kind: 'home' } });
    await closeTerminals();
    await expectNext(cyn);
  });

  it('follows what somebody else signs in there, once a status finds it', async () => {
    await expect.poll(findServer).toMatchObject({ used: { kind: 'home' } });
    const file = join(two.codexHome, 'auth.json');
    const cyns = readFileSync(file, 'utf8');
    writeFileSync(file, leaseOf(ada));
    await two.ui.ask({ call: 'status', hostId });
    await two.workbench.findNotification(/used cyn@practice\.example until now.+uses the sign-in that stands there\./u);
    await expectNext(ada);
    writeFileSync(file, cyns);
    await two.ui.ask({ call: 'status', hostId });
    await two.workbench.findNotification(/used ada@practice\.example until now.+uses Cyn\./u);
    await expectNext(cyn);
  });

  it('is signed out when the lease is removed', async () => {
    const removal = two.ui.ask({ call: 'remove', hostId });
    await two.workbench.acceptDialog('Remove');
    expect(await removal).toMatchObject({ kind: 'ok', answer: { removed: true } });
    await two.workbench.findNotification(/the next codex you start there is signed out/u);
    expect(await findServer()).toBeUndefined();
    await (await open()).waitFor('Sign in with ChatGPT');
    await closeTerminals();
  });

  it('that was started signed out follows a lease', async () => {
    await expect.poll(findServer).toMatchObject({ used: { kind: 'home' } });
    await place(ada, 'Ada');
    await two.workbench.findNotification(/used no account until now.+the next codex you start there uses Ada/u);
    await expectNext(ada);
  });
});
