import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallbackPage, CallbackReply, OpenListener } from '../../../../src/accounts/signIn/ports.ts';
import { pageHeaders, renderCallbackPages, type PageWords } from '../../../../src/platform/network/callbackPages.ts';
import { LoopbackListener, judgeBindFailure } from '../../../../src/platform/network/loopbackListener.ts';
import { judgeCallback, type CallbackRequest } from '../../../../src/protocol/oauth/callbackRequest.ts';
import { createState } from '../../../../src/protocol/oauth/pkce.ts';
import { anyText } from '../../../support/anyText.ts';
import { runs } from '../../../support/propertyRuns.ts';
import { findFreePort, holdPort, isRefused, sendRaw, statusOf } from '../../../support/sockets.ts';

const names: readonly CallbackPage[] = [
  'success',
  'failed',
  'declined',
  'codexOff',
  'notSaved',
  'stateMismatch',
  'notFound',
  'refused',
];
const words = Object.fromEntries(
  names.map((name) => [name, { title: `Title of ${name}`, text: 'Text', tone: 'good' }]),
) as Record<CallbackPage, PageWords>;
const pages = renderCallbackPages({ pages: words, footer: 'Footer', language: 'en' });

interface Harness {
  readonly port: number;
  readonly listener: OpenListener;
  readonly state: string;
  readonly codes: readonly string[];
  readonly arrived: readonly CallbackRequest[];
}

/** A listener with the real judge behind it, on a port of its own. */
async function createHarness(): Promise<Harness> {
  const state = createState();
  const codes: string[] = [];
  const arrived: CallbackRequest[] = [];
  const answer = (request: CallbackRequest, at: number): Promise<CallbackReply> => {
    arrived.push(request);
    const verdict = judgeCallback(request, { port: at, state, issuerUrl: 'https://auth.openai.com' });
    const reply = (status: number, page: CallbackPage): CallbackReply => ({ kind: 'page', status, page });
    if (verdict.kind === 'code') {
      codes.push(verdict.code.reveal());
      return Promise.resolve({ kind: 'seeOther', path: '/success' });
    }
    if (verdict.kind === 'refused') {
      const status = {
        wrongHost: 421,
        wrongMethod: 405,
        notANavigation: 403,
        malformed: 400,
        stateMismatch: 400,
        notFound: 404,
      }[verdict.refusal];
      return Promise.resolve(reply(status, verdict.refusal === 'stateMismatch' ? 'stateMismatch' : 'refused'));
    }
    return Promise.resolve(
      verdict.kind === 'page' && verdict.path === '/success' ? reply(200, 'success') : reply(404, 'notFound'),
    );
  };
  const listener = await openAnywhere(answer);
  onTestFinished(() => listener.close());
  return { port: listener.port, listener, state: state.reveal(), codes, arrived };
}

type Answer = Parameters<LoopbackListener['open']>[1];

/**
 * On the first port that is free. A thread of the suite that starts a program leaves the child every socket of this process
 * until it becomes that program: a port that was just closed can be taken for that moment.
 */
async function openAnywhere(answer: Answer): Promise<OpenListener> {
  const listener = new LoopbackListener({
    pages,
    findHolder: (at) => Promise.resolve({ port: at, process: undefined }),
  });
  for (let left = 10; left > 0; left -= 1) {
    const result = await listener.open([await findFreePort()], answer);
    if (result.kind === 'open') {
      return result.listener;
    }
  }
  throw new TypeError('Ten ports that were free were taken.');
}

function get(port: number, target: string, headers: readonly string[] = []): Promise<string> {
  return sendRaw(port, [`GET ${target} HTTP/1.1`, `Host: 127.0.0.1:${String(port)}`, ...headers, '', ''].join('\r\n'));
}

function bodyOf(response: string): string {
  return response.slice(response.indexOf('\r\n\r\n') + 4);
}

describe('the listener', () => {
  it('answers on both families of loopback, and on nothing once it is closed', async () => {
    const { port, listener } = await createHarness();
    expect(statusOf(await get(port, '/success'))).toBe(200);
    expect(
      statusOf(await sendRaw(port, `GET /success HTTP/1.1\r\nHost: [::1]:${String(port)}\r\n\r\n`, { host: '::1' })),
    ).toBe(200);
    const startMs = performance.now();
    await listener.close();
    expect(performance.now() - startMs).toBeLessThan(100);
    expect([await isRefused(port), await isRefused(port, '::1')]).toEqual([true, true]);
  });

  it.each(['127.0.0.1', '::1'])(
    'gives a port up when %s of it is taken, and says who has it (T-PORT-1)',
    async (host) => {
      const taken = await holdPort(host);
      const free = await findFreePort();
      const holders: number[] = [];
      const listener = new LoopbackListener({
        pages,
        findHolder: (port) => {
          holders.push(port);
          return Promise.resolve({ port, process: 'somebody' });
        },
      });
      const never = (): Promise<CallbackReply> => Promise.reject(new TypeError('Nobody called.'));
      const result = await listener.open([taken, free], never);
      expect([result.kind === 'open' && result.listener.port, holders]).toEqual([free, [taken]]);
      await (result.kind === 'open' ? result.listener.close() : undefined);
      expect(await listener.open([taken], never)).toEqual({
        kind: 'taken',
        holders: [{ port: taken, process: 'somebody' }],
      });
      // The family that was free is free again.
      expect(await isRefused(taken, host === '::1' ? '127.0.0.1' : '::1')).toBe(true);
    },
  );

  it.each([
    ['EADDRINUSE', 'taken'],
    ['EACCES', 'reserved'],
    ['EMFILE', undefined],
  ])('tells a port that a program has from one that the system keeps: %s', (code, obstacle) => {
    expect(judgeBindFailure(Object.assign(new Error(code), { code }))).toBe(obstacle);
  });

  it('passes a callback on, byte for byte, and redirects to a path of ours', async () => {
    const { port, state, codes, arrived } = await createHarness();
    const target = `/auth/callback?code=a%2Bb&state=${state}`;
    const response = await get(port, target, ['X-Odd:  two', 'x-odd: three']);
    expect([statusOf(response), /^location: (.*)\r$/imu.exec(response)?.[1]]).toEqual([303, '/success']);
    expect(bodyOf(response).replace(/[0\r\n]/gu, '')).toBe('');
    expect(codes).toEqual(['a+b']);
    expect(arrived.at(-1)).toMatchObject({ method: 'GET', target });
    expect(arrived.at(-1)?.rawHeaders).toContain('x-odd');
  });

  it('sends the same tight headers with every answer', async () => {
    const { port } = await createHarness();
    for (const target of ['/success', '/nothing', '/auth/callback?code=x']) {
      const response = (await get(port, target)).toLowerCase();
      for (const [name, value] of pageHeaders) {
        expect(response).toContain(`${name}: ${value.toLowerCase()}`);
      }
      expect(response).not.toMatch(/^(?:set-cookie|access-control|server|x-powered-by):/mu);
    }
    expect(Object.fromEntries(pageHeaders)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/u,
      ) as string,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      connection: 'close',
    });
  });

  it.each([
    ['a partial header', 'GET /auth/callback HTTP/1.1\r\nHost: 127.0.', [undefined]],
    ['no HTTP at all', '\x16\x03\x01\x00\xa5\x01\x00', [undefined]],
    ['a megabyte of header', `GET / HTTP/1.1\r\nX-Long: ${'a'.repeat(1_000_000)}\r\n\r\n`, [undefined]],
    ['a megabyte of address', `GET /${'a'.repeat(1_000_000)} HTTP/1.1\r\n\r\n`, [undefined]],
    ['no host', 'GET /success HTTP/1.1\r\n\r\n', [400, 421]],
    ['no host in an old protocol', 'GET /success HTTP/1.0\r\n\r\n', [421]],
    ['two hosts', 'GET /success HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n\r\n', [421, 400]],
    ['a rebound host', 'GET /success HTTP/1.1\r\nHost: rebind.example:PORT\r\n\r\n', [421]],
    [
      'two slashes',
      'GET //evil.example/auth/callback?code=x&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n',
      [400],
    ],
    [
      'the absolute form',
      'GET http://127.0.0.1:PORT/auth/callback?code=x&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n',
      [400],
    ],
    [
      'a zero byte in the path',
      'GET /auth/callback%00?code=x&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n',
      [404],
    ],
    ['text that is no text', 'GET /auth/callback?code=%zz&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n', [400]],
    ['two codes', 'GET /auth/callback?code=a&code=b&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n', [400]],
    [
      'a form',
      'POST /auth/callback?code=x&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\n\r\n',
      [405],
    ],
    ['a tunnel', 'CONNECT 127.0.0.1:PORT HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n', [undefined, 405]],
    [
      'an upgrade',
      'GET /x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      [404],
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      [undefined, 405],
    ],
    ['a bare line feed', 'GET /success HTTP/1.1\nHost: 127.0.0.1:PORT\n\n', [undefined, 200]],
  ])('is not disturbed by %s (T-HTTP-1)', async (_name, text, statuses) => {
    const { port, state, codes } = await createHarness();
    const raw = text.replaceAll('PORT', String(port)).replaceAll('STATE', state);
    // Only for silence a time has to be up: an answer may be late on a busy machine.
    const limitMs = statuses.every((status) => status !== undefined) ? 10_000 : 150;
    expect(statuses).toContain(statusOf(await sendRaw(port, raw, { limitMs })));
    expect(codes).toEqual([]);
    expect(statusOf(await get(port, `/auth/callback?code=right&state=${state}`))).toBe(303);
    expect(codes).toEqual(['right']);
  });

  it.each([
    ['a few long ones', 6, 3500],
    ['as many as a browser keeps', 180, 4070],
  ])('answers a browser with the cookies of other servers of this machine: %s', async (_name, count, length) => {
    const { port, state, codes } = await createHarness();
    const cookies = Array.from({ length: count }, (_, at) => `session${String(at)}=${'c'.repeat(length)}`).join('; ');
    expect(statusOf(await get(port, `/auth/callback?code=right&state=${state}`, [`Cookie: ${cookies}`]))).toBe(303);
    expect([codes, statusOf(await get(port, '/success', [`Cookie: ${cookies}`]))]).toEqual([['right'], 200]);
  });

  it('gives no word to a sender that is not a browser of this machine', async () => {
    const { port } = await createHarness();
    const response = await sendRaw(port, 'GET /success HTTP/1.1\r\nHost: rebind.example\r\n\r\n');
    expect(bodyOf(response).replace(/[0\r\n]/gu, '')).toBe('');
  });

  it('answers the first of two pipelined requests and closes', async () => {
    const { port, codes, state } = await createHarness();
    const one = `GET /success HTTP/1.1\r\nHost: 127.0.0.1:${String(port)}\r\n\r\n`;
    const response = await sendRaw(port, one + one);
    expect(response.match(/HTTP\/1\.1 /gu)).toHaveLength(1);
    await get(port, `/auth/callback?code=right&state=${state}`);
    expect(codes).toEqual(['right']);
  });

  it('lets the right request through a flood of wrong ones (T-PORT-4)', async () => {
    const { port, state, codes } = await createHarness();
    const statuses: (number | undefined)[] = [];
    for (let round = 0; round < 10; round += 1) {
      const wrong = Array.from({ length: 10 }, () => get(port, '/auth/callback?code=x&state=wrong'));
      statuses.push(...(await Promise.all(wrong)).map(statusOf));
    }
    expect(statuses.filter((status) => status === 400)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(70);
    expect(statusOf(await get(port, `/auth/callback?code=right&state=${state}`))).toBe(303);
    expect([codes, statusOf(await get(port, '/success'))]).toEqual([['right'], 200]);
  });

  it('is closed at once, whoever still holds a connection', async () => {
    const { port, listener } = await createHarness();
    const idle = sendRaw(port, 'GET /success HTT', { limitMs: 2000 });
    await get(port, '/success');
    const startMs = performance.now();
    await listener.close();
    expect(performance.now() - startMs).toBeLessThan(100);
    expect(await idle).toBe('');
  });

  it('shows nothing but its fixed pages, whatever is asked (T-XSS-1, T-OPEN-1)', async () => {
    const { port, state } = await createHarness();
    const bodies = new Set(['', ...Object.values(pages)]);
    const part = fc.oneof(
      anyText({ maxLength: 20 }),
      fc.constantFrom('error=<script>alert(1)</script>', 'next=//evil.example', `state=${state}x`, 'code=%3Cimg%3E'),
    );
    const target = fc.tuple(
      fc.constantFrom('/', '/auth/callback', '/success', '/failed', '/<b>'),
      fc.array(part, { maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(target, async ([path, query]) => {
        const response = await get(
          port,
          encodeURI(query.length === 0 ? path : `${path}?${query.join('&')}`).slice(0, 4000),
        );
        const body = Buffer.from(bodyOf(response), 'latin1')
          .toString('utf8')
          .replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$|^0\r\n\r\n$/gu, '');
        expect(bodies.has(body)).toBe(true);
        expect(response).not.toMatch(/^location:/imu);
      }),
      runs(12),
    );
  });
});

describe('the pages', () => {
  it('are complete, without a script, an outside resource or an address', () => {
    for (const page of Object.values(pages)) {
      expect(page).toMatch(/^<!doctype html>\n<html lang="en">/u);
      expect(page).not.toMatch(/<script|<link|<img|<form|\b(?:src|href|action)=|url\(|@import|https?:/iu);
    }
    expect(new Set(Object.values(pages)).size).toBe(names.length);
  });

  it('escape their words', () => {
    const hostile = `<img src=x onerror="alert('1')">&`;
    const { one } = renderCallbackPages({
      pages: { one: { title: hostile, text: hostile, tone: 'bad' } },
      footer: hostile,
      language: '"><script>',
    });
    expect(one).not.toContain('<img');
    expect(one).not.toContain('<script');
    expect(one.split('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;')).toHaveLength(5);
  });
});
