import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeCallback,
  judgeQuery,
  type CallbackRequest,
  type CallbackVerdict,
} from '../../../../src/protocol/oauth/callbackRequest.ts';
import { createState } from '../../../../src/protocol/oauth/pkce.ts';
import { runs } from '../../../support/propertyRuns.ts';

const state = createState();
const right = state.reveal();
const expected = { port: 1455, state, issuerUrl: 'https://auth.openai.com' };
const entryPoint = '.onboarding_entrypoint=life_sciences';
const good = `/auth/callback?code=abc&state=${right}`;

function judge(
  target: string,
  rawHeaders: readonly string[] = ['Host', '127.0.0.1:1455'],
  method = 'GET',
): CallbackVerdict {
  return judgeCallback({ method, target, rawHeaders }, expected);
}

function name(verdict: CallbackVerdict): string {
  switch (verdict.kind) {
    case 'refused':
      return verdict.refusal;
    case 'failed':
      return verdict.failure;
    case 'page':
      return `page ${verdict.path}`;
    case 'code':
      return `code ${verdict.code.reveal()}`;
  }
}

describe('a callback', () => {
  it('brings its code', () => {
    expect(name(judge(good))).toBe('code abc');
    expect(
      name(judge(`/auth/callback?state=${right}&code=a%2Bb%20c&scope=x&iss=https%3A%2F%2Fauth.openai.com%2F`)),
    ).toBe('code a+b c');
  });

  it('brings its code with the entry point that the CLI knows behind the state', () => {
    for (const suffix of [entryPoint, encodeURIComponent(entryPoint)]) {
      expect(name(judge(`/auth/callback?state=${right}${suffix}&code=abc`))).toBe('code abc');
    }
  });

  it.each([
    ['no state', '/auth/callback?code=abc'],
    ['an empty state', '/auth/callback?code=abc&state='],
    ['a wrong state', `/auth/callback?code=abc&state=${createState().reveal()}`],
    ['a shorter state', `/auth/callback?code=abc&state=${right.slice(1)}`],
    ['a longer state', `/auth/callback?code=abc&state=${right}x`],
    ['an entry point that the CLI does not know', `/auth/callback?code=abc&state=${right}.onboarding_entrypoint=other`],
    ['the known entry point twice', `/auth/callback?code=abc&state=${right}${entryPoint}${entryPoint}`],
    ['more behind the entry point', `/auth/callback?code=abc&state=${right}${entryPoint}x`],
    ['the entry point in other letters', `/auth/callback?code=abc&state=${right}${entryPoint.toUpperCase()}`],
    ['the entry point behind a wrong state', `/auth/callback?code=abc&state=${right.slice(1)}${entryPoint}`],
    ['the entry point alone', `/auth/callback?code=abc&state=${entryPoint}`],
    ['the state twice', `/auth/callback?code=abc&state=${right}&state=${right}`],
    ['the state under another name', `/auth/callback?code=abc&State=${right}`],
    ['an error without a state (GHSA-c73c-x77g-854r)', '/auth/callback?error=access_denied'],
    ['an error with a wrong state', '/auth/callback?error=access_denied&state=wrong'],
    ['a foreign issuer with a wrong state', '/auth/callback?iss=https://evil.example&state=wrong'],
    ['text that is no text', `/auth/callback?code=%zz&state=${right}`],
    ['a lone surrogate', `/auth/callback?code=%ED%A0%80&state=${right}`],
    ['nothing', '/auth/callback'],
    ['only a question mark', '/auth/callback?'],
  ])('is left without any effect with %s', (_name, target) => {
    expect(name(judge(target))).toBe('stateMismatch');
  });

  it.each([
    ['declined', 'declined', 'error=access_denied'],
    ['declined with a story', 'declined', 'error=access_denied&error_description=The+person+said+no'],
    ['Codex switched off', 'codexOff', 'error=access_denied&error_description=Missing_Codex_Entitlement'],
    ['an error of the server', 'serviceDown', 'error=server_error'],
    ['an error and a code', 'serviceDown', 'error=server_error&code=abc'],
    ['an empty error', 'unknown', 'error='],
    ['no code', 'noCode', 'scope=openid'],
    ['an empty code', 'noCode', 'code='],
    ['another issuer (RFC 9207)', 'otherIssuer', 'code=abc&iss=https%3A%2F%2Fevil.example'],
    ['two codes', 'malformed', 'code=a&code=b'],
    ['a code that is too long', 'malformed', `code=${'a'.repeat(4097)}`],
  ])('with the right state and %s is: %s', (_name, verdict, query) => {
    expect(name(judge(`/auth/callback?${query}&state=${right}`))).toBe(verdict);
  });

  it.each([
    ['127.0.0.1:1455', 'code abc'],
    ['localhost:1455', 'code abc'],
    ['LOCALHOST:1455', 'code abc'],
    ['[::1]:1455', 'code abc'],
    ['127.0.0.1', 'wrongHost'],
    ['127.0.0.1:1457', 'wrongHost'],
    ['localhost:14550', 'wrongHost'],
    ['127.0.0.1.:1455', 'wrongHost'],
    ['rebind.example:1455', 'wrongHost'],
    ['localhost.evil.example:1455', 'wrongHost'],
    ['0.0.0.0:1455', 'wrongHost'],
    ['code-server.example', 'wrongHost'],
    ['', 'wrongHost'],
    [' 127.0.0.1:1455', 'wrongHost'],
  ])('for the host %j is: %s (T-REB-1)', (host, verdict) => {
    expect(name(judge(good, ['Host', host]))).toBe(verdict);
  });

  it('needs exactly one host', () => {
    expect(name(judge(good, []))).toBe('wrongHost');
    expect(name(judge(good, ['Host', '127.0.0.1:1455', 'host', '127.0.0.1:1455']))).toBe('wrongHost');
  });

  it.each([
    [
      'a top-level navigation',
      ['Sec-Fetch-Mode', 'navigate', 'Sec-Fetch-Dest', 'document', 'Sec-Fetch-Site', 'cross-site'],
      'code abc',
    ],
    ['a browser without these headers', ['User-Agent', 'Old/1'], 'code abc'],
    ['an image', ['Sec-Fetch-Mode', 'no-cors', 'Sec-Fetch-Dest', 'image'], 'notANavigation'],
    ['a script', ['Sec-Fetch-Mode', 'cors', 'Sec-Fetch-Dest', 'empty'], 'notANavigation'],
    ['a frame', ['Sec-Fetch-Mode', 'navigate', 'Sec-Fetch-Dest', 'iframe'], 'notANavigation'],
    ['a navigation that says two things', ['Sec-Fetch-Dest', 'document', 'sec-fetch-dest', 'image'], 'notANavigation'],
    ['a cross-origin form', ['Origin', 'https://evil.example'], 'notANavigation'],
    ['an opaque origin', ['origin', 'null'], 'notANavigation'],
  ])('from %s is: %s (T-FETCH-1)', (_name, headers, verdict) => {
    expect(name(judge(good, ['Host', 'localhost:1455', ...headers]))).toBe(verdict);
  });

  it.each(['POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'get', ''])('by the method %j is refused', (method) => {
    expect(name(judge(good, undefined, method))).toBe('wrongMethod');
  });

  it.each([
    ['//evil.example/auth/callback', 'malformed'],
    ['http://127.0.0.1:1455/auth/callback', 'malformed'],
    ['*', 'malformed'],
    ['', 'malformed'],
    [`/auth/callback?x=${'a'.repeat(16_384)}`, 'malformed'],
    ['/auth/callback/', 'page /auth/callback/'],
    ['/auth/callback%00', 'page /auth/callback%00'],
    ['/auth/../auth/callback', 'page /auth/../auth/callback'],
    ['/auth%2Fcallback', 'page /auth%2Fcallback'],
    ['/AUTH/CALLBACK', 'page /AUTH/CALLBACK'],
    ['/cancel', 'page /cancel'],
    ['/success', 'page /success'],
    ['/success?id_token=x', 'notFound'],
  ])('at %j is: %s (T-HTTP-1)', (path, verdict) => {
    const query = path.includes('?') || verdict.startsWith('page') || path === '' ? '' : `?code=abc&state=${right}`;
    expect(name(judge(`${path}${query}`))).toBe(verdict);
  });

  it('is asked who it is before anything else', () => {
    expect(name(judge('//x', ['Host', 'evil.example'], 'POST'))).toBe('wrongHost');
    expect(name(judge('//x', ['Host', 'localhost:1455', 'Origin', 'x'], 'POST'))).toBe('wrongMethod');
    expect(name(judge('//x', ['Host', 'localhost:1455', 'Origin', 'x']))).toBe('notANavigation');
  });
});

describe('whatever arrives', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      'code',
      'state',
      'error',
      'iss',
      '=',
      '&',
      '?',
      '%',
      '%00',
      '%zz',
      '+',
      '#',
      '/auth/callback',
      'access_denied',
      right.slice(0, 40),
    ),
  );
  const target = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.array(piece, { maxLength: 12 }).map((parts) => `/auth/callback?${parts.join('')}`),
  );
  const headers = fc.array(
    fc.oneof(
      fc.constantFrom('Host', 'Origin', 'Sec-Fetch-Dest', '127.0.0.1:1455', 'document', '__proto__'),
      fc.string(),
    ),
    { maxLength: 8 },
  );
  const request: fc.Arbitrary<CallbackRequest> = fc.record({
    method: fc.oneof(fc.constant('GET'), fc.string({ maxLength: 6 })),
    target,
    rawHeaders: fc.oneof(fc.constant(['Host', '127.0.0.1:1455']), headers),
  });

  it('never brings a code or ends the attempt without the right state, and always gets an answer', () => {
    fc.assert(
      fc.property(request, (arrived) => {
        expect(['refused', 'page']).toContain(judgeCallback(arrived, expected).kind);
      }),
      runs(300),
    );
  });

  it('brings a code only where the right state stands exactly once', () => {
    const parameter = fc.tuple(
      fc.constantFrom('code', 'state', 'iss', 'x'),
      fc.oneof(fc.constant(right), fc.string({ maxLength: 8 })),
    );
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 5 }), (parameters) => {
        const verdict = judgeQuery(new URLSearchParams(parameters).toString(), expected);
        const states = parameters.filter(([key]) => key === 'state');
        if (verdict.kind === 'code' || verdict.kind === 'failed') {
          expect(states).toEqual([['state', right]]);
        }
      }),
      runs(200),
    );
  });
});
