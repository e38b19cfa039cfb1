import { describe, expect, it } from 'vitest';
import { abortable } from '../../../src/base/abortable.ts';
import { Cancelled } from '../../../src/errors/authError.ts';
import { notEnded } from '../../support/fakeClock.ts';

describe('a wait that ends with its signal', () => {
  it('brings what the work brings, or fails as it does', async () => {
    expect(await abortable(notEnded, () => Promise.resolve('done'))).toBe('done');
    await expect(abortable(notEnded, () => Promise.reject(new TypeError('broken')))).rejects.toThrow('broken');
  });

  it('leaves work that does not end, and hears nothing of its failure', async () => {
    const person = new AbortController();
    const { promise, reject } = Promise.withResolvers<never>();
    const waiting = expect(abortable(person.signal, () => promise)).rejects.toThrow('left');
    person.abort(new Cancelled('left'));
    await waiting;
    reject(new TypeError('nobody’s'));
  });

  it('begins nothing for whoever has left', async () => {
    const begun: string[] = [];
    const left = AbortSignal.abort(new Cancelled('left'));
    await expect(abortable(left, () => Promise.resolve(begun.push('begun')))).rejects.toThrow('left');
    expect(begun).toEqual([]);
  });

  it('ends also when the work itself has the person leave', async () => {
    const person = new AbortController();
    const work = (): Promise<never> => {
      person.abort(new Cancelled('left'));
      return new Promise(() => undefined);
    };
    await expect(abortable(person.signal, work)).rejects.toThrow('left');
  });

  it('tells the work that nobody waits any more', async () => {
    const person = new AbortController();
    const signals: AbortSignal[] = [];
    const waiting = abortable(person.signal, (ended) => {
      signals.push(ended);
      return new Promise(() => undefined);
    }).catch(() => undefined);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    person.abort(new Cancelled());
    await waiting;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});
