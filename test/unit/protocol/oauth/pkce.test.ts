import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeChallenge, createPkce, createState } from '../../../../src/protocol/oauth/pkce.ts';
import { decodeBase64Url, encodeBase64Url, equalInConstantTime, sha256Hex } from '../../../../src/base/bytes.ts';

describe('PKCE', () => {
  it('computes the challenge of RFC 7636 appendix B', async () => {
    expect(await computeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  it('makes verifiers and challenges as the CLI does, and never one twice', async () => {
    const pairs = await Promise.all(Array.from({ length: 100 }, () => createPkce()));
    for (const { verifier, challenge } of pairs) {
      expect(verifier.reveal()).toMatch(/^[A-Za-z0-9_-]{86}$/u);
      expect(challenge).toMatch(/^[A-Za-z0-9_-]{43}$/u);
      expect(challenge).toBe(await computeChallenge(verifier.reveal()));
    }
    expect(new Set(pairs.map(({ challenge }) => challenge)).size).toBe(100);
  });

  it('makes states of 43 characters that no address has to encode', () => {
    const states = Array.from({ length: 100 }, () => createState().reveal());
    expect(
      states.filter((state) => !/^[A-Za-z0-9_-]{43}$/u.test(state) || encodeURIComponent(state) !== state),
    ).toEqual([]);
    expect(new Set(states).size).toBe(100);
  });
});

describe('bytes as text', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64Url(text)).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it.each(['a', 'ab=', 'ab==', 'a+b/', 'ab\n', 'é', 'abcde'])('are not made of %j', (text) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  });

  it('have the SHA-256 of the standard', async () => {
    expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('are compared exactly', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        expect(equalInConstantTime(left, right)).toBe(left === right);
        expect(equalInConstantTime(left, left)).toBe(true);
      }),
    );
    expect(equalInConstantTime('a', 'a\0')).toBe(false);
  });
});
