import { describe, expect, it } from 'vitest';
import type { CallbackReply } from '../../../../src/accounts/signIn/ports.ts';
import { browserLimitMs, receiveBrowserTokens } from '../../../../src/accounts/signIn/browserSignIn.ts';
import { listHolders } from '../../../../src/accounts/signIn/callbackPortsTaken.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { computeChallenge } from '../../../../src/protocol/oauth/pkce.ts';
import { AuthError, Cancelled } from '../../../../src/errors/authError.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createFakeClock, settle, waitUntil } from '../../../support/fakeClock.ts';
import { answer, createFakeHttp, offline } from '../../../support/fakeHttp.ts';
import { createFakeBrowser, createFakeListener } from '../../../support/fakePorts.ts';
import { mintIdToken, mintTokenAnswer } from '../../../support/tokens.ts';
import { isPending, openAttempt } from './browserScene.ts';

describe('a sign-in in the browser', () => {
  it('opens the authorize page, takes the code, keeps the tokens and then says so', async () => {
    const attempt = await openAttempt();
    expect(attempt.waiting[0]).toMatchObject({ port: 1455, deadlineMs: attempt.clock.nowMs() + browserLimitMs });
    expect(attempt.waiting[0]?.link.reveal()).toBe(attempt.browser.opened[0]);
    const shown = await attempt.follow(await attempt.come(`code=c1&state=${attempt.state}`));
    expect([shown, await attempt.ended]).toEqual(['200 success', 'signed in']);
    const body = new URLSearchParams(attempt.http.sent[0]?.body);
    expect(await computeChallenge(body.get('code_verifier') ?? '')).toBe(
      attempt.link.searchParams.get('code_challenge'),
    );
    expect([body.get('code'), body.get('redirect_uri')]).toEqual(['c1', attempt.link.searchParams.get('redirect_uri')]);
    expect([attempt.kept.length, attempt.listener.isOpen, attempt.clock.waiting]).toEqual([1, false, 0]);
  });

  it('shows "signed in" only after the tokens are kept', async () => {
    const attempt = await openAttempt();
    const keeping = Promise.withResolvers<'kept'>();
    attempt.store.keep = () => keeping.promise;
    let reply: CallbackReply | undefined;
    const coming = attempt.come(`code=c1&state=${attempt.state}`).then((one) => {
      reply = one;
    });
    await settle();
    expect([reply, await attempt.follow(await attempt.listener.get('/success'))]).toEqual([undefined, '404 notFound']);
    keeping.resolve('kept');
    await coming;
    expect(reply).toEqual({ kind: 'seeOther', path: '/success' });
    await attempt.follow(reply ?? { kind: 'seeOther', path: '' });
    expect(await attempt.ended).toBe('signed in');
  });

  it('says "not stored" where keeping failed, and passes the failure on', async () => {
    const attempt = await openAttempt();
    attempt.store.keep = () => Promise.reject(new AuthError('tryAgain', buildSentence('vault.notReadBack', {})));
    expect(await attempt.follow(await attempt.come(`code=c1&state=${attempt.state}`))).toBe('200 notSaved');
    expect(await attempt.ended).toBe('vault.notReadBack');
  });

  it('sends the person back to VS Code where the account must be confirmed', async () => {
    const attempt = await openAttempt();
    attempt.store.keep = () => Promise.resolve('mustConfirm');
    expect(await attempt.follow(await attempt.come(`code=c1&state=${attempt.state}`))).toBe('200 confirm');
    expect(await attempt.ended).toBe('signed in');
  });

  it.each([
    ['error=access_denied', '200 declined', 'server.declined'],
    ['error=access_denied&error_description=missing_codex_entitlement', '200 codexOff', 'server.codexOff'],
    ['error=server_error', '200 serviceDown', 'server.serviceDown'],
    ['scope=x', '200 failed', 'browser.noCode'],
    ['code=c&iss=https://evil.example', '200 failed', 'browser.otherIssuer'],
  ])('ends for %s with the page %s', async (query, shown, ending) => {
    const attempt = await openAttempt();
    expect(await attempt.follow(await attempt.come(`${query}&state=${attempt.state}`))).toBe(shown);
    expect([await attempt.ended, attempt.http.sent.length, attempt.kept.length, attempt.listener.isOpen]).toEqual([
      ending,
      0,
      0,
      false,
    ]);
  });

  it.each([
    ['a spent code', answer(400, { error: 'invalid_grant' }), 'token.refused'],
    ['a server in trouble', answer(502), 'server.serviceDown'],
    [
      'tokens for somebody else',
      answer(200, { ...mintTokenAnswer(), id_token: mintIdToken({ clientId: 'app_other' }) }),
      'token.notForUs',
    ],
    ['no answer', offline(), 'network.offline'],
  ])('keeps nothing with %s and asks once only', async (_name, token, ending) => {
    const attempt = await openAttempt({ token });
    const page = await attempt.follow(await attempt.come(`code=c1&state=${attempt.state}`));
    expect(page).toBe(ending.startsWith('server.') ? `200 ${ending.slice('server.'.length)}` : '200 failed');
    expect([await attempt.ended, attempt.http.sent.length, attempt.kept.length]).toEqual([ending, 1, 0]);
  });

  it('is disturbed by nothing but its own callback (T-CSRF-1, T-CSRF-2)', async () => {
    const attempt = await openAttempt();
    const wrong = [
      'code=evil',
      'code=evil&state=',
      'code=evil&state=wrong',
      `code=a&code=b&state=${attempt.state}`,
      'error=access_denied',
    ];
    for (const query of wrong) {
      const reply = await attempt.come(query);
      expect(reply.kind === 'page' && reply.status).toBe(400);
    }
    for (const path of ['/cancel', '/success', '/failed', '/', '/favicon.ico']) {
      expect(await attempt.follow(await attempt.listener.get(path))).toBe('404 notFound');
    }
    expect(await attempt.follow(await attempt.listener.get('/x', ['Host', 'evil.example']))).toBe('421 refused');
    expect(
      await attempt.follow(
        await attempt.listener.ask({ method: 'POST', target: '/', rawHeaders: ['Host', 'localhost:1455'] }),
      ),
    ).toBe('405 refused');
    expect([await isPending(attempt), attempt.http.sent.length]).toEqual([true, 0]);
    await attempt.follow(await attempt.come(`code=c1&state=${attempt.state}`));
    expect(await attempt.ended).toBe('signed in');
  });

  it('takes one callback only: a second gets no code through, and the page of the first', async () => {
    const attempt = await openAttempt();
    const queries = ['code=c1', 'code=c1', 'code=c2', 'error=access_denied'];
    const replies = await Promise.all(queries.map((query) => attempt.come(`${query}&state=${attempt.state}`)));
    expect(replies).toEqual(queries.map(() => ({ kind: 'seeOther', path: '/success' })));
    for (const reply of replies) {
      expect([await attempt.follow(reply), attempt.listener.isOpen]).toEqual(['200 success', true]);
    }
    expect([await attempt.ended, attempt.http.sent.length, attempt.kept.length]).toEqual(['signed in', 1, 1]);
    expect([attempt.listener.isOpen, attempt.clock.waiting]).toEqual([false, 0]);
  });

  it.each([
    ['error=access_denied', '200 declined', 'server.declined'],
    ['scope=x', '200 failed', 'browser.noCode'],
  ])('shows the page of %s also to a code that comes behind it', async (query, shown, ending) => {
    const attempt = await openAttempt();
    const first = await attempt.come(`${query}&state=${attempt.state}`);
    const second = await attempt.come(`code=c1&state=${attempt.state}`);
    expect([await attempt.follow(first), await attempt.follow(second)]).toEqual([shown, shown]);
    expect([await attempt.ended, attempt.http.sent.length]).toEqual([ending, 0]);
  });

  it('shows the page of a pasted address to a browser that comes after all', async () => {
    const coming = Promise.withResolvers<ReturnType<typeof answer>>();
    const attempt = await openAttempt({ token: () => coming.promise });
    attempt.waiting[0]?.paste.submit(new Secret(`http://127.0.0.1:1455/auth/callback?code=c1&state=${attempt.state}`));
    const reply = attempt.come(`code=c1&state=${attempt.state}`);
    coming.resolve(answer(200, mintTokenAnswer()));
    expect(await attempt.follow(await reply)).toBe('200 success');
    expect([await attempt.ended, attempt.http.sent.length]).toEqual(['signed in', 1]);
  });

  it.each([
    ['Sec-Purpose', 'prefetch'],
    ['Sec-Purpose', 'prefetch;prerender'],
    ['purpose', 'Prefetch'],
    ['X-Moz', 'prefetch'],
  ])('is not moved by what a browser loads ahead (%s: %s)', async (name, value) => {
    const attempt = await openAttempt();
    const query = `code=c1&state=${attempt.state}`;
    expect(
      await attempt.follow(
        await attempt.listener.get(`/auth/callback?${query}`, ['Host', '127.0.0.1:1455', name, value]),
      ),
    ).toBe('403 refused');
    expect([await isPending(attempt), attempt.http.sent.length]).toEqual([true, 0]);
    expect(await attempt.follow(await attempt.come(query))).toBe('200 success');
    expect(await attempt.ended).toBe('signed in');
  });

  it('waits two seconds for a browser that does not come for its page', async () => {
    const attempt = await openAttempt();
    await attempt.come(`code=c1&state=${attempt.state}`);
    await settle();
    expect(attempt.listener.isOpen).toBe(true);
    await attempt.clock.advance(2000);
    expect([await attempt.ended, attempt.listener.isOpen, attempt.clock.waiting]).toEqual(['signed in', false, 0]);
  });

  it('ends after ten minutes, not before', async () => {
    const attempt = await openAttempt();
    await attempt.clock.advance(browserLimitMs - 1);
    expect([await isPending(attempt), attempt.listener.isOpen]).toEqual([true, true]);
    await attempt.clock.advance(1);
    expect([await attempt.ended, attempt.listener.isOpen, attempt.clock.waiting]).toEqual([
      'browser.tooLate',
      false,
      0,
    ]);
  });

  it('does not call a callback late that came in time', async () => {
    const coming = Promise.withResolvers<ReturnType<typeof answer>>();
    const attempt = await openAttempt({ token: () => coming.promise });
    const reply = attempt.come(`code=c1&state=${attempt.state}`);
    await waitUntil(() => attempt.http.sent.length > 0);
    await attempt.clock.advance(browserLimitMs);
    coming.resolve(answer(200, mintTokenAnswer()));
    expect((await reply).kind).toBe('seeOther');
    await attempt.clock.advance(2000);
    expect([await attempt.ended, attempt.kept.length]).toEqual(['signed in', 1]);
  });

  it('does not say "cancelled" of what was stored: a cancel that comes while it is being kept is too late', async () => {
    const attempt = await openAttempt();
    const keeping = Promise.withResolvers<'kept'>();
    let hasBegun = false;
    attempt.store.keep = () => {
      hasBegun = true;
      return keeping.promise;
    };
    const reply = attempt.come(`code=c1&state=${attempt.state}`);
    await waitUntil(() => hasBegun);
    attempt.controller.abort(new Cancelled());
    await settle();
    keeping.resolve('kept');
    expect(await reply).toEqual({ kind: 'seeOther', path: '/success' });
    await attempt.clock.advance(2000);
    expect(await attempt.ended).toBe('signed in');
  });

  it('ends when the person cancels, and listens no longer', async () => {
    const attempt = await openAttempt();
    attempt.controller.abort(new Cancelled());
    expect([await attempt.ended, attempt.listener.isOpen, attempt.clock.waiting]).toEqual(['cancelled', false, 0]);
  });

  it('stays open where no browser can be opened: the link can be copied', async () => {
    const attempt = await openAttempt({ canOpen: false });
    expect([await isPending(attempt), attempt.waiting.length]).toEqual([true, 1]);
    await attempt.follow(await attempt.come(`code=c1&state=${attempt.state}`));
    expect(await attempt.ended).toBe('signed in');
  });

  it.each([
    [{ process: 'codex' }, { process: undefined }, 'browser.portsTaken', { holders: 'codex (1455), 1457' }],
    [
      { process: undefined, isReserved: true },
      { process: 'node' },
      'browser.portsTaken',
      { holders: '1455, node (1457)' },
    ],
    [
      { process: undefined, isReserved: true },
      { process: undefined, isReserved: true },
      'browser.portsReserved',
      { ports: '1455, 1457' },
    ],
  ])(
    'says who has the ports where neither is free, and opens no browser: %o, %o',
    async (first, second, messageId, args) => {
      const listener = createFakeListener();
      listener.taken = [
        { port: 1455, ...first },
        { port: 1457, ...second },
      ];
      const browser = createFakeBrowser();
      const ports = { http: createFakeHttp({}), clock: createFakeClock(), browser, listener };
      const attempt = receiveBrowserTokens(ports, {
        issuer: buildIssuer(),
        allowedWorkspaceIds: [],
        onWaiting: () => undefined,
        signal: new AbortController().signal,
      });
      await expect(attempt).rejects.toMatchObject({ code: 'chooseAnotherMethod', sentence: { messageId, args } });
      expect(browser.opened).toEqual([]);
      expect(listHolders([])).toBe('');
    },
  );
});
