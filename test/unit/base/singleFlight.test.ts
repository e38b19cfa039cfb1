import { describe, expect, it } from 'vitest';
import { SingleFlight } from '../../../src/base/singleFlight.ts';

describe('a single flight', () => {
  it('runs once for all who ask at the same time, each key for itself', async () => {
    const flights = new SingleFlight<string, number>();
    let runs = 0;
    const work = (): Promise<number> => Promise.resolve((runs += 1));
    const answers = await Promise.all([flights.run('a', work), flights.run('a', work), flights.run('b', work)]);
    expect([answers, runs]).toEqual([[1, 1, 2], 2]);
    expect(await flights.run('a', work)).toBe(3);
  });

  it('gives its failure to all, and runs again afterwards', async () => {
    const flights = new SingleFlight<string, number>();
    const failing = (): Promise<number> => Promise.reject(new RangeError('no'));
    const all = await Promise.allSettled([flights.run('a', failing), flights.run('a', failing)]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flights.run('a', () => Promise.resolve(1))).toBe(1);
  });
});
