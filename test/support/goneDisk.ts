import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

type Call = (...given: never[]) => Promise<unknown>;
type Named = 'open' | 'readFile' | 'rm' | 'stat' | 'utimes';

/** A disk of which no call comes back, from the first one with a name on, until it is back. */
export interface GoneDisk {
  readonly hanging: () => number;
  readonly bringBack: () => void;
}

/** Has it go for the rest of the test, as a share does whose other side is gone. Each worker has these functions for itself. */
export function takeDiskFrom(hangsFrom: Named): GoneDisk {
  const names = ['open', 'readFile', 'rm', 'stat', 'utimes'] as const;
  const { open, readFile, rm, stat, utimes } = fs;
  const real: Readonly<Record<Named, Call>> = { open, readFile, rm, stat, utimes };
  const back = Promise.withResolvers<undefined>();
  const state = { isGone: false, isBack: false, hanging: 0 };
  const makeCall =
    (name: Named): Call =>
    async (...given) => {
      state.isGone ||= hangsFrom === name;
      if (state.isGone && !state.isBack) {
        state.hanging += 1;
        await back.promise;
        state.hanging -= 1;
      }
      return real[name](...given);
    };
  Object.assign(fs, Object.fromEntries(names.map((name) => [name, makeCall(name)])));
  syncBuiltinESMExports();
  const bringBack = (): void => {
    state.isBack = true;
    Object.assign(fs, real);
    syncBuiltinESMExports();
    back.resolve(undefined);
  };
  onTestFinished(bringBack);
  return { hanging: () => state.hanging, bringBack };
}
