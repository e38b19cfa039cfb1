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
    /** Since the extension host began. */
    atMs: z.number(),
  }),
]);
type Entry = z.infer<typeof entrySchema>;
type Connection = Extract<Entry, { kind: 'connect' }>;

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
function findConnections(file: string): readonly Connection[] {
  const entries = readHosts().find((host) => host.file === file)?.entries ?? [];
  return entries.flatMap((entry) => (entry.kind === 'connect' && entry.path === undefined ? [entry] : []));
}

/** Once our extension stands in this extension host, and the host has rested for 5 s after that. */
async function untilRested(file: string): Promise<void> {
  const before = countRests(file);
  // The first one may have begun before our extension was done.
  await expect.poll(() => countRests(file), { timeout: 90_000 }).toBeGreaterThan(before + 1);
}

/** The extension hosts so far, by the names of their files. */
function listHosts(): readonly string[] {
  return readHosts().map(({ file }) => file);
}

describe('starting asks nobody anything', () => {
  it('while nobody is signed in', async () => {
    await expect.poll(scene.status).toContain('signed out');
    const [host = 'none'] = listHosts();
    await untilRested(host);
    expect(findConnections(host)).toEqual([]);
    expect(scene.issuer.log.requests()).toEqual([]);
  });

  it('with an account whose token is due, until the window has stood for 20 s', async () => {
    const { workbench, issuer, status } = scene;
    await signInWithBrowser(scene, adaPersonal);
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    const before = listHosts();
    expect(before.flatMap(findConnections).length, 'a sign-in is seen where nothing else is').toBeGreaterThan(0);
    issuer.log.clear();
    await workbench.reload();
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    await expect.poll(() => issuer.log.requests({ path: '/oauth/token' }).length, { timeout: 60_000 }).toBe(1);
    const after = listHosts().filter((file) => !before.includes(file));
    const [first] = after.flatMap(findConnections);
    // The extension host was there before our extension was.
    expect(first?.atMs).toBeGreaterThan(20_000);
    expect(issuer.log.requests()[0]).toMatchObject({ path: '/oauth/token' });
  });
});
