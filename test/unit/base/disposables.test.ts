import { describe, expect, it } from 'vitest';
import { isCancelled } from '../../../src/errors/authError.ts';
import { Disposables } from '../../../src/base/disposables.ts';

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

  it('ends every wait on its behalf, before what is waited for is gone', () => {
    const scope = new Disposables();
    const seen: unknown[] = [];
    scope.add({ dispose: () => seen.push(scope.ended.aborted) });
    expect(scope.ended.aborted).toBe(false);
    scope.dispose();
    expect([seen, isCancelled(scope.ended.reason)]).toEqual([[true], true]);
  });

  it('ends at once what comes after its end', () => {
    const scope = new Disposables();
    scope.dispose();
    let ended = 0;
    scope.add({ dispose: () => (ended += 1) });
    expect([ended, scope.isDisposed]).toEqual([1, true]);
  });
});
