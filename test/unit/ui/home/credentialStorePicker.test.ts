import { describe, expect, it } from 'vitest';
import { chooseCredentialStore } from '../../../../src/ui/home/credentialStorePicker.ts';
import { createFakeFlow, refusedKeychain } from '../../../support/fakeFlow.ts';
import { createFakeStore } from '../../../support/fakeStore.ts';
import type { CredentialStore } from '../../../../src/home/store/credentialStore.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

function createScene(now: CredentialStore, ...answers: readonly Answer[]) {
  const store = createFakeStore({ kind: 'store', store: now, decidedBy: 'user' });
  return { ...createFakeFlow(...answers), store, loadStore: () => Promise.resolve(store) };
}

describe('the choice of a credential store', () => {
  it('moves Codex to the store that was chosen', async () => {
    const flow = createScene('file', { row: 'ephemeral' });
    await chooseCredentialStore(flow);
    expect(flow.store.chosen).toEqual(['ephemeral']);
    expect(flow.prompts.texts).toEqual([
      'Choose Credential Store',
      'Codex on this computer keeps no sign-in any more (“ephemeral”).',
    ]);
  });

  it('changes nothing when it is dismissed', async () => {
    const flow = createScene('file', 'dismiss');
    await chooseCredentialStore(flow);
    expect([flow.store.chosen, flow.prompts.shown.length]).toEqual([[], 1]);
  });

  it('asks about an old sign-in in the keyring when the store in use is chosen', async () => {
    const flow = createScene('file', { row: 'file' }, { click: 'Remove It' });
    flow.store.hasLeftover = true;
    await chooseCredentialStore(flow);
    expect([flow.store.chosen, flow.store.calls]).toEqual([[], ['removeLeftover']]);
  });

  it.each<[CredentialStore, string]>([
    ['file', 'keyring'],
    ['auto', 'file'],
  ])('from %s to %s changes nothing when the person would not have the keychain opened', async (now, row) => {
    const flow = createScene(now, { row });
    await chooseCredentialStore({ ...flow, ...refusedKeychain });
    expect(flow.store.chosen).toEqual([]);
  });

  it('says nothing of a keychain between two stores that are none', async () => {
    const flow = createScene('file', { row: 'ephemeral' });
    await chooseCredentialStore({ ...flow, ...refusedKeychain });
    expect(flow.store.chosen).toEqual(['ephemeral']);
  });
});
