import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { printTable } from '../fault/table.ts';
import { AppServer } from './appServer.ts';
import { requireDocument } from './credentialDocument.ts';
import { ContentionScene } from './contentionScene.ts';
import { OurWindow } from './ourWindow.ts';

/** All rounds with CODEX_ACCOUNTS_ALL_ROUNDS=1, a quarter of them without. */
const isFull = process.env['CODEX_ACCOUNTS_ALL_ROUNDS'] === '1';
const rounds = { appServer: isFull ? 20 : 5, exec: isFull ? 5 : 2, alone: isFull ? 8 : 3 };
const processes = 3;

let scene: ContentionScene;
let window: OurWindow;

beforeAll(async () => {
  scene = await ContentionScene.create();
});
afterAll(async () => {
  await scene.close();
});
beforeEach(() => {
  window = new OurWindow(scene.home.path, scene.issuer.url);
  onTestFinished(() => {
    window.close();
  });
});

/** Our window sees a token that is due, but not yet the CLI's to renew. */
async function renewInTime(): Promise<string> {
  const { refresh_token: first } = await scene.place(400);
  expect(await window.refresh(await window.open())).toMatchObject({ kind: 'renewed' });
  expect(scene.requests).toBe(1);
  scene.issuer.log.clear();
  return first;
}

describe('with a window open before the token runs out, the real CLI', () => {
  it(`sends no refresh from its app-server (${String(rounds.appServer)} rounds)`, { timeout: 300_000 }, async () => {
    for (let round = 0; round < rounds.appServer; round += 1) {
      const first = await renewInTime();
      const server = await AppServer.start({ home: scene.home, environment: scene.environment });
      try {
        expect(await server.request('account/read', { refreshToken: false })).toMatchObject({
          account: { type: 'chatgpt' },
        });
      } finally {
        await server.close();
      }
      expect(scene.requests).toBe(0);
      expect(scene.grantOf(first)).toMatchObject({ alive: true, refreshCount: 1, reuseCount: 0 });
    }
  });

  it(`sends no refresh from exec (${String(rounds.exec)} rounds)`, { timeout: 300_000 }, async () => {
    for (let round = 0; round < rounds.exec; round += 1) {
      await renewInTime();
      const run = await scene.exec();
      expect(run.exitCode, run.stderr).toBe(0);
      expect(scene.requests).toBe(0);
    }
  });
});

describe('a sign-in that has run out', () => {
  it('is lost to the CLI alone, and kept with a window open', { timeout: 300_000 }, async () => {
    const alone = { requests: 0, reuses: 0, lost: 0 };
    for (let round = 0; round < rounds.alone; round += 1) {
      const { refresh_token: first } = await scene.place(-5);
      await Promise.all(Array.from({ length: processes }, () => scene.exec()));
      const { reuseCount, alive } = scene.grantOf(first);
      alone.requests += scene.requests;
      alone.reuses += reuseCount;
      alone.lost += alive ? 0 : 1;
    }
    const ours = { requests: 0, reuses: 0, lost: 0 };
    for (let round = 0; round < rounds.alone; round += 1) {
      const { refresh_token: first } = await scene.place(-5);
      const account = await window.open();
      expect(await window.refresh(account)).toMatchObject({ kind: 'renewed' });
      const runs = await Promise.all(Array.from({ length: processes }, () => scene.exec()));
      expect(runs.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));
      const { reuseCount, alive } = scene.grantOf(first);
      ours.requests += scene.requests;
      ours.reuses += reuseCount;
      ours.lost += alive ? 0 : 1;
    }
    printTable(`${String(processes)} real codex exec on one expired Home, ${String(rounds.alone)} rounds`, [
      ['', 'CLI alone', 'with a window of ours'],
      ['token requests', alone.requests, ours.requests],
      ['spent tokens shown again', alone.reuses, ours.reuses],
      ['grants lost', alone.lost, ours.lost],
    ]);
    expect(ours).toEqual({ requests: rounds.alone, reuses: 0, lost: 0 });
  });

  it('is left to a real Codex process that is at work on it', async () => {
    const { refresh_token: first } = await scene.place(330);
    const server = await AppServer.start({ home: scene.home, environment: scene.environment });
    onTestFinished(() => server.close());
    const account = await window.open();
    expect(await window.refresh(account)).toMatchObject({ kind: 'leftToCodex' });
    await server.request('account/read', { refreshToken: true });
    expect(await window.refresh(account)).toMatchObject({ kind: 'fresh' });
    expect(scene.grantOf(first)).toMatchObject({ alive: true, refreshCount: 1, reuseCount: 0 });
    expect((await requireDocument(scene.home)).tokens.refresh_token).toBe(scene.grantOf(first).refreshTokens.at(-1));
  });
});
