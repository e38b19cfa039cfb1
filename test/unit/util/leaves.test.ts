import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Disposables } from '../../../src/util/disposables.ts';
import { Emitter } from '../../../src/util/emitter.ts';
import { Secret } from '../../../src/util/secret.ts';
import { SingleFlight } from '../../../src/util/singleFlight.ts';
import { randomText } from '../../support/tokens.ts';

describe('a secret', () => {
  it('shows itself to nobody who did not ask', () => {
    const text = randomText();
    const secret = new Secret(text);
    const told = [
      String(secret),
      ['', secret].join(''),
      secret.toString(),
      JSON.stringify({ secret, list: [secret] }),
      inspect({ secret }, { depth: 9, showHidden: true }),
      new Error('x', { cause: secret }).stack ?? '',
      Object.keys(secret).join(),
      JSON.stringify(Object.getOwnPropertyDescriptors(secret)),
      inspect(Object.entries(secret)),
    ];
    expect(told.filter((one) => one.includes(text))).toEqual([]);
    expect(secret.reveal()).toBe(text);
  });

  it('knows its equal, and whether it is empty', () => {
    expect([new Secret('a').equals(new Secret('a')), new Secret('a').equals(new Secret('b'))]).toEqual([true, false]);
    expect([new Secret('').isEmpty, new Secret(' ').isEmpty]).toEqual([true, false]);
  });
});

describe('an owner of disposables', () => {
  it('ends them last first, all of them, and says what failed', () => {
    const scope = new Disposables();
    const ended: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      scope.add({
        dispose: () => {
          ended.push(name);
          if (name === 'b') {
            throw new RangeError(name);
          }
        },
      });
    }
    expect(() => {
      scope.dispose();
    }).toThrow(AggregateError);
    expect(ended).toEqual(['c', 'b', 'a']);
    scope.dispose();
    expect(ended).toHaveLength(3);
  });

  it('ends at once what comes after its end', () => {
    const scope = new Disposables();
    scope.dispose();
    let ended = 0;
    scope.add({ dispose: () => (ended += 1) });
    expect([ended, scope.isDisposed]).toEqual([1, true]);
  });
});

describe('an emitter', () => {
  it('tells everybody who listens at that moment, also when one of them throws', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => {
      heard.push(`first ${String(value)}`);
      throw new RangeError('no');
    });
    const second = emitter.event((value) => {
      heard.push(`second ${String(value)}`);
      second.dispose();
    });
    expect(() => {
      emitter.fire(1);
    }).toThrow(AggregateError);
    expect(() => {
      emitter.fire(2);
    }).toThrow(AggregateError);
    emitter.dispose();
    emitter.fire(3);
    expect(heard).toEqual(['first 1', 'second 1', 'first 2']);
  });
});

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
