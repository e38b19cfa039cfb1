import { describe, expect, it } from 'vitest';
import { pasteOfferAfterMs } from '../../../../src/accounts/signIn/browserSignIn.ts';
import type { CallbackReach } from '../../../../src/window/callbackReach.ts';
import { AuthError, Cancelled } from '../../../../src/errors/authError.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createFakeClock, settle, waitUntil } from '../../../support/fakeClock.ts';
import { answer, createFakeHttp } from '../../../support/fakeHttp.ts';
import { createFakeBrowser, createFakeListener } from '../../../support/fakePorts.ts';
import { mintTokenAnswer } from '../../../support/tokens.ts';
import { receiveBrowserTokens } from '../../../../src/accounts/signIn/browserSignIn.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { isPending, openAttempt, type OpenedAttempt } from './browserScene.ts';

const addressOf = ({ state }: OpenedAttempt, query = 'code=c1'): Secret =>
  new Secret(`http://127.0.0.1:1455/auth/callback?${query}&state=${state}`);

const offers = ({ waiting }: OpenedAttempt): readonly boolean[] => waiting.map(({ isPasteOffered }) => isPasteOffered);

function doorOf({ waiting }: OpenedAttempt) {
  const door = waiting.at(-1)?.paste;
  if (door === undefined) {
    throw new TypeError('No browser sign-in is open.');
  }
  return door;
}

describe('the address of the page that the browser could not show', () => {
  it('is offered to be pasted after 20 seconds without an answer, not before', async () => {
    const attempt = await openAttempt();
    await attempt.clock.advance(pasteOfferAfterMs - 1);
    expect([pasteOfferAfterMs, offers(attempt)]).toEqual([20_000, [false]]);
    await attempt.clock.advance(1);
    expect(offers(attempt)).toEqual([false, true]);
    expect(await isPending(attempt)).toBe(true);
  });

  it('is offered at once where no browser is known to reach us', async () => {
    const attempt = await openAttempt({ reach: 'elsewhere' });
    await attempt.clock.advance(pasteOfferAfterMs);
    expect([offers(attempt), attempt.waiting[0]?.reach]).toEqual([[true], 'elsewhere']);
  });

  it('is not offered once the browser has answered', async () => {
    const keeping = Promise.withResolvers<'kept'>();
    const attempt = await openAttempt();
    attempt.store.keep = () => keeping.promise;
    const reply = attempt.come(`code=c1&state=${attempt.state}`);
    await settle();
    await attempt.clock.advance(pasteOfferAfterMs);
    keeping.resolve('kept');
    await attempt.follow(await reply);
    expect([await attempt.ended, offers(attempt), attempt.clock.waiting]).toEqual(['signed in', [false], 0]);
  });

  it('signs in as the browser itself would, and no browser is waited for', async () => {
    const attempt = await openAttempt();
    const door = doorOf(attempt);
    expect(door.validate(addressOf(attempt))).toBeUndefined();
    door.submit(addressOf(attempt));
    expect([await attempt.ended, attempt.kept.length, attempt.listener.isOpen, attempt.clock.waiting]).toEqual([
      'signed in',
      1,
      false,
      0,
    ]);
    const body = new URLSearchParams(attempt.http.sent[0]?.body);
    expect([body.get('code'), body.get('redirect_uri')]).toEqual(['c1', attempt.link.searchParams.get('redirect_uri')]);
    expect(body.get('code_verifier')).toMatch(/^[\w-]{43,}$/u);
  });

  it('asks for confirmation in VS Code as the browser would', async () => {
    const attempt = await openAttempt();
    attempt.store.keep = () => Promise.resolve('mustConfirm');
    doorOf(attempt).submit(addressOf(attempt));
    expect(await attempt.ended).toBe('signed in');
  });

  it.each([
    [
      'is of another sign-in',
      (attempt: OpenedAttempt) => new Secret(addressOf({ ...attempt, state: 'other' }).reveal()),
      'earlierSignIn',
    ],
    ['is a no', (attempt: OpenedAttempt) => addressOf(attempt, 'error=access_denied'), 'declined'],
    ['is only the code', () => new Secret('c1'), 'codeOnly'],
  ])('changes nothing when it %s: the sign-in stays open', async (_name, build, problem) => {
    const attempt = await openAttempt();
    const door = doorOf(attempt);
    const address = build(attempt);
    expect(door.validate(address)).toBe(problem);
    door.submit(address);
    expect([await isPending(attempt), attempt.http.sent.length]).toEqual([true, 0]);
    door.submit(addressOf(attempt));
    expect(await attempt.ended).toBe('signed in');
  });

  it('is taken once: neither a second one nor the browser spends the code again', async () => {
    const keeping = Promise.withResolvers<'kept'>();
    const attempt = await openAttempt();
    attempt.store.keep = () => keeping.promise;
    const door = doorOf(attempt);
    door.submit(addressOf(attempt));
    door.submit(addressOf(attempt, 'code=c2'));
    const coming = attempt.come(`code=c3&state=${attempt.state}`);
    keeping.resolve('kept');
    expect(await attempt.follow(await coming)).toBe('200 success');
    expect([await attempt.ended, attempt.http.sent.length]).toEqual(['signed in', 1]);
  });

  it.each([
    ['the service refuses the code', answer(400, { error: 'invalid_grant' }), undefined, 'token.refused'],
    [
      'it cannot be kept',
      answer(200, mintTokenAnswer()),
      new AuthError('tryAgain', buildSentence('vault.notReadBack', {})),
      'vault.notReadBack',
    ],
  ])('says what went wrong when %s', async (_name, token, failure, said) => {
    const attempt = await openAttempt({ token });
    if (failure !== undefined) {
      attempt.store.keep = () => Promise.reject(failure);
    }
    doorOf(attempt).submit(addressOf(attempt));
    expect([await attempt.ended, attempt.listener.isOpen]).toEqual([said, false]);
  });

  it('does nothing after the sign-in is over', async () => {
    const attempt = await openAttempt();
    attempt.controller.abort(new Cancelled());
    expect(await attempt.ended).toBe('cancelled');
    doorOf(attempt).submit(addressOf(attempt));
    await settle();
    expect(attempt.http.sent).toEqual([]);
  });
});

describe('a VS Code that does not say whether the browser reaches us', () => {
  function begin(reach: Promise<CallbackReach>) {
    const ports = {
      http: createFakeHttp({}),
      clock: createFakeClock(),
      browser: createFakeBrowser(),
      listener: createFakeListener(),
    };
    ports.browser.reach = reach;
    const controller = new AbortController();
    const offered: boolean[] = [];
    const outcome = receiveBrowserTokens(ports, {
      issuer: buildIssuer(),
      allowedWorkspaceIds: [],
      onWaiting: ({ isPasteOffered }) => offered.push(isPasteOffered),
      signal: controller.signal,
    });
    outcome.catch(() => undefined);
    return { ...ports, controller, offered, outcome };
  }

  it('is waited for five seconds, then the page opens with the paste offered', async () => {
    const attempt = begin(new Promise(() => undefined));
    await waitUntil(() => attempt.listener.isOpen);
    await attempt.clock.advance(4999);
    expect(attempt.browser.opened).toEqual([]);
    await attempt.clock.advance(1);
    expect([attempt.browser.opened.length, attempt.offered]).toEqual([1, [true]]);
    attempt.controller.abort(new Cancelled());
    await expect(attempt.outcome).rejects.toBeInstanceOf(Cancelled);
    expect(attempt.clock.waiting).toBe(0);
  });

  it('keeps nobody from cancelling', async () => {
    const attempt = begin(new Promise(() => undefined));
    await waitUntil(() => attempt.listener.isOpen);
    await settle();
    attempt.controller.abort(new Cancelled());
    await expect(attempt.outcome).rejects.toBeInstanceOf(Cancelled);
    expect([attempt.browser.opened, attempt.listener.isOpen]).toEqual([[], false]);
  });
});
