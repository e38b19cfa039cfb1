import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/errors/authError.ts';
import type { StoreDecision } from '../../../../src/home/store/credentialStore.ts';
import type { HomePlace } from '../../../../src/home/store/decidedCredential.ts';
import { ensureHomeWritable, signInWithCodexCli } from '../../../../src/ui/home/ensureHomeWritable.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeStore } from '../../../support/fakeStore.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const move = 'Move Codex to the File Store';
const signIn = 'Sign In with the Codex CLI';
const keychain: HomePlace = { kind: 'keyring', item: 'Codex Auth', reach: 'onClick', otherwise: undefined };

function createGate(place: HomePlace, answers: readonly Answer[], decidedBy: 'default' | 'requirements' = 'default') {
  const flow = createFakeFlow(...answers);
  const store = createFakeStore({ kind: 'store', store: 'keyring', decidedBy } satisfies StoreDecision);
  const asked: string[] = [];
  const renewals: boolean[] = [];
  return {
    ...flow,
    store,
    asked,
    renewals,
    inspector: {
      ...flow.inspector,
      locate: () => Promise.resolve(place),
      renew: (isChanged: boolean) => {
        renewals.push(isChanged);
        return Promise.resolve();
      },
    },
    codex: {
      signIn: async (open: (url: string) => Promise<boolean>) => {
        await open('https://auth.openai.com/log-in');
      },
    },
    loadStore: () => Promise.resolve(store),
  };
}

describe('before a click changes what Codex is signed in with', () => {
  it('nothing is asked where the sign-in is a file', async () => {
    const flow = createGate({ kind: 'file', path: 'auth.json' }, []);
    expect(await ensureHomeWritable(flow)).toBe(true);
    expect(flow.prompts.shown).toEqual([]);
  });

  it.each([true, false])(
    'a keychain that will ask is announced, and it goes on as the person says: %s',
    async (says) => {
      const flow = createGate(keychain, []);
      expect(await ensureHomeWritable({ ...flow, keychainNotice: { say: () => Promise.resolve(says) } })).toBe(says);
    },
  );

  it('a store that takes nothing from outside is said with the ways on, and closing that changes nothing', async () => {
    const flow = createGate({ kind: 'encrypted' }, ['dismiss']);
    expect(await ensureHomeWritable(flow)).toBe(false);
    expect(flow.prompts.shown).toEqual([
      expect.objectContaining({ kind: 'confirm', severity: 'warning', buttons: [move, signIn] }),
    ]);
    expect([flow.store.chosen, flow.opened]).toEqual([[], []]);
  });

  it('nothing is asked to read or clear such a store', async () => {
    const flow = createGate({ kind: 'encrypted' }, []);
    expect(await ensureHomeWritable(flow, 'clear')).toBe(true);
    expect(flow.prompts.shown).toEqual([]);
  });

  it('the move to the file store lets the click go on, and is said with a way back', async () => {
    const flow = createGate({ kind: 'encrypted' }, [{ click: move }, 'dismiss']);
    expect(await ensureHomeWritable(flow)).toBe(true);
    expect(flow.store.chosen).toEqual(['file']);
    expect(flow.prompts.shown[1]).toEqual(expect.objectContaining({ kind: 'offer', buttons: ['Undo'] }));
  });

  it('a store that an admin decided is not offered to be moved', async () => {
    const flow = createGate({ kind: 'encrypted' }, ['dismiss'], 'requirements');
    await ensureHomeWritable(flow);
    expect(flow.prompts.shown[0]?.buttons).toEqual([signIn]);
  });

  it('a sign-in by the Codex CLI ends the click: nothing is left to do', async () => {
    const flow = createGate({ kind: 'encrypted' }, [{ click: signIn }]);
    expect(await ensureHomeWritable(flow)).toBe(false);
    expect([flow.opened, flow.renewals, flow.updates.length]).toEqual([['https://auth.openai.com/log-in'], [true], 1]);
    expect(flow.prompts.texts.at(-1)).toContain('The Codex CLI is signed in.');
  });
});

it('a sign-in by the Codex CLI that is cancelled says nothing more', async () => {
  const flow = createGate({ kind: 'encrypted' }, ['cancel']);
  const codex = {
    signIn: (_open: unknown, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Cancelled());
        });
      }),
  };
  await expect(signInWithCodexCli({ ...flow, codex })).rejects.toThrow(Cancelled);
  expect(flow.prompts.texts).toEqual(['The Codex CLI is signing in. Finish it in your browser.']);
  expect(flow.renewals).toEqual([]);
});
