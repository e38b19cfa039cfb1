import type { SecretScene } from './secretContract.ts';

/** What our port and the secret storage of VS Code have in common. */
interface KeyedStorage {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

export interface FaultyStorage extends Omit<SecretScene, 'open'> {
  /** The storage, with what `breakReads` and `holdWrites` do to it. */
  readonly methods: {
    [Name in keyof KeyedStorage]: (
      ...given: Parameters<KeyedStorage[Name]>
    ) => Promise<Awaited<ReturnType<KeyedStorage[Name]>>>;
  };
}

/** Faults for a storage that has none of its own. */
export function addFaults(storage: KeyedStorage): FaultyStorage {
  let isBroken = false;
  let gate: Promise<unknown> = Promise.resolve();
  return {
    methods: {
      get: async (key) => {
        if (isBroken) {
          throw new TypeError('The storage does not answer.');
        }
        return storage.get(key);
      },
      store: async (key, value) => {
        await gate;
        await storage.store(key, value);
      },
      delete: async (key) => {
        await gate;
        await storage.delete(key);
      },
    },
    lose: async (key) => {
      await storage.delete(key);
    },
    breakReads: () => {
      isBroken = true;
      return Promise.resolve(() => {
        isBroken = false;
        return Promise.resolve();
      });
    },
    holdWrites: () => {
      const held = Promise.withResolvers<undefined>();
      gate = held.promise;
      return Promise.resolve(() => {
        held.resolve(undefined);
        return Promise.resolve();
      });
    },
  };
}
