import { afterAll, vi } from 'vitest';

// The files of one worker share their process: what the last test of one has stubbed is not there for the set-up of the next.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
