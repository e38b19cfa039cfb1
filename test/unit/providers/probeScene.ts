import type { ProbeHttp } from '../../../src/providers/probe.ts';
import { createFakeClock, notEnded, type FakeClock } from '../../support/fakeClock.ts';
import { createFakeHttp, type FakeHttp, type Reply } from '../../support/fakeHttp.ts';

export interface ProbeScene extends ProbeHttp {
  readonly http: FakeHttp;
  readonly clock: FakeClock;
}

export function createProbeScene(replies: Readonly<Record<string, Reply | readonly Reply[]>>): ProbeScene {
  return { http: createFakeHttp(replies), clock: createFakeClock(), signal: notEnded };
}

/** Answers only when it is ended, with the reason of that. */
export const never: Reply = ({ signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
