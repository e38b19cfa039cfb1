import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parseCredentialDocument } from '../../src/home/credential/credentialDocument.ts';
import { buildCopy } from '../../src/home/credential/remoteCredential.ts';
import { CompanionClient } from '../../src/hosts/remote/companionClient.ts';
import {
  homeAccessCommands,
  homeAccessProtocol,
  type PutRequest,
  type HomeAccessRefusal,
} from '../../src/hosts/remote/companionProtocol.ts';
import { RemoteHost } from '../../src/hosts/remote/remoteHost.ts';
import { HostRecords } from '../../src/storage/hostRecords.ts';
import { createMemoryFolder } from '../support/memoryStores.ts';
import { createAccount, unknownIdentity } from '../support/records.ts';
import { companionVsix, openTwoHosts, type TwoHosts } from './scene.ts';
import { readIfThere } from './uiSide.ts';
import { Secret } from '../../src/base/secret.ts';

// One window, used from its first look at a host without a companion to the last; the tests build on each other.
let two: TwoHosts;
let hostId = '';

const hour = 3_600_000;
const ada = { userId: 'user-ada', workspaceId: 'workspace-ada', email: 'ada@example.com' };

beforeAll(async () => {
  two = await openTwoHosts();
});

beforeEach(({ task, onTestFailed }) => {
  onTestFailed(() =>
    two.workbench.screenshot(`failed-two-hosts-${task.name.replaceAll(/[^a-z]+/giu, '-').slice(0, 50)}`),
  );
});

afterAll(async () => {
  await two.close();
});

function lease(hours: number, person = ada): string {
  return two.mint.lease({ ...person, expiresAtMs: Date.now() + hours * hour });
}

function put(over: Partial<PutRequest> = {}): Promise<unknown> {
  const request = { hostId, placementId: 'p-1', binding: 'lease', label: 'Work', document: lease(1), ...over };
  return two.ui.ask({ call: 'put', request });
}

function status(): Promise<unknown> {
  return two.ui.ask({ call: 'status', hostId });
}

/** What main's end of the line makes of a refusal. */
function refusal(code: HomeAccessRefusal['code'], more: Partial<HomeAccessRefusal> = {}): unknown {
  return { kind: 'refused', refusal: { code, ...more } };
}

function auth(): string | undefined {
  return readIfThere(two.authFile);
}

function accessTokenIn(text: string | undefined): string {
  const parsed = parseCredentialDocument(new Secret(text ?? ''));
  return parsed.kind === 'credential' && parsed.credential.kind === 'chatgpt'
    ? parsed.credential.tokens.accessToken.reveal()
    : '';
}

/** Clears the news, so that the next one is not mistaken for the last. */
async function sendNewsAway(text: RegExp): Promise<string> {
  const words = await (await two.workbench.findNotification(text)).innerText();
  await two.workbench.clearNotifications();
  return words;
}

describe('from nobody to a companion that answers', () => {
  it('a host without one is told from one that fails', async () => {
    expect(await two.ui.ask({ call: 'hello' })).toEqual({ kind: 'missing' });
    expect(await put({ hostId: 'host-1' })).toEqual({ kind: 'missing' });
  });

  it('an older one is named', async () => {
    await two.ui.ask({ call: 'install', path: two.olderVsix });
    // What was installed is known to the window a moment later.
    await expect.poll(() => two.ui.ask({ call: 'hello' })).toEqual({ kind: 'older', version: '0.0.1' });
  });

  it('is installed over it from the UI side, and answers once the window has been reloaded', async () => {
    await two.ui.ask({ call: 'install', path: companionVsix });
    await two.workbench.reload();
    const presence = await two.ui.ask({ call: 'hello' });
    expect(presence).toMatchObject({
      kind: 'ok',
      answer: {
        protocol: homeAccessProtocol,
        version: '0.1.0',
        hostId: expect.stringMatching(/^[\w-]{36}$/u) as string,
        hostName: hostname(),
        userName: userInfo().username,
        platform: 'linux',
        home: { path: two.codexHome, store: 'file' },
        // On the PATH that a login shell of this machine sets up.
        codex: { hasCli: expect.any(Boolean) as boolean, hasIdeExtension: false },
      },
    });
    hostId = z.object({ answer: z.object({ hostId: z.string() }) }).parse(presence).answer.hostId;
    expect(readIfThere(join(two.stateFolder, 'host-id'))).toBe(hostId);
    expect(statSync(join(two.stateFolder, 'host-id')).mode & 0o777).toBe(0o600);
  });
});

describe('in a folder that is not trusted', () => {
  it('nothing is placed, and nobody is asked', async () => {
    expect(await put()).toEqual(refusal('untrusted'));
    expect([auth(), await two.workbench.dialog.count()]).toEqual([undefined, 0]);
  });

  it('no Codex is started again', async () => {
    expect(await two.ui.ask({ call: 'restartCodex', hostId })).toEqual(refusal('untrusted'));
  });

  it('what stands there is told all the same', async () => {
    expect(await status()).toEqual({
      kind: 'ok',
      answer: { home: { kind: 'signedOut' }, running: [], canPutBack: false, rules: { kind: 'rules' } },
    });
    await two.workbench.runCommand('Workspaces: Manage Workspace Trust');
    await two.workbench.page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    await two.workbench.page.locator('[id="status.workspaceTrust"]').waitFor({ state: 'detached' });
  });
});

describe('hostile arguments', () => {
  const fullGrant = (): unknown => ({
    hostId,
    placementId: 'p-1',
    binding: 'lease',
    label: 'Work',
    document: two.mint.own(ada),
  });

  it.each(Object.values(homeAccessCommands))('are refused by %s', async (command) => {
    for (const argument of [
      undefined,
      {},
      '__proto__',
      [],
      'x'.repeat(2_000_000),
      { hostId: '../../etc', protocol: 'x' },
    ]) {
      expect(await two.ui.ask({ call: 'raw', command, argument })).toEqual({ code: 'badRequest' });
    }
    expect(auth()).toBeUndefined();
  });

  it('are refused where they look right', async () => {
    const command = homeAccessCommands.put;
    const refused = async (argument: unknown): Promise<unknown> => two.ui.ask({ call: 'raw', command, argument });
    expect(await refused(fullGrant()), 'a live grant as a lease').toEqual({ code: 'badRequest' });
    expect(
      await refused({ hostId, placementId: 'p', binding: 'copy', label: 'x', document: two.mint.own(ada) }),
    ).toEqual({ code: 'badRequest' });
    expect(
      await refused({ hostId, placementId: 'p', binding: 'own', label: 'x', document: '{"auth_mode":"chatgpt"}' }),
    ).toEqual({ code: 'badRequest' });
    expect(
      await refused({ hostId, placementId: 'p', binding: 'lease', label: 'x', document: 'x'.repeat(70_000) }),
    ).toEqual({ code: 'badRequest' });
    expect(await put({ hostId: 'another-host' })).toEqual(refusal('otherHost'));
    expect(await two.ui.ask({ call: 'remove', hostId: 'another-host' })).toEqual(refusal('otherHost'));
    expect([auth(), await two.workbench.dialog.count()]).toEqual([undefined, 0]);
  });
});

describe('a lease', () => {
  let first = '';

  it('is placed when the person in that window says so', async () => {
    const declined = put();
    await two.workbench.dialog.waitFor();
    expect(await two.workbench.dialog.innerText()).toContain(`Let Codex on ${hostname()} use Work?`);
    await two.workbench.acceptDialog('Cancel');
    expect([await declined, auth()]).toEqual([refusal('declined'), undefined]);
    first = lease(1);
    const placed = put({ document: first });
    await two.workbench.dialog.waitFor();
    expect(await two.workbench.dialog.innerText()).toContain(two.authFile);
    await two.workbench.screenshot('companion-question');
    await two.workbench.acceptDialog('Use This Account');
    expect(await placed).toMatchObject({
      kind: 'ok',
      answer: { replaced: 'nothing', status: { home: { kind: 'signedIn', placement: { placementId: 'p-1' } } } },
    });
    expect(accessTokenIn(auth())).toBe(accessTokenIn(first));
    expect([statSync(two.authFile).mode & 0o777, readdirSync(two.codexHome).sort()]).toEqual([
      0o600,
      ['auth.json', 'auth.json.lock', 'auth.lock'],
    ]);
    expect(await sendNewsAway(/now uses Work \(lease until/u)).not.toContain('Put Back');
    expect(await status()).toMatchObject({
      kind: 'ok',
      answer: {
        home: {
          kind: 'signedIn',
          credential: 'chatgpt',
          userId: 'user-ada',
          canRenew: false,
          placement: { placementId: 'p-1', binding: 'lease', label: 'Work' },
        },
      },
    });
  });

  it('is renewed without a question', async () => {
    const next = lease(2);
    expect(await put({ document: next })).toMatchObject({ kind: 'ok', answer: { replaced: 'ours' } });
    expect(accessTokenIn(auth())).toBe(accessTokenIn(next));
    expect([await two.workbench.dialog.count(), await two.workbench.notifications()]).toEqual([0, []]);
  });

  it('of another account is asked about', async () => {
    const before = auth();
    const asked = put({ document: lease(3, { ...ada, userId: 'user-bo' }) });
    await two.workbench.dialog.waitFor();
    expect(await two.workbench.dialog.innerText()).toContain('It replaces Work, which Codex Accounts placed here.');
    await two.workbench.acceptDialog('Cancel');
    expect([await asked, auth()]).toEqual([refusal('declined'), before]);
  });
});

describe('a sign-in of somebody else', () => {
  let foreign = '';

  it('is seen as drift, and not removed', async () => {
    foreign = `${two.mint.own({ ...ada, userId: 'user-bo', email: 'bo@example.com' })}\n`;
    writeFileSync(two.authFile, foreign, { mode: 0o600 });
    const seen = await status();
    expect(seen).toMatchObject({
      kind: 'ok',
      answer: { home: { kind: 'signedIn', userId: 'user-bo', email: 'bo@example.com', canRenew: true } },
    });
    expect(JSON.stringify(seen)).not.toContain('placement');
    expect(await two.ui.ask({ call: 'remove', hostId })).toEqual(refusal('notOurs'));
    expect(auth()).toBe(foreign);
  });

  it('is replaced only with the person’s yes, and comes back as it was from the news', async () => {
    const asked = put({ document: lease(4) });
    await two.workbench.dialog.waitFor();
    expect(await two.workbench.dialog.innerText()).toContain('It replaces bo@example.com, which is kept');
    await two.workbench.acceptDialog('Use This Account');
    expect(await asked).toMatchObject({ kind: 'ok', answer: { replaced: 'foreign' } });
    expect(await status()).toMatchObject({ kind: 'ok', answer: { home: { userId: 'user-ada' }, canPutBack: true } });
    await two.workbench.screenshot('companion-news');
    await two.workbench.clickNotificationButton('now uses Work', 'Put Back');
    await expect.poll(auth).toBe(foreign);
    await sendNewsAway(/uses again what it used before/u);
    expect(await status()).toMatchObject({ kind: 'ok', answer: { home: { userId: 'user-bo' }, canPutBack: false } });
  });

  it('is kept over a reload, and comes back from the palette', async () => {
    const asked = put({ document: lease(5) });
    await two.workbench.acceptDialog('Use This Account');
    expect(await asked).toMatchObject({ kind: 'ok', answer: { replaced: 'foreign' } });
    await two.workbench.reload();
    expect(await status()).toMatchObject({
      kind: 'ok',
      answer: { home: { userId: 'user-ada', placement: { placementId: 'p-1' } }, canPutBack: true },
    });
    await two.workbench.runCommand('Codex Accounts: Put Back What Was Replaced');
    expect(await two.workbench.dialog.innerText()).toContain('use bo@example.com again?');
    await two.workbench.acceptDialog('Put Back');
    await expect.poll(auth).toBe(foreign);
    await sendNewsAway(/uses again what it used before/u);
    rmSync(two.authFile);
  });
});

describe('a sign-in made for this host', () => {
  it('is still ours when Codex renewed it here, and is removed with a question', async () => {
    const own = two.mint.own(ada);
    const asked = put({ binding: 'own', placementId: 'p-own', document: own });
    await two.workbench.acceptDialog('Use This Account');
    expect(await asked).toMatchObject({ kind: 'ok', answer: { replaced: 'nothing' } });
    await sendNewsAway(/now uses Work\./u);
    const renewed = { ...(JSON.parse(own) as { tokens: object }), last_refresh: new Date().toISOString() };
    const { tokens } = JSON.parse(two.mint.own(ada)) as { tokens: { access_token: string; refresh_token: string } };
    renewed.tokens = { ...renewed.tokens, access_token: tokens.access_token, refresh_token: tokens.refresh_token };
    writeFileSync(two.authFile, JSON.stringify(renewed));
    expect(await status()).toMatchObject({
      kind: 'ok',
      answer: { home: { canRenew: true, placement: { placementId: 'p-own', binding: 'own' } } },
    });
    const removal = two.ui.ask({ call: 'remove', hostId });
    await two.workbench.acceptDialog('Remove');
    expect(await removal).toMatchObject({
      kind: 'ok',
      answer: { removed: true, status: { home: { kind: 'signedOut' } } },
    });
    expect(existsSync(two.authFile)).toBe(false);
    expect(await status()).toMatchObject({ kind: 'ok', answer: { home: { kind: 'signedOut' } } });
    await sendNewsAway(/no longer uses Work/u);
  });
});

describe('the login rules of that host', () => {
  const config = (): string => join(two.codexHome, 'config.toml');

  /** Main's end of the line, over the commands that the companion really registered. */
  async function openHost(): Promise<RemoteHost> {
    const execute = (command: string, argument: unknown): Promise<unknown> =>
      two.ui.ask({ call: 'raw', command, argument });
    const host = new RemoteHost({
      home: new CompanionClient({ execute }, '0.1.0'),
      records: new HostRecords(createMemoryFolder()),
      clock: { nowMs: () => Date.now() },
      authority: undefined,
      make: () => Promise.resolve(buildCopy({ kind: 'apiKey', key: new Secret(two.mint.key()) })),
      findAccount: () => Promise.resolve(undefined),
    });
    await host.look();
    return host;
  }

  it('keep an account away that is outside of them, and nothing is asked there', async () => {
    const account = createAccount({ identity: { ...unknownIdentity, ...ada } });
    writeFileSync(config(), 'forced_chatgpt_workspace_id = ["workspace-bo", "workspace-eve"]\n');
    const source = { layer: 'user', path: config() };
    expect(await (await openHost()).lend(account)).toMatchObject({
      kind: 'ruledOut',
      ruled: {
        verdict: { kind: 'refused', reason: 'workspace', rule: { key: 'forced_chatgpt_workspace_id', source } },
      },
    });
    writeFileSync(config(), 'forced_login_method = "api"\n');
    expect(await (await openHost()).lend(account)).toMatchObject({
      kind: 'ruledOut',
      ruled: { verdict: { kind: 'refused', reason: 'method', rule: { key: 'forced_login_method', source } } },
    });
    expect([auth(), await two.workbench.dialog.count()]).toEqual([undefined, 0]);
  });

  it('that Codex cannot read are said, and are no rule about the account', async () => {
    writeFileSync(config(), 'forced_login_method = \n');
    const host = await openHost();
    expect(host.state).toMatchObject({ kind: 'connected', rules: { kind: 'broken', problem: 'notToml' } });
    rmSync(config());
    expect((await openHost()).state).toMatchObject({ kind: 'connected', rules: { kind: 'rules' }, ruled: undefined });
  });
});

describe('a store that keeps nothing', () => {
  it('is said, and nothing is written beside it', async () => {
    writeFileSync(join(two.codexHome, 'config.toml'), 'cli_auth_credentials_store = "ephemeral"\n');
    expect(await put()).toEqual(refusal('problem', { problem: 'storeEphemeral', path: two.authFile }));
    expect(await two.ui.ask({ call: 'hello' })).toMatchObject({ answer: { home: { store: 'ephemeral' } } });
    expect(auth()).toBeUndefined();
  });
});

describe('after all of it', () => {
  it('no secret has crossed back, and none stands in a record or a log', () => {
    expect(two.ui.answers.length).toBeGreaterThan(30);
    expect(two.ui.answers.filter((answer) => two.secrets.isIn(answer))).toEqual([]);
    expect(two.secrets.isIn(two.mint.key()), 'the search finds what it looks for').toBe(true);
    expect([...two.secrets.inFolder(two.stateFolder), ...two.secrets.inFolder(two.vscode.userDataDir)]).toEqual([]);
  });
});
