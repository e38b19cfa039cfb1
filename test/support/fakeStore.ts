import type { CredentialStore, StoreDecision } from '../../src/home/store/credentialStore.ts';
import type { StoreRest, StoreService } from '../../src/home/store/storeService.ts';

/** Where Codex keeps its sign-in, as a person chooses it: remembers what was done, and leaves behind what a test says. */
export function createFakeStore(decision: StoreDecision) {
  const chosen: CredentialStore[] = [];
  const calls: string[] = [];
  const note = <T>(call: string, answer: T): Promise<T> => {
    calls.push(call);
    return Promise.resolve(answer);
  };
  const store = {
    chosen,
    /** What else was asked for, in order. */
    calls,
    /** What a move leaves behind in the store before. */
    rest: undefined as StoreRest | undefined,
    hasLeftover: false,
    concernsKeyring: false,
    /** What an undo answers. */
    undone: { rest: undefined } as { readonly rest: StoreRest | undefined } | undefined,
    decide: () => Promise.resolve(decision),
    choose: (one: CredentialStore) => {
      chosen.push(one);
      return Promise.resolve(store.rest);
    },
    undo: () => note('undo', store.undone),
    undoConcernsKeyring: () => Promise.resolve(store.concernsKeyring),
    findLeftover: () => Promise.resolve(store.hasLeftover),
    removeLeftover: () => note('removeLeftover', undefined),
    keepLeftover: () => note('keepLeftover', undefined),
  } satisfies Partial<Record<keyof StoreService, unknown>> & Readonly<Record<string, unknown>>;
  return store;
}
