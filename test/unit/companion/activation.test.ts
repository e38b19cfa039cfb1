import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { activate } from '../../../companion/extension.ts';
import { homeAccessCommands } from '../../../src/hosts/remote/companionProtocol.ts';
import { waitUntil } from '../../support/fakeClock.ts';
import { countWaits, countWatchesBelow, turn } from '../../support/leftovers.ts';
import { createMemorySecrets } from '../../support/memoryStores.ts';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../support/unless.ts';
import { commands, undisposed } from '../../support/vscodeWords.ts';

/** The companion beside a Home with somebody's key in it, on a host without a Codex. */
function start() {
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
  const handlers = new Map<string, (argument: unknown) => Promise<unknown>>();
  const { registerCommand } = commands;
  vi.spyOn(commands, 'registerCommand').mockImplementation((name, handler) => {
    handlers.set(name, handler as (argument: unknown) => Promise<unknown>);
    return registerCommand(name, handler);
  });
  const subscriptions: { dispose: () => void }[] = [];
  const waits = countWaits();
  const before = undisposed.size;
  activate({
    subscriptions,
    secrets: createMemorySecrets(),
    globalState: { get: () => undefined, update: () => Promise.resolve() },
    extensionPath: root,
    extension: { id: 'codex-accounts.codex-accounts-host', extensionKind: 2, packageJSON: { version: '0.0.0' } },
  } as never);
  return {
    call: (name: string, argument: unknown) => handlers.get(name)?.(argument),
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

describe('the companion', unless(obstacles.notLinux), () => {
  it('leaves nothing once it has ended, after it was asked who is there and what stands there', async () => {
    const companion = start();
    const hello = await companion.call(homeAccessCommands.hello, { protocol: 1, version: '0.0.0' });
    const { hostId } = (hello as { readonly ok: { readonly hostId: string } }).ok;
    expect(await companion.call(homeAccessCommands.status, { hostId })).toMatchObject({
      ok: { home: { kind: 'signedIn', credential: 'apiKey' } },
    });
    expect(companion.left().subscriptions).toBeGreaterThan(5);
    companion.dispose();
    await turn(50);
    await waitUntil(() => companion.left().waits === 0);
    expect(companion.left()).toEqual(nothing);
  });

  it.each([0, 1, 3, 10, 30])('leaves nothing where it ends while it answers, after %i turns', async (turns) => {
    const companion = start();
    const answer = companion.call(homeAccessCommands.hello, { protocol: 1, version: '0.0.0' });
    await turn(turns);
    companion.dispose();
    await answer;
    await turn(200);
    await waitUntil(() => companion.left().waits === 0);
    expect(companion.left()).toEqual(nothing);
  });
});
