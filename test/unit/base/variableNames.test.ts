import { describe, expect, it } from 'vitest';
import { pickVariables, sortVariables } from '../../../src/base/variableNames.ts';

const environment = { A: 'secret-a', B: ' ', C: '', D: undefined };

describe('the variables of an environment', () => {
  it('are handed on by their names alone, those that say nothing apart', () => {
    expect(sortVariables(environment)).toEqual({ filled: ['A'], empty: ['B', 'C'] });
  });

  it('are handed on where they are asked for, as they are, and no others', () => {
    expect(pickVariables(environment, ['C', 'B', 'D', 'E'])).toEqual({ B: ' ', C: '' });
  });
});
