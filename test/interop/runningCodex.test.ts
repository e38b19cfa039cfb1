import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { BringAlongStep } from '../../src/home/running/decideBringAlong.ts';
import { findSafeSocket } from '../../src/platform/codex/serverFiles.ts';
import { locatePidFile } from '../../src/platform/codex/backgroundServerPaths.ts';
import type { Account } from '../../src/storage/account.ts';
import { findBackground, type CodexTerminal } from '../support/codexTerminal.ts';
import { createTemporaryFolder } from '../support/temporaryFolder.ts';
import { plantSocket } from './plantedSocket.ts';
import type { RunningHouse } from './runningHouse.ts';
import { RunningScene, ada, cyn, modelPath } from './runningScene.ts';

const asking = { mode: 'ask', isStoreMoved: false } as const;
const always = { mode: 'always', isStoreMoved: false } as const;
const answerText = 'Hello from the practice issuer';

let scene: RunningScene;
let accounts: { readonly ada: Account; readonly cyn: Account };

beforeAll(async () => {
  scene = await RunningScene.start();
  accounts = { cyn: await scene.add(cyn), ada: await scene.add(ada) };
});
beforeEach(async () => {
  await scene.house.switching.switchTo(accounts.ada.id);
});
afterEach(async () => {
  await scene.clear();
});
afterAll(async () => {
  await scene.close();
});

async function switchToCyn(): Promise<void> {
  expect(await scene.house.switching.switchTo(accounts.cyn.id)).toMatchObject({ kind: 'switched' });
}

async function bringAlong(
  wish: Parameters<RunningHouse['running']['bringAlong']>[0] = asking,
): Promise<BringAlongStep | 'failed'> {
  return (await scene.house.running.bringAlong(wish)).step;
}

const usesAda = { kind: 'other', who: { kind: 'chatgpt', email: 'ada@practice.example' } };

describe('with no terminal open, after', () => {
  it('a switch, the server is ended at once, and the next codex is the new account', async () => {
    await scene.openAndClose(ada);
    await expect.poll(() => scene.findServer()).toMatchObject({ used: { kind: 'home' }, activity: 'idle', clients: 0 });
    await switchToCyn();
    await expect
      .poll(() => scene.findServer())
      .toMatchObject({ kind: 'terminals', used: usesAda, activity: 'idle', clients: 0 });
    expect(await bringAlong()).toBe('stop');
    expect(await scene.findServer()).toBeUndefined();
    await scene.openAndClose(cyn);
    await expect.poll(() => scene.findServer()).toMatchObject({ used: { kind: 'home' } });
    expect(await bringAlong()).toBe('nothing');
  });

  it('a sign-out, the next codex is at its sign-in page, and after a sign-in it is signed in', async () => {
    await scene.leaveServer();
    await scene.house.homeLink.clear();
    await expect.poll(() => scene.findServer()).toMatchObject({ used: usesAda });
    expect(await bringAlong()).toBe('stop');
    const signedOut = await scene.open();
    await signedOut.waitFor('Sign in with ChatGPT');
    await signedOut.close();
    await scene.house.switching.switchTo(accounts.ada.id);
    await expect.poll(() => scene.findServer()).toMatchObject({ used: { kind: 'none' } });
    expect(await bringAlong()).toBe('stop');
    await scene.openAndClose(ada);
  });

  it('the former document was put back, the next codex is who stands in it', async () => {
    const former = readFileSync(scene.home.authFile, 'utf8');
    await switchToCyn();
    await scene.leaveServer();
    writeFileSync(scene.home.authFile, former);
    await expect
      .poll(() => scene.findServer())
      .toMatchObject({ used: { kind: 'other', who: { email: 'cyn@practice.example' } } });
    expect(await bringAlong()).toBe('stop');
    await scene.openAndClose(ada);
  });

  it('a lease has replaced the sign-in, the next codex works on the lease', async () => {
    await scene.leaveServer();
    await scene.write(cyn, { lease: true });
    await expect.poll(() => scene.findServer()).toMatchObject({ used: usesAda });
    expect(await bringAlong()).toBe('stop');
    await scene.openAndClose(cyn);
  });
});

describe('with a terminal open', () => {
  let terminal: CodexTerminal;

  beforeEach(async () => {
    terminal = await scene.open();
    await scene.expectTurn(terminal, ada);
  });

  it('that is idle, nothing is cut unasked; asked, it goes on as the new account', async () => {
    await switchToCyn();
    const [before] = await findBackground(scene.home.path);
    await expect.poll(() => scene.findServer()).toMatchObject({ used: usesAda, activity: 'idle', clients: 1 });
    expect(await bringAlong()).toBe('ask');
    expect((await findBackground(scene.home.path))[0]).toEqual(before);
    await scene.expectTurn(terminal, ada);
    const told = await scene.findServer();
    expect(told !== undefined && (await scene.house.running.bringAlongNow(told)).step).toBe('restart');
    await scene.expectTurn(terminal, cyn);
  });

  it('that is idle, it follows unasked where the person wants that', async () => {
    await switchToCyn();
    await expect.poll(() => scene.findServer()).toMatchObject({ activity: 'idle', clients: 1 });
    expect(await bringAlong(always)).toBe('restart');
    await scene.expectTurn(terminal, cyn);
  });

  it.each([asking, always])('that is at work, it is asked about first: %j', async (wish) => {
    scene.issuer.fault({ path: modelPath, method: 'POST', kind: 'delay', delayMs: 60_000, times: 5 });
    scene.issuer.log.clear();
    await terminal.enter(`a long answer, ${wish.mode}`);
    await expect.poll(() => scene.issuer.log.requests({ path: modelPath, method: 'POST' })).not.toEqual([]);
    await switchToCyn();
    await expect.poll(() => scene.findServer()).toMatchObject({ used: usesAda, activity: 'atWork', clients: 1 });
    expect(await bringAlong(wish)).toBe('ask');
    scene.issuer.clearFaults();
    await expect.poll(async () => (await terminal.screen()).split(answerText)).toHaveLength(3);
  });
});

it('of two Homes with a server each only the one is touched whose account was switched', async () => {
  await scene.leaveServer();
  const other = await RunningScene.start(scene.home);
  try {
    const resident = await other.add(ada);
    await other.leaveServer();
    const before = await findBackground(other.home.path);
    await switchToCyn();
    await expect.poll(() => scene.findServer()).toMatchObject({ used: usesAda, activity: 'idle', clients: 0 });
    expect(await bringAlong()).toBe('stop');
    expect(await findBackground(other.home.path)).toEqual(before);
    await expect.poll(() => other.findServer()).toMatchObject({ used: { kind: 'home' } });
    expect((await other.house.homeLink.binding())?.accountId).toBe(resident.id);
  } finally {
    await other.close();
  }
});

it('a server that starts again has nothing of VS Code in its environment, and no secret', async () => {
  const ofVsCode = { VSCODE_IPC_HOOK_CLI: '/run/code.sock', ELECTRON_RUN_AS_NODE: '1' };
  const secrets = {
    GITHUB_TOKEN: 'of a person',
    OPENAI_API_KEY: 'sk-of-a-person',
    AWS_SECRET_ACCESS_KEY: 'of a person',
  };
  const unwanted = [...Object.keys(ofVsCode), ...Object.keys(secrets)];
  const readEnvironment = async (): Promise<readonly string[]> => {
    const { pid } = JSON.parse(readFileSync(locatePidFile(scene.home.path), 'utf8')) as { pid: number };
    return (await readFile(`/proc/${String(pid)}/environ`, 'utf8')).split('\0').map((row) => row.split('=')[0] ?? '');
  };
  const environment = scene.environment({ ...ofVsCode, ...secrets, OF_A_PROJECT: 'kept' });
  const terminal = await scene.open(environment);
  await scene.ready(terminal);
  expect(await readEnvironment()).toEqual(expect.arrayContaining([...unwanted, 'OF_A_PROJECT']));
  await switchToCyn();
  const house = scene.compose({ environment });
  onTestFinished(() => {
    house.dispose();
  });
  const [told] = (await house.running.look()).filter(({ kind }) => kind === 'terminals');
  expect(told !== undefined && (await house.running.bringAlongNow(told)).step).toBe('restart');
  const names = await readEnvironment();
  expect(names).toContain('OF_A_PROJECT');
  expect(names.filter((name) => unwanted.includes(name))).toEqual([]);
  await scene.expectTurn(terminal, cyn);
});

/** The server of a terminal that has been closed, and another account in the Home. */
async function leaveServerBehind(): Promise<void> {
  await scene.leaveServer();
  await switchToCyn();
}

it('a socket that another could have put there is not asked: what the server uses is inferred, and it is left alone', async () => {
  await leaveServerBehind();
  const uid = process.getuid?.() ?? 0;
  const plantings = [{ folderMode: 0o777, owner: uid }, ...(uid === 0 ? [{ folderMode: 0o700, owner: 65_534 }] : [])];
  for (const planting of plantings) {
    const heard = await plantSocket(scene.home.path, planting);
    expect(await scene.house.server.find()).toBeDefined();
    expect(await scene.house.server.ask({ pid: 0 }, true)).toBeUndefined();
    await expect
      .poll(() => scene.findServer())
      .toMatchObject({ used: { kind: 'other', who: undefined }, activity: 'unknown', clients: undefined });
    expect(await bringAlong(always)).toBe('ask');
    expect(heard).toEqual([]);
  }
  await plantSocket(scene.home.path, { folderMode: 0o700, owner: uid });
  expect(await findSafeSocket(scene.home.path)).toBeDefined();
});

describe('the codex that ends the server', () => {
  async function endWith(path: string, workspaceFolders: readonly string[] = []): Promise<BringAlongStep | 'failed'> {
    await leaveServerBehind();
    const house = scene.compose({ environment: scene.environment({ PATH: path }), workspaceFolders });
    onTestFinished(() => {
      house.dispose();
    });
    // This window knows nobody; what the server says is enough.
    return (await house.running.bringAlong(asking)).step;
  }

  /** A program called `codex` that notes how it was called, and fails. */
  function createFailing(): { readonly folder: string; readonly calls: () => string } {
    const folder = createTemporaryFolder();
    const mark = join(folder, 'calls');
    writeFileSync(join(folder, 'codex'), `#!/bin/sh\necho "$@" >> '${mark}'\nexit 1\n`, { mode: 0o700 });
    return { folder, calls: () => (existsSync(mark) ? readFileSync(mark, 'utf8') : '') };
  }

  it('is not needed: without one its process is ended', async () => {
    expect(await endWith('/usr/bin:/bin')).toBe('stop');
    expect(await scene.findServer()).toBeUndefined();
    await scene.openAndClose(cyn);
  });

  it('is never one that a workspace folder brought along', async () => {
    const { folder, calls } = createFailing();
    expect(await endWith(`${folder}:/usr/bin:/bin`, [dirname(folder), folder])).toBe('stop');
    expect([calls(), await scene.findServer()]).toEqual(['', undefined]);
  });

  it('is asked for the server first, and for nothing more when it does not know it', async () => {
    const { folder, calls } = createFailing();
    expect(await endWith(`${folder}:/usr/bin:/bin`)).toBe('stop');
    expect([calls(), await scene.findServer()]).toEqual(['app-server daemon version\n', undefined]);
  });
});

it('a number that belongs to another process by now is nobody’s to end', async () => {
  await leaveServerBehind();
  const noted = JSON.parse(readFileSync(locatePidFile(scene.home.path), 'utf8')) as object;
  await scene.clear();
  const bystander = spawn('/bin/sleep', ['60']);
  onTestFinished(() => {
    bystander.kill('SIGKILL');
  });
  mkdirSync(dirname(locatePidFile(scene.home.path)), { recursive: true });
  writeFileSync(locatePidFile(scene.home.path), JSON.stringify({ ...noted, pid: bystander.pid }));
  expect(await scene.house.server.find()).toBeUndefined();
  expect(await scene.findServer()).toBeUndefined();
  expect(
    await scene.house.server.end({ pid: bystander.pid ?? 0 }, 'stop', () => Promise.resolve(true)),
  ).toBeUndefined();
  expect([bystander.exitCode, bystander.signalCode]).toEqual([null, null]);
  rmSync(locatePidFile(scene.home.path));
});
