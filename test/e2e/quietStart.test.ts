import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { setScene, type Scene } from './scene.ts';
import { adaPersonal, signInWithBrowser } from './steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'network-record-'));
const entrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started') }),
  z.object({ kind: z.literal('rested') }),
  z.object({
    kind: z.literal('connect'),
    host: z.string(),
    port: z.optional(z.union([z.string(), z.number()])),
    path: z.optional(z.string()),
    from: z.string(),
  }),
]);
type Entry = z.infer<typeof entrySchema>;

/** What one extension host has noted so far. */
interface HostRecord {
  readonly file: string;
  readonly entries: readonly Entry[];
}

let scene: Scene;

beforeAll(async () => {
  scene = await setScene({
    // Every access token is due at once: what may be sent is sent as soon as it may.
    issuer: { accessTokenLifetimeSeconds: 60 },
    env: { CODEX_ACCOUNTS_NETWORK_RECORD: folder },
    nodeArguments: [`--import=${pathToFileURL(join(import.meta.dirname, 'networkRecord', 'register.mjs')).href}`],
  });
});
afterAll(async () => {
  await scene.close();
  rmSync(folder, { recursive: true, force: true });
});

function readHosts(): readonly HostRecord[] {
  return readdirSync(folder).map((file) => ({
    file,
    entries: readFileSync(join(folder, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => entrySchema.parse(JSON.parse(line))),
  }));
}

function countRests(file: string): number {
  return (
    readHosts()
      .find((host) => host.file === file)
      ?.entries.filter(({ kind }) => kind === 'rested').length ?? 0
  );
}

/** Connections to anywhere but VS Code, which is reached by a path in the file system. */
function findConnections(file: string): readonly Entry[] {
  const entries = readHosts().find((host) => host.file === file)?.entries ?? [];
  return entries.filter((entry) => entry.kind === 'connect' && entry.path === undefined);
}

/** The extension host that is not among `known`, once our extension stands in it and it has rested for 5 s after that. */
async function findRestedHost(known: readonly string[], status: string): Promise<string> {
  await expect.poll(scene.status).toContain(status);
  const file =
    readHosts()
      .map((host) => host.file)
      .find((name) => !known.includes(name)) ?? 'none';
  const before = countRests(file);
  // The first one may have begun before our extension was done.
  await expect.poll(() => countRests(file), { timeout: 60_000 }).toBeGreaterThan(before + 1);
  return file;
}

describe('starting asks nobody anything', () => {
  it('while nobody is signed in', async () => {
    const host = await findRestedHost([], 'signed out');
    expect(findConnections(host)).toEqual([]);
    expect(scene.issuer.log.requests()).toEqual([]);
  });

  it('with an account whose token is due, until the window has stood for a while', async () => {
    const { workbench, issuer, status } = scene;
    await signInWithBrowser(scene, adaPersonal);
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    const [first] = readHosts();
    expect(findConnections(first?.file ?? '').length, 'a sign-in is seen where nothing else is').toBeGreaterThan(0);
    await workbench.reload();
    issuer.log.clear();
    const host = await findRestedHost(
      readHosts()
        .slice(0, 1)
        .map(({ file }) => file),
      'ada, ChatGPT, signed in',
    );
    expect(findConnections(host)).toEqual([]);
    expect(issuer.log.requests()).toEqual([]);
    await expect.poll(() => issuer.log.requests({ path: '/oauth/token' }).length, { timeout: 60_000 }).toBe(1);
    expect(findConnections(host).length).toBeGreaterThan(0);
  });
});
