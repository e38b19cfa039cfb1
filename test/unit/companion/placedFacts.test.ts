import { describe, expect, it } from 'vitest';
import { PlacedFacts } from '../../../companion/placedFacts.ts';
import { Home } from '../../../src/home/home.ts';
import { Placements } from '../../../src/storage/placements.ts';
import { Secret } from '../../../src/base/secret.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { createMemoryFile, createMemoryFolder } from '../../support/memoryStores.ts';
import { randomText } from '../../support/tokens.ts';
import { keyDocument, leaseOf, ownOf, requestOf, setHomeHostScene } from './hostCommandsScene.ts';

const hour = 3_600_000;
const folder = '/srv/ada/.codex';

/** Facts about a Home whose credential stands as `text`, as our note of it says. */
function factsOf(text: string | undefined, placements = new Placements(createMemoryFolder())) {
  const clock = createFakeClock();
  return {
    clock,
    facts: new PlacedFacts({
      home: new Home(folder, createMemoryFile(text), () => Promise.resolve()),
      placements,
      clock,
    }),
  };
}

describe('who stands in the Home of this host', () => {
  it('is whom the claims name, since when only our note tells', async () => {
    const { facts, clock } = factsOf(undefined);
    const lease = leaseOf({ userId: 'user-ada', workspaceId: 'workspace-ada', expiresAtMs: clock.nowMs() + hour });
    expect(await factsOf(lease).facts.read()).toEqual({
      holder: { kind: 'chatgpt', userId: 'user-ada', workspaceId: 'workspace-ada' },
      sinceMs: undefined,
      isAtRest: true,
      dueSinceMs: undefined,
    });
    expect(await facts.read()).toEqual({
      holder: { kind: 'none' },
      sinceMs: undefined,
      isAtRest: true,
      dueSinceMs: undefined,
    });
    expect((await factsOf(keyDocument()).facts.read()).holder).toEqual({ kind: 'apiKey' });
    expect(await factsOf('{ half').facts.read()).toEqual({
      holder: { kind: 'unknown' },
      sinceMs: undefined,
      isAtRest: false,
      dueSinceMs: undefined,
    });
  });

  it.each([
    [7, true],
    [5, false],
    [-60, false],
  ])('is not asked after with %i minutes left: the question could have Codex renew', async (minutes, isAtRest) => {
    const { clock } = factsOf(undefined);
    const { facts } = factsOf(
      leaseOf(
        { expiresAtMs: clock.nowMs() + minutes * 60_000 },
        { lastRefresh: new Date(clock.nowMs() - hour).toISOString() },
      ),
    );
    expect(await facts.read()).toMatchObject({ isAtRest, dueSinceMs: undefined });
  });

  it('has stood there since the account came; a renewal does not change that, another account does', async () => {
    const scene = setHomeHostScene();
    const since = async () => (await new PlacedFacts(scene).read()).sinceMs;
    const startMs = scene.clock.nowMs();
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: startMs + hour }) }));
    await scene.clock.advance(1000);
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: startMs + 2 * hour }) }));
    expect([scene.followed, await since()]).toEqual([['changed', 'renewed'], startMs]);
    await scene.host.put(
      requestOf({ placementId: 'p-2', document: leaseOf({ userId: 'user-bo', expiresAtMs: startMs + hour }) }),
    );
    expect(await since()).toBe(startMs + 1000);
  });

  it('is not known since when, where a lease follows what somebody else signed in as the same', async () => {
    const scene = setHomeHostScene(ownOf());
    await scene.host.put(requestOf());
    expect((await new PlacedFacts(scene).read()).sinceMs).toBeUndefined();
  });
});

describe('what the next Codex there uses', () => {
  it('is the account by its name, nobody, or what stands there', async () => {
    const scene = setHomeHostScene();
    const facts = new PlacedFacts(scene);
    expect(await facts.nextAccount()).toBeUndefined();
    await scene.host.put(requestOf({ label: 'Work](command:x)' }));
    expect(await facts.nextAccount()).toBe('–');
    await scene.host.put(requestOf({ placementId: 'p-2', label: 'Work' }));
    expect(await facts.nextAccount()).toBe('Work');
    scene.file.text = leaseOf({}, { accessToken: new Secret(randomText('other')) });
    expect(await facts.nextAccount()).toBe('the sign-in that stands there');
  });
});
