import { describe, expect, it, vi } from 'vitest';
import { announceHomeNews, offerAfterRebuild } from '../../../../src/ui/commands/homeNews.ts';
import { settle } from '../../../support/fakeClock.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const work = createAccount({ label: 'Work' });
const home = createAccount({ label: 'Home' });

function createScene(...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const switched: string[] = [];
  return {
    ...flow,
    switched,
    check: { ...flow.check, runOnGrant: () => Promise.reject(new TypeError('Nobody asks the server here.')) },
    loadSwitch: () =>
      Promise.resolve({
        switchTo: (id: string) => {
          switched.push(id);
          return Promise.resolve({ kind: 'left' } as const);
        },
      }),
  };
}

describe('news of the Codex of this computer', () => {
  it('is told with the account in use read anew', () => {
    const scene = createScene();
    announceHomeNews({ kind: 'switched', account: work }, scene);
    expect(scene.prompts.shown).toMatchObject([{ kind: 'tell', severity: 'information' }]);
    expect(scene.updates).toHaveLength(1);
  });

  it('is noted where it could not be told', async () => {
    const scene = createScene();
    scene.current.update = () => Promise.reject(new RangeError('no disk'));
    vi.spyOn(scene.prompts, 'tell').mockRejectedValue(new RangeError('no window'));
    announceHomeNews({ kind: 'switched', account: work }, scene);
    await settle();
    expect(scene.logged).toEqual(['home: switched', 'home failed', 'home failed']);
  });

  it('is nothing to be told where Codex only renewed', () => {
    const scene = createScene();
    announceHomeNews({ kind: 'renewed', account: work }, scene);
    expect([scene.prompts.shown, scene.updates.length]).toEqual([[], 1]);
  });
});

describe('a Codex home that is gone', () => {
  it('gets its one account back with a click', async () => {
    const scene = createScene({ click: 'Use Work Again' });
    await offerAfterRebuild([work], scene);
    expect(scene.prompts.texts[0]).toContain('Work is still among your accounts.');
    expect(scene.switched).toEqual([work.id]);
  });

  it('stays empty when the offer is dismissed, and nothing is offered without an account', async () => {
    const scene = createScene('dismiss');
    await offerAfterRebuild([work], scene);
    await offerAfterRebuild([], scene);
    expect([scene.prompts.shown.length, scene.switched]).toEqual([1, []]);
  });

  it('leads to the choice where there are several accounts', async () => {
    const scene = createScene({ click: 'Choose Account…' });
    await offerAfterRebuild([work, home], scene);
    expect([scene.ran, scene.switched]).toEqual([['switchAccount'], []]);
  });

  it('says of a container that it was rebuilt', async () => {
    const scene = createScene('dismiss');
    await offerAfterRebuild([work], { ...scene, host: { ...scene.host, isRebuilt: true } });
    expect(scene.prompts.texts[0]).toContain('This container was rebuilt');
  });
});
