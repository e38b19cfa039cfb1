import { describe, expect, it } from 'vitest';
import { findUsageBearer, UsageReader } from '../../../../src/billing/usage/usageReader.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { createFakeClock, notEnded } from '../../../support/fakeClock.ts';
import { answer, createFakeHttp, offline, refusal, type Reply } from '../../../support/fakeHttp.ts';
import { createAccount, createCredential } from '../../../support/records.ts';

const account = createAccount();
const path = '/backend-api/wham/usage';

function ask(reply: Reply, signal = notEnded) {
  const http = createFakeHttp({ [path]: reply });
  const reader = new UsageReader({ http, clock: createFakeClock(), issuer: buildIssuer });
  return reader.ask(account, new Secret('token'), signal);
}

describe('who can be asked about', () => {
  it.each([
    ['chatgpt', true],
    ['accessToken', true],
    ['apiKey', false],
    ['azure', false],
    ['bedrock', false],
    ['local', false],
    ['custom', false],
  ] as const)('%s: %s', (kind, hasUsage) => {
    expect(findUsageBearer(createAccount({ credential: createCredential(kind) })) !== undefined).toBe(hasUsage);
  });

  it('is no agent identity, which signs each request', () => {
    const credential = { kind: 'accessToken', shape: 'agentIdentity', token: new Secret('x') } as const;
    expect(findUsageBearer(createAccount({ credential }))).toBeUndefined();
  });
});

describe('a question about usage', () => {
  it('has the usage of the answer', async () => {
    expect(await ask(answer(200, { plan_type: 'plus' }))).toMatchObject({ kind: 'told', usage: { plan: 'plus' } });
  });

  it('passes on how long the service wants to be left alone', async () => {
    expect(await ask(answer(429, {}, { retryAfterMs: 90_000 }))).toMatchObject({
      kind: 'notTold',
      retryAfterMs: 90_000,
    });
  });

  it('has no answer in a refusal, of which it says what stood in the way, nor offline', async () => {
    expect(await ask(refusal(403, 'missing_codex_entitlement'))).toMatchObject({
      kind: 'notTold',
      sentence: { messageId: 'server.codexOff' },
    });
    expect(await ask(offline())).toMatchObject({ kind: 'notTold', sentence: { messageId: 'network.offline' } });
  });

  it('ends with its signal', async () => {
    const ends = new AbortController();
    ends.abort(new Cancelled());
    await expect(ask(offline(), ends.signal)).rejects.toBeInstanceOf(Cancelled);
  });
});
