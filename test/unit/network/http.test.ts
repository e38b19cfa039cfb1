import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/base/json.ts';
import { successJson } from '../../../src/network/http.ts';
import { answer } from '../../support/fakeHttp.ts';

describe('the JSON of an answer', () => {
  it.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['Application/JSON', true],
    ['application/problem+json', true],
    ['text/html', false],
    ['', false],
    ['application/jsonp', false],
    ['text/json', false],
  ])('is read when the type is %j: %s', (contentType, isRead) => {
    expect(successJson(answer(200, { a: 1 }, { contentType })) !== undefined).toBe(isRead);
  });

  it('is nothing where the text is none, and the text of the parser is not kept', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseJson(text)).not.toThrow();
      }),
    );
  });
});
