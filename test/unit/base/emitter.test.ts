import { describe, expect, it } from 'vitest';
import { Emitter } from '../../../src/base/emitter.ts';

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
