import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeClaims } from '../../../../src/protocol/tokens/claims.ts';
import { decodeJwtPayload } from '../../../../src/protocol/tokens/jwt.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { runs } from '../../../support/propertyRuns.ts';
import { encodePart, mintIdToken, mintJwt } from '../../../support/tokens.ts';

const head = encodePart({ alg: 'RS256' });
const body = encodePart({ sub: 'ada' });

describe('a JWT', () => {
  it('is decoded', () => {
    expect(decodeJwtPayload(`${head}.${body}.c2ln`)).toEqual({ sub: 'ada' });
  });

  it('may be long: who is in many organisations has a long one', () => {
    const sub = 'a'.repeat(200_000);
    expect(decodeJwtPayload(`${head}.${encodePart({ sub })}.c2ln`)).toEqual({ sub });
  });

  it.each([
    ['nothing', ''],
    ['two parts', `${head}.${body}`],
    ['four parts', `${head}.${body}.c2ln.c2ln`],
    ['an empty signature', `${head}.${body}.`],
    ['an empty payload', `${head}..c2ln`],
    ['an empty header', `.${body}.c2ln`],
    ['padding', `${head}.${Buffer.from('{"a":1}').toString('base64')}=.c2ln`],
    ['the other alphabet', `${head}.${body}.+/+/`],
    ['an array as payload', `${head}.${encodePart([])}.c2ln`],
    ['null as payload', `${head}.${encodePart(null)}.c2ln`],
    ['a text as payload', `${head}.${encodePart('"x"')}.c2ln`],
    ['a payload that is no JSON', `${head}.${encodePart('{')}.c2ln`],
    ['a payload that is no UTF-8', `${head}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.c2ln`],
    ['a header that is no object', `${encodePart('1')}.${body}.c2ln`],
    ['blanks inside', `${head}. ${body}.c2ln`],
    ['more than 1 MiB', `${head}.${encodePart({ sub: 'a'.repeat(1024 * 1024) })}.c2ln`],
  ])('is not %s', (_name, token) => {
    expect(decodeJwtPayload(token)).toBeUndefined();
    expect(decodeClaims(new Secret(token))).toBeUndefined();
  });

  it('is not whatever else arrives, and nothing throws', () => {
    const part = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((json) => encodePart(json)),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
        (token) => {
          const payload = decodeJwtPayload(token);
          expect(payload === undefined || (typeof payload === 'object' && !Array.isArray(payload))).toBe(true);
        },
      ),
      runs(200),
    );
  });
});

describe('claims', () => {
  it('are read where the CLI reads them', () => {
    const token = mintIdToken({ email: 'a@b.c', userId: 'u', workspaceId: 'w', plan: 'team', expiresAtMs: 5000 });
    expect(decodeClaims(new Secret(token))).toMatchObject({
      email: 'a@b.c',
      userId: 'u',
      workspaceId: 'w',
      plan: 'team',
      issuer: 'https://auth.openai.com',
      audiences: ['app_EMoamEEZ73f0CkXaXp7hrann'],
      expiresAtMs: 5000,
    });
  });

  it('have second places', () => {
    const token = mintJwt({
      'https://api.openai.com/profile': { email: 'p@b.c' },
      'https://api.openai.com/auth': { user_id: 'u2' },
      aud: 'x',
    });
    expect(decodeClaims(new Secret(token))).toMatchObject({ email: 'p@b.c', userId: 'u2', audiences: ['x'] });
  });

  it('are unknown where their type is wrong, and never the end of a sign-in', () => {
    const anything = fc.jsonValue({ maxDepth: 2 });
    const key = fc.constantFrom(
      'email',
      'iss',
      'aud',
      'exp',
      'https://api.openai.com/auth',
      'https://api.openai.com/profile',
      '__proto__',
      'constructor',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, anything)),
        fc.array(fc.tuple(fc.constantFrom('chatgpt_plan_type', 'user_id', 'x'), anything)),
        (claims, auth) => {
          const payload = JSON.parse(
            `{${[...claims, ['https://api.openai.com/auth', Object.fromEntries(auth)] as const].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
          ) as unknown;
          const decoded = decodeClaims(new Secret(mintJwt(payload)));
          expect(decoded).toBeDefined();
          for (const text of [decoded?.email, decoded?.plan, decoded?.userId, decoded?.workspaceId, decoded?.issuer]) {
            expect(['string', 'undefined']).toContain(typeof text);
          }
          expect(Array.isArray(decoded?.audiences)).toBe(true);
        },
      ),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
