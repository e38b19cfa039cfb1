import * as z from 'zod/mini';
import { Secret } from '../../base/secret.ts';
import { parseJson } from '../../base/json.ts';
import { jsonType, successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import type { Issuer } from '../oauth/issuer.ts';
import { findErrorCode, sparesCredential } from '../oauth/serverAnswer.ts';
import { isFinalRefusal } from '../oauth/tokenEndpoint.ts';

/** What a pasted text is, seen from the place where an API key belongs. */
export type ApiKeyInput =
  | { readonly kind: 'key'; readonly key: Secret; readonly fromCommand: boolean }
  | { readonly kind: 'refused'; readonly problem: 'empty' | 'severalLines' | 'accessToken' | 'jwt' | 'notAKey' };

/** What the server says about a key, as far as it can be asked without spending tokens. */
export type ApiKeyCheck = 'good' | 'invalid' | 'mayNotWriteResponses' | 'unclear';

const keyShape = /^sk-[A-Za-z0-9_-]{8,500}$/u;
const command = /^\s*(?:\$\s*)?codex\s+login\s+--api-key[\s=]+(?<key>["']?[^\s"']+["']?)\s*$/u;

/**
 * Reads what was typed, pasted, or found in a file or variable. The old `codex login --api-key sk-…` is recognised: only
 * the key is taken. A key is never quoted back in a refusal.
 */
export function readApiKeyInput(given: Secret): ApiKeyInput {
  const trimmed = given
    .reveal()
    .replace(/^\uFEFF/u, '')
    .trim();
  const fromCommand = command.exec(trimmed)?.groups?.['key'];
  const candidate = (fromCommand ?? trimmed).replace(/^(["'])(.*)\1$/u, '$2').trim();
  if (keyShape.test(candidate)) {
    return { kind: 'key', key: new Secret(candidate), fromCommand: fromCommand !== undefined };
  }
  return { kind: 'refused', problem: nameProblem(candidate) };
}

function nameProblem(text: string): Extract<ApiKeyInput, { kind: 'refused' }>['problem'] {
  if (text === '') {
    return 'empty';
  }
  if (/[\r\n]/u.test(text)) {
    return 'severalLines';
  }
  if (text.startsWith('at-')) {
    return 'accessToken';
  }
  return text.startsWith('eyJ') && text.split('.').length === 3 ? 'jwt' : 'notAKey';
}

/** Lists models: says whether the key is alive. */
export function buildModelsRequest(issuer: Issuer, key: Secret, signal: AbortSignal): HttpRequest {
  return { method: 'GET', url: issuer.modelsUrl, headers: { authorization: `Bearer ${key.reveal()}` }, signal };
}

/**
 * An empty request for a response: permission is judged before the missing parts are, so a key that may write is told
 * that the request is malformed (400), and nothing is generated or billed.
 */
export function buildWriteProbe(issuer: Issuer, key: Secret, signal: AbortSignal): HttpRequest {
  return {
    method: 'POST',
    url: issuer.responsesUrl,
    headers: { authorization: `Bearer ${key.reveal()}`, 'content-type': jsonType },
    body: '{}',
    signal,
  };
}

/** The API names a type with each error, and not always a code. */
const apiError = z.object({ error: z.object({ type: z.string() }) });

/** A word of the API about the key: not of a proxy or a bot check, nor about the country, the account or the address. */
function isApiError(answer: HttpAnswer): boolean {
  const isCoded = findErrorCode(answer) !== undefined || apiError.safeParse(parseJson(answer.text)).success;
  // With 429 the key is good, and its owner has nothing left to spend.
  return isCoded && (answer.status === 429 || !sparesCredential(answer));
}

/** A key that may not do this one thing is told so with 403, or with 401. */
function lacksPermission(answer: HttpAnswer): boolean {
  return answer.status === 403 || (answer.status === 401 && answer.text.includes('insufficient permissions'));
}

/** A restricted key may be forbidden to list models and still be alive: only a 401 of the API is the end of a key. */
export function judgeModels(answer: HttpAnswer): 'alive' | 'invalid' | 'unclear' {
  if (successJson(answer) !== undefined || (isApiError(answer) && lacksPermission(answer))) {
    return 'alive';
  }
  return isFinalRefusal(answer) ? 'invalid' : 'unclear';
}

/** The request has no input, so a key that may write is refused for that, and nothing is billed. */
export function judgeWriteProbe(answer: HttpAnswer): ApiKeyCheck {
  if (!isApiError(answer)) {
    return 'unclear';
  }
  if (lacksPermission(answer)) {
    return 'mayNotWriteResponses';
  }
  switch (answer.status) {
    case 400:
    case 422:
    case 429:
      return 'good';
    default:
      return isFinalRefusal(answer) ? 'invalid' : 'unclear';
  }
}
