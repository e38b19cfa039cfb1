import { describe, expect, it } from 'vitest';
import { moveToStore, offerToRemoveLeftover, undoConfigChange } from '../../../../src/ui/home/credentialStoreMove.ts';
import { createFakeFlow, refusedKeychain } from '../../../support/fakeFlow.ts';
import { createFakeStore } from '../../../support/fakeStore.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

function createScene(...answers: readonly Answer[]) {
  const store = createFakeStore({ kind: 'store', store: 'keyring', decidedBy: 'user' });
  return { ...createFakeFlow(...answers), store, loadStore: () => Promise.resolve(store) };
}

describe('a move of Codex to another store', () => {
  it('is said once it is announced, with where the old sign-in stays', async () => {
    const flow = createScene('dismiss');
    flow.store.rest = 'keyring';
    const { announce } = await moveToStore('file', flow);
    expect([flow.store.chosen, flow.prompts.shown]).toEqual([['file'], []]);
    await announce();
    expect(flow.prompts.texts).toEqual([
      'Codex on this computer keeps its sign-in in the store “file” now. The sign-in it had stays in the keyring, for when you change back.',
    ]);
    expect(flow.store.calls).toEqual([]);
  });

  it('is undone with one click on Undo', async () => {
    const flow = createScene({ click: 'Undo' });
    await (await moveToStore('ephemeral', flow)).announce();
    expect(flow.store.calls).toEqual(['undo']);
    expect(flow.prompts.texts.at(-1)).toBe('config.toml is as it was before the last change.');
  });
});

describe('to undo a change of config.toml', () => {
  it('says so where there is none', async () => {
    const flow = createScene();
    flow.store.undone = undefined;
    await undoConfigChange(flow);
    expect(flow.prompts.shown).toEqual([
      { kind: 'tell', severity: 'information', text: 'There is no change to config.toml to undo.' },
    ]);
  });

  it('does nothing when the person would not have the keychain opened', async () => {
    const flow = createScene();
    flow.store.concernsKeyring = true;
    await undoConfigChange({ ...flow, ...refusedKeychain });
    expect([flow.store.calls, flow.prompts.shown]).toEqual([[], []]);
  });

  it('does not ask for a keychain that can be opened without a question', async () => {
    const flow = createScene();
    flow.store.concernsKeyring = true;
    await undoConfigChange({ ...flow, keychainNotice: { say: () => Promise.resolve(false) } });
    expect(flow.store.calls).toEqual(['undo']);
  });
});

describe('an old sign-in that was left in the keyring', () => {
  it.each([
    ['Remove It', 'removeLeftover'],
    ['Keep It', 'keepLeftover'],
  ])('is treated as the person says: %s', async (click, call) => {
    const flow = createScene({ click });
    flow.store.hasLeftover = true;
    await offerToRemoveLeftover(flow);
    expect(flow.store.calls).toEqual([call]);
  });

  it('stays, and is asked about again, when the question is left alone', async () => {
    const flow = createScene('dismiss');
    flow.store.hasLeftover = true;
    await offerToRemoveLeftover(flow);
    expect([flow.store.calls, flow.prompts.shown.length]).toEqual([[], 1]);
  });

  it('is not asked about where there is none', async () => {
    const flow = createScene();
    await offerToRemoveLeftover(flow);
    expect(flow.prompts.shown).toEqual([]);
  });
});
