import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { activate } from '../../../src/extension.ts';
import { waitUntil } from '../../support/fakeClock.ts';
import { countWaits, countWatchesBelow, turn } from '../../support/leftovers.ts';
import { createMemorySecrets } from '../../support/memoryStores.ts';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../support/unless.ts';
import { undisposed, window } from '../../support/vscodeWords.ts';

interface Side {
  /** Where this extension runs, by VS Code's number. */
  readonly extensionKind: number;
}

/** An extension that is started beside a Home with somebody's key in it, on a computer without a Codex. */
function start({ extensionKind }: Side) {
  const root = createTemporaryFolder();
  const home = join(root, 'home');
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(join(home, 'auth.json'), '{"OPENAI_API_KEY":"sk-of-nobody"}', { mode: 0o600 });
  for (const [name, value] of [
    ['CODEX_HOME', home],
    ['XDG_STATE_HOME', join(root, 'state')],
    ['PATH', ''],
  ] as const) {
    vi.stubEnv(name, value);
  }
  const logged: string[] = [];
  const note = (line?: string): void => {
    logged.push(line ?? '');
  };
  const { createOutputChannel } = window;
  vi.spyOn(window, 'createOutputChannel').mockImplementation((name) => ({
    ...createOutputChannel(name),
    info: note,
    error: note,
  }));
  const memory = { get: (_key: string, otherwise?: unknown) => otherwise, update: () => Promise.resolve() };
  const secrets = createMemorySecrets();
  const subscriptions: { dispose: () => void }[] = [];
  const waits = countWaits();
  const before = undisposed.size;
  activate({
    subscriptions,
    secrets: { ...secrets, onDidChange: () => ({ dispose: () => undefined }) },
    globalState: memory,
    workspaceState: memory,
    environmentVariableCollection: new Map(),
    globalStorageUri: { fsPath: join(root, 'storage') },
    extensionUri: { fsPath: root },
    extensionPath: root,
    extension: { id: 'codex-accounts.codex-accounts', extensionKind, packageJSON: { version: '0.0.0' } },
  } as never);
  return {
    logged,
    storage: join(root, 'storage'),
    isStarted: () => logged.includes('activated'),
    /** What still stands of it. */
    left: () => ({
      waits: waits.size,
      watches: countWatchesBelow(root),
      subscriptions: undisposed.size - before,
    }),
    dispose: () => {
      subscriptions.forEach((subscription) => {
        subscription.dispose();
      });
    },
  };
}

const nothing = { waits: 0, watches: 0, subscriptions: 0 };
const sides = [
  ['on the person’s computer', { extensionKind: 1 }],
  ['beside the folder', { extensionKind: 2 }],
] as const;

describe('this extension', unless(obstacles.notLinux), () => {
  it.each(sides)('leaves nothing once it has ended, %s', async (_name, side) => {
    const extension = start(side);
    await waitUntil(extension.isStarted);
    await waitUntil(() => extension.left().watches > 1 && extension.left().waits > 0);
    expect(extension.left().subscriptions).toBeGreaterThan(20);
    extension.dispose();
    await turn(50);
    await waitUntil(() => extension.left().waits === 0);
    expect(extension.left()).toEqual(nothing);
  });

  it('does not begin where it ends at once', async () => {
    const extension = start({ extensionKind: 2 });
    extension.dispose();
    await turn(200);
    // What the tests before this one still wait for has no part in it.
    await waitUntil(() => extension.left().waits === 0);
    expect([extension.left(), existsSync(extension.storage)]).toEqual([nothing, false]);
  });

  it.each([1, 3, 10, 30, 100])('leaves nothing where it ends while it starts, after %i turns', async (turns) => {
    const extension = start({ extensionKind: 2 });
    await turn(turns);
    extension.dispose();
    await turn(200);
    await waitUntil(() => extension.left().waits === 0);
    expect(extension.left()).toEqual(nothing);
  });
});
