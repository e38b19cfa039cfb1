import * as z from 'zod/mini';
import { AuthError } from '../util/authError.ts';
import { Secret } from '../util/secret.ts';
import { say } from '../util/sentence.ts';
import { jsonType, successJson, type HttpAnswer, type HttpRequest } from './http.ts';
import type { Issuer } from './issuer.ts';
import { findNetworkRefusal } from './tokenEndpoint.ts';

/** What the person types, and how often we may ask. Source: codex-protocol.md 2. */
export interface DeviceCode {
  readonly deviceAuthId: Secret;
  readonly userCode: string;
  readonly intervalSeconds: number;
}

/** What one poll said. */
export type DevicePoll =
  | { readonly kind: 'pending' }
  /** `retryAfterMs`: how long the server wants to be left alone, when it says so. */
  | { readonly kind: 'slowDown'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'approved'; readonly code: Secret; readonly verifier: Secret };

/** 15 minutes, as the CLI waits. */
export const deviceCodeLifetimeMs = 15 * 60 * 1000;

const shortestIntervalSeconds = 1;
const longestIntervalSeconds = 60;
const usualIntervalSeconds = 5;

const codeAnswer = z.object({
  device_auth_id: z.string().check(z.minLength(1)),
  user_code: z.optional(z.string()),
  usercode: z.optional(z.string()),
  interval: z.catch(z.optional(z.union([z.string(), z.number()])), undefined),
});

/** What a person can type and read aloud; also what is fit to be shown unescaped. */
const userCodeShape = /^[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){0,3}$/iu;

const approvedAnswer = z.object({ authorization_code: z.string(), code_verifier: z.string() });

export function buildDeviceCodeRequest(issuer: Issuer, signal: AbortSignal): HttpRequest {
  return {
    method: 'POST',
    url: issuer.userCodeUrl,
    headers: { 'content-type': jsonType },
    body: JSON.stringify({ client_id: issuer.clientId }),
    signal,
  };
}

/**
 * @throws AuthError `chooseAnotherMethod` when the server has no device codes, `checkNetwork` when this machine's network
 * is in the way, `tryAgain` for anything else.
 */
export function parseDeviceCode(answer: HttpAnswer): DeviceCode {
  if (answer.status === 404) {
    throw new AuthError('chooseAnotherMethod', say('deviceCode.notEnabled', {}));
  }
  const refusal = findNetworkRefusal(answer);
  if (refusal !== undefined) {
    throw refusal;
  }
  const parsed = codeAnswer.safeParse(successJson(answer));
  const userCode = parsed.success ? (parsed.data.user_code ?? parsed.data.usercode) : undefined;
  if (!parsed.success || userCode === undefined || !userCodeShape.test(userCode)) {
    throw new AuthError('tryAgain', say('deviceCode.noCode', { status: String(answer.status) }));
  }
  return {
    deviceAuthId: new Secret(parsed.data.device_auth_id),
    userCode,
    intervalSeconds: readInterval(parsed.data.interval),
  };
}

export function buildDevicePollRequest(issuer: Issuer, code: DeviceCode, signal: AbortSignal): HttpRequest {
  return {
    method: 'POST',
    url: issuer.deviceTokenUrl,
    headers: { 'content-type': jsonType },
    body: JSON.stringify({ device_auth_id: code.deviceAuthId.reveal(), user_code: code.userCode }),
    signal,
  };
}

/**
 * 403 and 404 mean "not yet": this is not RFC 8628, whose `slow_down` is understood all the same.
 * @throws AuthError `askAdmin` when the request was denied for good, `checkNetwork` when it was not the server's answer
 */
export function parseDevicePoll(answer: HttpAnswer): DevicePoll {
  if (answer.status === 403 || answer.status === 404) {
    return { kind: 'pending' };
  }
  if (answer.status === 429 || answer.status >= 500) {
    return { kind: 'slowDown', retryAfterMs: answer.retryAfterMs };
  }
  const parsed = approvedAnswer.safeParse(successJson(answer));
  if (!parsed.success && answer.status < 400) {
    // Somebody in between answered, which says nothing about the code.
    throw new AuthError('checkNetwork', say('token.notAnAnswer', { status: String(answer.status) }));
  }
  if (!parsed.success) {
    throw new AuthError('askAdmin', say('deviceCode.refused', { status: String(answer.status) }));
  }
  return {
    kind: 'approved',
    code: new Secret(parsed.data.authorization_code),
    verifier: new Secret(parsed.data.code_verifier),
  };
}

function readInterval(value: string | number | undefined): number {
  const seconds = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(seconds)
    ? Math.min(Math.max(seconds, shortestIntervalSeconds), longestIntervalSeconds)
    : usualIntervalSeconds;
}
