import { describe, expect, it } from 'vitest';
import { followInBackground } from '../../../../src/ui/running/followInBackground.ts';
import { settle } from '../../../support/fakeClock.ts';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.ts';

/** Nothing can tell what runs here. */
function createScene() {
  const prompts = new ScriptedPrompts();
  const noted: unknown[] = [];
  const flow = {
    prompts,
    loadRunning: () => Promise.reject(new RangeError('no /proc here')),
    log: { failure: (_event: string, failure: unknown) => noted.push(failure), unawaited: () => undefined },
  };
  return { prompts, noted, flow };
}

describe('following a change in the background', () => {
  it('says what was done even where what runs cannot be told', async () => {
    const { prompts, noted, flow } = createScene();
    followInBackground(flow, { said: 'Codex is signed out on this host.' });
    await settle();
    expect([prompts.texts, noted]).toEqual([['Codex is signed out on this host.'], [expect.any(RangeError)]]);
  });

  it('says nothing where nothing was to be said', async () => {
    const { prompts, noted, flow } = createScene();
    followInBackground(flow, { isStoreMoved: true });
    await settle();
    expect([prompts.shown, noted]).toEqual([[], [expect.any(RangeError)]]);
  });
});
