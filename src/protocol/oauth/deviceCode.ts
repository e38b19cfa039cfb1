import * as z from 'zod/mini';
import { AuthError } from '../../errors/authError.ts';
import { Secret } from '../../base/secret.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { parseJson } from '../../base/json.ts';
import { isPage, jsonType, successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import type { Issuer } from './issuer.ts';
import { detailsOf, findErrorCode, findServerAnswer, sparesCredential } from './serverAnswer.ts';
import { findNetworkRefusal } from './tokenEndpoint.ts';

/** What the person types, and how often we may ask. See docs/codex-protocol.md, Device code. */
export interface DeviceCode {
  readonly deviceAuthId: Secret;
  readonly userCode: string;
  readonly intervalSeconds: number;
  /** The end that the service names, by its clock; undefined when it names none. */
  readonly expiresAtMs: number | undefined;
}

/** What one poll said. */
export type DevicePoll =
  | { readonly kind: 'pending' }
  /** `retryAfterMs`: how long the server wants to be left alone, when it says so. */
  | { readonly kind: 'slowDown'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'approved'; readonly code: Secret; readonly verifier: Secret };

/** 15 minutes, as the CLI waits, when the service names no end. */
const usualLifetimeMs = 15 * 60 * 1000;
/** An end beyond this, or one that is past, is not believed: this machine's clock is wrong. */
const longestLifetimeMs = 60 * 60 * 1000;

const shortestIntervalSeconds = 1;
const longestIntervalSeconds = 60;
const usualIntervalSeconds = 5;

const codeAnswer = z.object({
  device_auth_id: z.string().check(z.minLength(1)),
  user_code: z.optional(z.string()),
  usercode: z.optional(z.string()),
  interval: z.catch(z.optional(z.union([z.string(), z.number()])), undefined),
  /** A date in the form of RFC 3339, or the seconds since 1970. */
  expires_at: z.catch(z.optional(z.union([z.string(), z.number()])), undefined),
});

/** What a person can type and read aloud; also what is fit to be shown unescaped. */
const userCodeShape = /^[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){0,3}$/iu;

const approvedAnswer = z.object({ authorization_code: z.string(), code_verifier: z.string() });

/** Asks for a code to show; the answer is read by `parseDeviceCode`. */
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
  if (answer.status === 404 && !isPage(answer)) {
    throw codesAreOff(answer);
  }
  const refusal = findNetworkRefusal(answer);
  if (refusal !== undefined) {
    throw refusal;
  }
  const parsed = codeAnswer.safeParse(successJson(answer));
  const userCode = parsed.success ? (parsed.data.user_code ?? parsed.data.usercode) : undefined;
  if (!parsed.success || userCode === undefined || !userCodeShape.test(userCode)) {
    throw new AuthError('tryAgain', buildSentence('deviceCode.noCode', { status: String(answer.status) }), {
      reason: 'deviceCode',
    });
  }
  return {
    deviceAuthId: new Secret(parsed.data.device_auth_id),
    userCode,
    intervalSeconds: readInterval(parsed.data.interval),
    expiresAtMs: readMoment(parsed.data.expires_at),
  };
}

/** When a code ends that came at `nowMs`. The service says so itself once it is over, whatever is reckoned here. */
export function findEndMs({ expiresAtMs }: DeviceCode, nowMs: number): number {
  const lifetimeMs = (expiresAtMs ?? 0) - nowMs;
  return nowMs + (lifetimeMs > 0 && lifetimeMs <= longestLifetimeMs ? lifetimeMs : usualLifetimeMs);
}

/** Asks whether the person has approved the code. */
export function buildDevicePollRequest(issuer: Issuer, code: DeviceCode, signal: AbortSignal): HttpRequest {
  return {
    method: 'POST',
    url: issuer.deviceTokenUrl,
    headers: { 'content-type': jsonType },
    body: JSON.stringify({ device_auth_id: code.deviceAuthId.reveal(), user_code: code.userCode }),
    signal,
  };
}

/** "Not yet", and "no such code yet" while nobody has opened the page; the prefix is the service's own. */
const pendingCode = /(?:^|_)(?:pending|unknown)$/u;
/** By the names that other clients know; none was seen by us. */
const offCode = /(?:^|_)(?:disabled|not_enabled)(?:_|$)/u;
const endedCode = /(?:^|_)expired(?:_|$)/u;

/**
 * 403 and 404 without a code mean "not yet": this is not RFC 8628, whose codes are understood all the same.
 * @throws AuthError with the reason why no further poll can help: `askAdmin` when the person or the workspace refused,
 * `tryAgain` when the code is over, `checkNetwork` when this machine's country or network is in the way
 */
export function parseDevicePoll(answer: HttpAnswer): DevicePoll {
  const code = findErrorCode(answer) ?? '';
  if (isTrouble(answer.status) || code === 'slow_down') {
    return { kind: 'slowDown', retryAfterMs: answer.retryAfterMs };
  }
  if (answer.status === 408 || answer.status === 425 || pendingCode.test(code)) {
    return { kind: 'pending' };
  }
  const parsed = approvedAnswer.safeParse(successJson(answer));
  if (parsed.success) {
    return {
      kind: 'approved',
      code: new Secret(parsed.data.authorization_code),
      verifier: new Secret(parsed.data.code_verifier),
    };
  }
  const isNotYet =
    (answer.status === 403 || answer.status === 404) && code === '' && !isPage(answer) && !sparesCredential(answer);
  if (isNotYet) {
    return { kind: 'pending' };
  }
  throw explainEnd(answer, code);
}

function isTrouble(status: number): boolean {
  return status === 429 || status >= 500;
}

function explainEnd(answer: HttpAnswer, code: string): AuthError {
  const status = String(answer.status);
  const known = findServerAnswer(answer);
  if (known?.reason === 'declined') {
    return codeRefused(answer, code);
  }
  if (known !== undefined) {
    return known;
  }
  if (offCode.test(code)) {
    return codesAreOff(answer);
  }
  if (endedCode.test(code)) {
    return new AuthError('tryAgain', buildSentence('deviceCode.expired', {}), { reason: 'deviceCode' });
  }
  const isNamed = answer.status === 403 && code !== '';
  const obstacle = isNamed ? undefined : findNetworkRefusal(answer);
  if (obstacle !== undefined) {
    return obstacle;
  }
  // Something in between answered, which says nothing about the code.
  const isStranger = answer.status < 400 || parseJson(answer.text) === undefined;
  return isStranger
    ? new AuthError('checkNetwork', buildSentence('token.notAnAnswer', { status }))
    : codeRefused(answer, code);
}

/** By the person, or where device codes are switched off: the service tells the two by no code that is known. */
function codeRefused(answer: HttpAnswer, code: string): AuthError {
  return new AuthError('askAdmin', buildSentence('deviceCode.refused', detailsOf(answer, code)), {
    reason: 'deviceCode',
  });
}

/** The service has no device codes, or the workspace or the person has switched them off. */
function codesAreOff(answer: HttpAnswer): AuthError {
  const details = detailsOf(answer, findErrorCode(answer));
  return new AuthError('chooseAnotherMethod', buildSentence('deviceCode.notEnabled', details), {
    reason: 'deviceCode',
  });
}

function readMoment(value: string | number | undefined): number | undefined {
  const ms = typeof value === 'number' ? value * 1000 : Date.parse(value ?? '');
  return Number.isFinite(ms) ? ms : undefined;
}

function readInterval(value: string | number | undefined): number {
  const seconds = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(seconds)
    ? Math.min(Math.max(seconds, shortestIntervalSeconds), longestIntervalSeconds)
    : usualIntervalSeconds;
}
