import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/base/secret.ts';
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
