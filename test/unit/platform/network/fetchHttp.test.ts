import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FetchHttp } from '../../../../src/platform/network/fetchHttp.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { findFreePort } from '../../../support/sockets.ts';
import { randomText } from '../../../support/tokens.ts';

interface Received {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function serve(answer: (response: ServerResponse, received: Received) => void) {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      const one = { method: request.method ?? '', headers: request.headers, body };
      received.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/x`, received };
}

const http = new FetchHttp({ userAgent: 'codex_accounts/1.0 (test)' });

describe('a request', () => {
  it('brings its headers, its body and our honest name, and the whole answer back', async () => {
    const { url, received } = await serve((response) => {
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"a":"é"}');
    });
    const answer = await http.send({ method: 'POST', url, headers: { originator: 'codex_accounts' }, body: 'a=1' });
    expect(answer).toMatchObject({
      status: 201,
      contentType: 'application/json',
      retryAfterMs: undefined,
      text: '{"a":"é"}',
    });
    expect(received[0]).toMatchObject({
      method: 'POST',
      body: 'a=1',
      headers: { 'user-agent': 'codex_accounts/1.0 (test)', originator: 'codex_accounts' },
    });
  });

  it.each([301, 302, 303, 307, 308])(
    'is not sent on by HTTP %i: the body stays where it was meant for (T-NET-1)',
    async (status) => {
      const elsewhere = await serve((response) => response.end('{}'));
      const { url } = await serve((response) => response.writeHead(status, { location: elsewhere.url }).end());
      await expect(http.send({ method: 'POST', url, body: randomText() })).rejects.toMatchObject({
        code: 'checkNetwork',
        sentence: { messageId: 'network.redirected', args: { host: new URL(url).host } },
        delivery: 'notSent',
        isForeignAnswer: true,
      });
      expect(elsewhere.received).toEqual([]);
    },
  );

  it('is given up when the answer is more than a megabyte (T-NET-2)', async () => {
    const { url } = await serve((response) => response.end(Buffer.alloc(2 * 1024 * 1024, 97)));
    await expect(http.send({ method: 'GET', url })).rejects.toMatchObject({
      sentence: { messageId: 'network.tooMuch' },
      delivery: 'uncertain',
      isForeignAnswer: true,
    });
  });

  it('takes exactly a megabyte', async () => {
    const { url } = await serve((response) => response.end(Buffer.alloc(1024 * 1024, 97)));
    expect((await http.send({ method: 'GET', url })).text.length).toBe(1024 * 1024);
  });

  it('is given up after 30 s, also in the middle of an answer', async () => {
    const limits: number[] = [];
    const ends: AbortController[] = [];
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const end = new AbortController();
      limits.push(ms);
      ends.push(end);
      return end.signal;
    });
    const { url } = await serve((response) => {
      response.write('{');
      ends.at(-1)?.abort(new DOMException('late', 'TimeoutError'));
    });
    await expect(http.send({ method: 'GET', url })).rejects.toMatchObject({
      code: 'checkNetwork',
      sentence: { messageId: 'network.tooSlow' },
      delivery: 'uncertain',
      isForeignAnswer: false,
    });
    expect(limits).toEqual([30_000]);
  });

  it('ends with the reason of the person who ended it', async () => {
    const controller = new AbortController();
    const { url } = await serve(() => {
      controller.abort(new Cancelled());
    });
    await expect(http.send({ method: 'GET', url, signal: controller.signal })).rejects.toBeInstanceOf(Cancelled);
    await expect(http.send({ method: 'GET', url, signal: controller.signal })).rejects.toBeInstanceOf(Cancelled);
  });

  it('says which host could not be reached, and nothing that was sent', async () => {
    const port = await findFreePort();
    const secret = randomText();
    const failure: unknown = await http
      .send({ method: 'POST', url: `http://127.0.0.1:${String(port)}/`, body: secret })
      .catch((reason: unknown) => reason);
    expect(failure).toMatchObject({
      code: 'checkNetwork',
      sentence: { messageId: 'network.offline', args: { host: `127.0.0.1:${String(port)}` } },
    });
    expect(JSON.stringify(failure) + String(failure)).not.toContain(secret);
  });

  it.each([
    ['5', 5000],
    ['0', 0],
    [' 7 ', 7000],
    ['86400', 3_600_000],
    ['-1', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('reads Retry-After %j as %s ms', async (value, ms) => {
    const { url } = await serve((response) => response.writeHead(429, { 'retry-after': value }).end());
    expect((await http.send({ method: 'GET', url })).retryAfterMs).toBe(ms);
  });

  it('reads Retry-After as a date too', async () => {
    const { url } = await serve((response) =>
      response.writeHead(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }).end(),
    );
    const { retryAfterMs } = await http.send({ method: 'GET', url });
    expect(Math.abs((retryAfterMs ?? 0) - 60_000)).toBeLessThan(2000);
  });

  it.each([
    [{ 'x-request-id': 'req_12345678', 'cf-ray': 'a017c86b1fe9602b-ATL' }, 'req_12345678'],
    [{ 'cf-ray': 'a017c86b1fe9602b-ATL' }, 'a017c86b1fe9602b-ATL'],
    [{ 'x-request-id': 'see <b>', 'x-oai-request-id': '572c4a16-275a-4be4-9b9f' }, '572c4a16-275a-4be4-9b9f'],
    [{ 'x-request-id': 'sk-proj-123456789012' }, undefined],
    [{ 'x-request-id': 'x'.repeat(81) }, undefined],
    [{}, undefined],
  ])('reads by what the service finds a request again, and nothing that could be a secret: %j', async (headers, id) => {
    const { url } = await serve((response) => response.writeHead(403, headers).end());
    expect((await http.send({ method: 'GET', url })).requestId).toBe(id);
  });

  it('reads the backend’s word for a refusal out of its header', async () => {
    const { url } = await serve((response) =>
      response.writeHead(403, { 'x-openai-authorization-error': 'invalid_workspace_selected' }).end('<html>'),
    );
    expect((await http.send({ method: 'GET', url })).authorizationError).toBe('invalid_workspace_selected');
  });

  it.each([
    ['Sat, 21 Nov 2026 04:00:00 GMT', Date.UTC(2026, 10, 21, 4)],
    ['yesterday', undefined],
  ])('reads by the clock of the server when it answered: %s', async (date, ms) => {
    const { url } = await serve((response) => response.writeHead(200, { date }).end());
    expect((await http.send({ method: 'GET', url })).servedAtMs).toBe(ms);
  });

  it('goes through the fetch that stands there at the moment it is sent', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(url);
      return Promise.resolve(new Response('{}', { status: 200 }));
    });
    await http.send({ method: 'GET', url: 'https://auth.openai.com/x' });
    expect(asked).toEqual(['https://auth.openai.com/x']);
  });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'network.untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'network.untrusted'],
    ['CERT_HAS_EXPIRED', 'network.clock'],
    ['ENOTFOUND', 'network.offline'],
    ['ECONNREFUSED', 'network.offline'],
  ])('that fails with %s is: %s', async (code, messageId) => {
    vi.stubGlobal('fetch', () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) })),
    );
    await expect(http.send({ method: 'GET', url: 'https://auth.openai.com/x' })).rejects.toMatchObject({
      sentence: { messageId },
    });
  });

  it('says that the proxy asks for a sign-in of its own', async () => {
    const cause = Object.assign(new Error('Proxy response (407) !== 200 when HTTP Tunneling'), {
      code: 'UND_ERR_ABORTED',
    });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed', { cause })));
    await expect(http.send({ method: 'GET', url: 'https://auth.openai.com/x' })).rejects.toMatchObject({
      sentence: { messageId: 'network.proxySignIn' },
    });
  });
});
