import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { requireCodexBinary } from './codexCli.ts';
import { RunningScene, ada, modelPath } from './runningScene.ts';

const answerText = 'Hello from the practice issuer';
let scene: RunningScene;

beforeAll(async () => {
  scene = await RunningScene.start();
});
afterEach(async () => {
  await scene.clear();
});
afterAll(async () => {
  await scene.close();
});

const nearlyDueMs = 345_000;
const startServer = () =>
  promisify(execFile)(requireCodexBinary(), ['app-server', 'daemon', 'start'], { env: scene.environment() });
const countRenewals = (): number => scene.issuer.log.requests({ path: '/oauth/token' }).length;

it('beside a server that is idle and has nothing open on it is ours, and the server takes the new token from the disk', async () => {
  const account = await scene.add(ada, nearlyDueMs);
  const first = await scene.open();
  await scene.expectTurn(first, ada);
  // An open terminal may renew with its next key.
  expect(await scene.house.refresh.run(account, 'background')).toMatchObject({ kind: 'leftToCodex' });
  await first.close();
  await expect.poll(async () => (await scene.house.refresh.run(account, 'background')).kind).toBe('renewed');
  expect(countRenewals()).toBe(1);
  const terminal = await scene.open();
  await scene.ready(terminal);
  // The server is told that the token it has is no good any more.
  scene.issuer.fault({ path: modelPath, method: 'POST', kind: 'status', status: 401, times: 1 });
  scene.issuer.log.clear();
  await terminal.enter('hello again');
  await expect.poll(() => scene.issuer.log.requests({ path: modelPath, method: 'POST' }).at(-1)?.status).toBe(200);
  expect(countRenewals()).toBe(0);
  const { tokens } = JSON.parse(readFileSync(scene.home.authFile, 'utf8')) as { tokens: { access_token: string } };
  expect(scene.issuer.log.requests({ path: modelPath, method: 'POST' }).at(-1)?.headers['authorization']).toBe(
    `Bearer ${tokens.access_token}`,
  );
});

it('is left to a server while a turn runs', async () => {
  const account = await scene.add(ada, nearlyDueMs);
  const terminal = await scene.open();
  await scene.ready(terminal);
  scene.issuer.fault({ path: modelPath, method: 'POST', kind: 'delay', delayMs: 60_000, times: 5 });
  await terminal.enter('a long answer');
  await expect.poll(() => scene.issuer.log.requests({ path: modelPath, method: 'POST' })).not.toEqual([]);
  expect(await scene.house.refresh.run(account, 'ifDue')).toMatchObject({ kind: 'leftToCodex' });
  expect(countRenewals()).toBe(0);
  scene.issuer.clearFaults();
  await terminal.waitFor(answerText);
});

it('is left to a server that found the token over at its start, which a question would set to work: it is not asked', async () => {
  const overMs = -700_000;
  const account = await scene.add(ada, overMs);
  // The server goes on trying for some seconds after its start: an issuer that is back in between would answer it.
  scene.issuer.fault({ path: '/oauth/token', kind: 'status', status: 503, times: 1000 });
  await startServer();
  await expect.poll(countRenewals).toBeGreaterThan(0);
  expect(await scene.house.running.look()).toMatchObject([{ kind: 'terminals', activity: 'unknown' }]);
  expect(await scene.house.refresh.run(account, 'now')).toMatchObject({ kind: 'leftToCodex' });
});
