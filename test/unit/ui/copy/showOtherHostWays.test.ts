import { describe, expect, it } from 'vitest';
import { showOtherHostWays } from '../../../../src/ui/copy/showOtherHostWays.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

function createScene(...answers: readonly Answer[]) {
  const places = { homePlace: { kind: 'file', path: '/srv/codex/auth.json' } } as const;
  return { ...createFakeFlow(...answers), places };
}

describe('the documented ways to sign in on another host', () => {
  it('copy one command after the other until they are left', async () => {
    const scene = createScene({ row: '1. Device code' }, { row: '2. Copy the file with scp' }, 'dismiss');
    await showOtherHostWays(scene);
    expect(scene.copied).toEqual([
      'codex login --device-auth',
      expect.stringContaining('scp /srv/codex/auth.json user@remote:'),
    ]);
    expect(scene.prompts.shown).toHaveLength(3);
  });

  it('name the file of the default home where Codex keeps its sign-in elsewhere', async () => {
    const scene = createScene({ row: '2. Copy the file with scp' });
    await showOtherHostWays({ ...scene, places: { homePlace: { kind: 'encrypted' } } });
    expect(scene.copied[0]).toContain('scp ~/.codex/auth.json');
  });

  it('are read as one page', async () => {
    const scene = createScene({ row: 'Read All of This' });
    await showOtherHostWays(scene);
    expect(scene.opened).toEqual(['Signing In on Another Host']);
  });

  it('lead to the copy that revokes nothing', async () => {
    const scene = createScene({ row: 'Copy Account to a Host' });
    await showOtherHostWays(scene);
    expect([scene.ran, scene.copied]).toEqual([['copySignInToHost'], []]);
  });

  it('lead to CI, where copying is the advanced way', async () => {
    const scene = createScene({ row: 'Set Up Codex in CI' });
    await showOtherHostWays(scene);
    expect(scene.ran).toEqual(['setUpCi']);
  });
});
