import {
  buildDeviceCodeRequest,
  buildDevicePollRequest,
  findEndMs,
  parseDeviceCode,
  parseDevicePoll,
  type DeviceCode,
  type DevicePoll,
} from '../../protocol/oauth/deviceCode.ts';
import { type HttpAnswer, type HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { parseTokens, requestTokens } from '../../protocol/oauth/tokenEndpoint.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { AuthError } from '../../errors/authError.ts';
import { HttpFailure } from '../../errors/httpFailure.ts';
import { rfc3339, type Clock } from '../../base/clock.ts';
import { buildSentence } from '../../errors/sentence.ts';

/** What asks for a code and then for its tokens. */
export interface DeviceCodePorts {
  readonly http: HttpClient;
  readonly clock: Clock;
}

/** What the person types, where, and until when. */
export interface WaitingForCode {
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly expiresAtMs: number;
}

/** One attempt; `onWaiting` gets the code to show. */
export interface DeviceCodeSignIn {
  readonly issuer: Issuer;
  readonly onWaiting: (waiting: WaitingForCode) => void;
  readonly signal: AbortSignal;
}

/** RFC 8628 3.5: after `slow_down` the interval grows by five seconds, for good. */
const slowDownSeconds = 5;

/**
 * One sign-in with a code typed on any device (docs/codex-protocol.md, Device code). Polls like the CLI; unlike it, a
 * network error in between is not the end.
 * @throws AuthError; `Cancelled` when the person ended it
 */
export async function runDeviceCodeSignIn(ports: DeviceCodePorts, request: DeviceCodeSignIn): Promise<TokenSet> {
  const { issuer, signal } = request;
  const code = parseDeviceCode(await ports.http.send(buildDeviceCodeRequest(issuer, signal)));
  const expiresAtMs = findEndMs(code, ports.clock.nowMs());
  request.onWaiting({ userCode: code.userCode, verificationUrl: issuer.deviceVerificationUrl, expiresAtMs });
  const approved = await pollUntilApproved(ports, request, { code, expiresAtMs });
  const exchange = { issuer, code: approved.code, redirectUri: issuer.deviceRedirectUrl, verifier: approved.verifier };
  return parseTokens(await requestTokens(ports.http, exchange, signal), issuer, rfc3339(ports.clock.nowMs()));
}

async function pollUntilApproved(
  ports: DeviceCodePorts,
  { issuer, signal }: DeviceCodeSignIn,
  { code, expiresAtMs }: { readonly code: DeviceCode; readonly expiresAtMs: number },
): Promise<Extract<DevicePoll, { kind: 'approved' }>> {
  let { intervalSeconds } = code;
  while (ports.clock.nowMs() < expiresAtMs) {
    const poll = await pollOnce(ports.http, issuer, { code, signal });
    if (poll.kind === 'approved') {
      return poll;
    }
    if (poll.kind === 'slowDown') {
      intervalSeconds += slowDownSeconds;
    }
    const wantedMs = poll.kind === 'slowDown' ? (poll.retryAfterMs ?? 0) : 0;
    const leftMs = expiresAtMs - ports.clock.nowMs();
    await ports.clock.delay(Math.max(Math.min(Math.max(intervalSeconds * 1000, wantedMs), leftMs), 0), signal);
  }
  throw new AuthError('tryAgain', buildSentence('deviceCode.expired', {}), { reason: 'deviceCode' });
}

async function pollOnce(
  http: HttpClient,
  issuer: Issuer,
  { code, signal }: { readonly code: DeviceCode; readonly signal: AbortSignal },
): Promise<DevicePoll> {
  let answer: HttpAnswer;
  try {
    answer = await http.send(buildDevicePollRequest(issuer, code, signal));
  } catch (failure) {
    // Where no answer came nobody has said anything about the code.
    if (failure instanceof HttpFailure && !failure.isForeignAnswer) {
      return { kind: 'pending' };
    }
    throw failure;
  }
  return parseDevicePoll(answer);
}
