import { expect, it } from 'vitest';
import { HttpFailure } from '../../../src/errors/httpFailure.ts';
import { sendShortRequest } from '../../../src/network/shortRequest.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { createFakeHttp } from '../../support/fakeHttp.ts';
import { never } from '../providers/probeScene.ts';

const url = 'https://models.acme.example/v1/models';

it('ends a request after ten seconds, as one that may have arrived', async () => {
  const clock = createFakeClock();
  const http = createFakeHttp({ '/v1/models': never });
  const failed = sendShortRequest((signal) => ({ method: 'GET', url, signal }), { http, clock }).catch(
    (failure: unknown) => failure,
  );
  await clock.advance(9999);
  expect(clock.waiting).toBe(1);
  await clock.advance(1);
  const failure = await failed;
  expect(failure).toBeInstanceOf(HttpFailure);
  expect(failure).toMatchObject({
    reason: 'tooSlow',
    delivery: 'uncertain',
    sentence: { messageId: 'network.tooSlow', args: { host: 'models.acme.example', seconds: '10' } },
  });
});

it('ends it with its owner, for the owner’s reason, and waits for no time then', async () => {
  const clock = createFakeClock();
  const http = createFakeHttp({ '/v1/models': never });
  const owner = new AbortController();
  const ports = { http, clock, signal: owner.signal };
  const failed = sendShortRequest((signal) => ({ method: 'GET', url, signal }), ports).catch(
    (failure: unknown) => failure,
  );
  const reason = new TypeError('left');
  owner.abort(reason);
  expect(await failed).toBe(reason);
  expect(clock.waiting).toBe(0);
});
