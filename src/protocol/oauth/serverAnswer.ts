import * as z from 'zod/mini';
import type { AuthError } from '../../errors/authError.ts';
import type { AnswerDetails, ServerAnswerKind } from '../../errors/messageIds/server.ts';
import { serverError } from '../../errors/serverAnswer.ts';
import { rfc3339 } from '../../base/clock.ts';
import { displayText } from '../../base/displayText.ts';
import { parseJson } from '../../base/json.ts';
import type { HttpAnswer } from '../../network/http.ts';

/**
 * The codes that the Codex client can meet, from issuer, backend and platform API, and what they mean. Where each was
 * seen: docs/codex-protocol.md, Answers of the service. A code that is not here is shown as it is.
 */
const kinds: Readonly<Record<string, ServerAnswerKind>> = {
  missing_codex_entitlement: 'codexOff',
  codex_cli_workspace_disabled: 'codexOff',
  invalid_workspace_selected: 'workspaceRefused',
  deactivated_workspace: 'workspaceEnded',
  chatgpt_account_missing: 'noWorkspace',
  unsupported_country_region_territory: 'regionRefused',
  phone_verification_required: 'phoneNeeded',
  invalid_phone_number: 'phoneNeeded',
  sso_required: 'ssoNeeded',
  mfa_required: 'mfaNeeded',
  account_deactivated: 'accountClosed',
  user_deactivated: 'accountClosed',
  account_deleted: 'accountClosed',
  rate_limit_exceeded: 'tooManyRequests',
  slow_down: 'tooManyRequests',
  server_error: 'serviceDown',
  temporarily_unavailable: 'serviceDown',
  server_is_overloaded: 'serviceDown',
  get_chatgpt_account_error: 'serviceDown',
  insufficient_quota: 'outOfFunds',
  billing_hard_limit_reached: 'outOfFunds',
  billing_not_active: 'outOfFunds',
  credit_balance_exhausted: 'outOfFunds',
  organization_spend_limit_exceeded: 'outOfFunds',
  project_spend_limit_exceeded: 'outOfFunds',
  organization_usage_limit_exceeded: 'outOfFunds',
  invalid_project: 'projectRefused',
  mismatched_project: 'projectRefused',
  invalid_organization: 'projectRefused',
  mismatched_organization: 'projectRefused',
  ip_not_authorized: 'addressRefused',
  access_denied: 'declined',
  invalid_client: 'clientRefused',
  unauthorized_client: 'clientRefused',
  unsupported_grant_type: 'clientRefused',
  unsupported_response_type: 'clientRefused',
  invalid_scope: 'clientRefused',
};

/** What the service says in whole sentences, and without a code. */
const phrases: readonly (readonly [RegExp, string])[] = [[/multi-?factor authentication required/iu, 'mfa_required']];

/** Answers about the account, its workspace, the client, the place or the service: the credential may be good. */
const sparing: readonly ServerAnswerKind[] = [
  'codexOff',
  'workspaceRefused',
  'workspaceEnded',
  'noWorkspace',
  'regionRefused',
  'phoneNeeded',
  'ssoNeeded',
  'mfaNeeded',
  'accountClosed',
  'tooManyRequests',
  'serviceDown',
  'outOfFunds',
  'projectRefused',
  'addressRefused',
  'clientRefused',
];

const word = z.string().check(z.minLength(1));
/** A text that says something, or nothing: never an empty one. */
export const maybeWord = z.catch(z.optional(word), undefined);

const errorAnswer = z.object({
  error: z.catch(z.optional(z.union([word, z.object({ code: maybeWord, type: maybeWord })])), undefined),
  error_description: maybeWord,
  code: maybeWord,
  /** The form of the backend. */
  detail: z.catch(z.optional(z.union([word, z.object({ code: maybeWord })])), undefined),
});

/** A known code and what it means. */
export interface NamedAnswer {
  readonly kind: ServerAnswerKind;
  readonly code: string;
}

/** What an error and its description say (RFC 6749 4.1.2.1): a code in the description says more than the error does. */
export function nameError(error: string, description = ''): NamedAnswer {
  const code = error.toLowerCase();
  const kind = lookUp(code) ?? 'unknown';
  return (kind === 'declined' || kind === 'unknown' ? findInText(description) : undefined) ?? { kind, code };
}

/** The first known code, or known phrase, in a text that people read. */
export function findInText(text: string): NamedAnswer | undefined {
  const phrase = phrases.find(([pattern]) => pattern.test(text))?.[1];
  const words =
    text
      .slice(0, longestText)
      .toLowerCase()
      .match(/[a-z]+(?:_[a-z]+)+/gu) ?? [];
  for (const code of phrase === undefined ? words : [phrase]) {
    const kind = lookUp(code);
    if (kind !== undefined && kind !== 'declined') {
      return { kind, code };
    }
  }
  return undefined;
}

const longestText = 16_384;

/**
 * The server's own code for a failure, lower-case: `error`, `error.code` or `code` (docs/codex-protocol.md, Refresh).
 */
export function findErrorCode(answer: HttpAnswer): string | undefined {
  const parsed = errorAnswer.safeParse(parseJson(answer.text));
  if (!parsed.success) {
    return undefined;
  }
  const { error, code } = parsed.data;
  return (typeof error === 'string' ? error : (error?.code ?? code))?.toLowerCase();
}

/** The same, or the code of the backend's own form, `detail.code`, whose bare `detail` is a word as well. */
export function findSpecificCode(answer: HttpAnswer): string | undefined {
  const detail = errorAnswer.safeParse(parseJson(answer.text)).data?.detail;
  return findErrorCode(answer) ?? (typeof detail === 'string' ? detail : detail?.code)?.toLowerCase();
}

/**
 * Whether the code is as this service writes it: in an object, at the top, or as a bare word of RFC 6749, which has an
 * underscore. The bare `Unauthorized` of a gateway is the name of the status and no code.
 */
export function hasOwnCode(answer: HttpAnswer): boolean {
  const error = errorAnswer.safeParse(parseJson(answer.text)).data?.error;
  const code = findErrorCode(answer);
  return code !== undefined && (typeof error !== 'string' || code.includes('_'));
}

/** What the service said, where its code or its status tells; undefined for success, and for what is not known. */
export function findServerAnswer(answer: HttpAnswer): AuthError | undefined {
  if (answer.status < 400) {
    return undefined;
  }
  const named = findNamed(answer);
  if (named !== undefined) {
    return serverError(named.kind, detailsOf(answer, named.code));
  }
  if (answer.status === 429) {
    return serverError('tooManyRequests', detailsOf(answer));
  }
  // 511 is of a network that wants to know who we are.
  return answer.status >= 500 && answer.status !== 511 ? serverError('serviceDown', detailsOf(answer)) : undefined;
}

/** A refusal with a code that is not known: it is shown, and nothing is made of it. */
export function findUnknownAnswer(answer: HttpAnswer): AuthError | undefined {
  const code = answer.status < 400 ? undefined : findSpecificCode(answer);
  return code === undefined ? undefined : serverError('unknown', detailsOf(answer, code));
}

/** Whether the answer names something else than the credential: then that is not refused, whatever the status. */
export function sparesCredential(answer: HttpAnswer): boolean {
  const kind = findNamed(answer)?.kind;
  return kind !== undefined && sparing.includes(kind);
}

/** What is known of an answer beside its meaning. */
export function detailsOf({ status, servedAtMs, retryAfterMs, requestId = '' }: HttpAnswer, code = ''): AnswerDetails {
  return {
    status: String(status),
    code: displayText(code),
    waitSeconds: retryAfterMs === undefined ? '' : String(Math.ceil(retryAfterMs / 1000)),
    requestId,
    at: servedAtMs === undefined ? '' : rfc3339(servedAtMs),
  };
}

function lookUp(code: string): ServerAnswerKind | undefined {
  return Object.hasOwn(kinds, code) ? kinds[code] : undefined;
}

/** The most telling code that is known. A page from in between has none, but for the header of the backend. */
function findNamed(answer: HttpAnswer): NamedAnswer | undefined {
  const parsed = errorAnswer.safeParse(parseJson(answer.text));
  const { error, error_description: description = '', detail } = parsed.data ?? {};
  const candidates = [
    findSpecificCode(answer),
    answer.authorizationError?.toLowerCase(),
    typeof error === 'object' ? error.type?.toLowerCase() : undefined,
  ];
  const found = candidates.flatMap((code) => {
    const kind = code === undefined ? undefined : lookUp(code);
    return code === undefined || kind === undefined ? [] : [{ kind, code }];
  });
  const inText = findInText(typeof detail === 'string' ? detail : description);
  return found.find(({ kind }) => kind !== 'declined') ?? inText ?? found[0];
}
