import type { FaultRule } from './faults.ts';

/** How the service writes a code into an answer. */
export type AnswerForm = 'error' | 'oauth' | 'top' | 'detail' | 'type' | 'text' | 'header' | 'status' | 'page';

/** One answer that the Codex client can meet: its code, its status, and how it is written. */
export interface ServiceAnswer {
  readonly code: string;
  readonly status: number;
  readonly form: AnswerForm;
}

/** Those whose form was seen or is documented (docs/codex-protocol.md, Answers of the service), and how they come. */
export const serviceAnswers = [
  { code: 'missing_codex_entitlement', status: 403, form: 'oauth' },
  { code: 'codex_cli_workspace_disabled', status: 403, form: 'error' },
  { code: 'invalid_workspace_selected', status: 403, form: 'detail' },
  { code: 'deactivated_workspace', status: 402, form: 'detail' },
  { code: 'chatgpt_account_missing', status: 400, form: 'error' },
  { code: 'unsupported_country_region_territory', status: 403, form: 'error' },
  { code: 'phone_verification_required', status: 403, form: 'error' },
  { code: 'sso_required', status: 401, form: 'error' },
  { code: 'mfa_required', status: 403, form: 'text' },
  { code: 'account_deactivated', status: 401, form: 'error' },
  { code: 'rate_limit_exceeded', status: 429, form: 'error' },
  { code: '', status: 503, form: 'page' },
  { code: 'server_error', status: 500, form: 'oauth' },
  { code: 'temporarily_unavailable', status: 503, form: 'oauth' },
  { code: 'get_chatgpt_account_error', status: 400, form: 'error' },
  { code: 'insufficient_quota', status: 429, form: 'type' },
  { code: 'billing_hard_limit_reached', status: 400, form: 'error' },
  { code: 'credit_balance_exhausted', status: 429, form: 'error' },
  { code: 'invalid_project', status: 401, form: 'error' },
  { code: 'ip_not_authorized', status: 401, form: 'header' },
] as const satisfies readonly ServiceAnswer[];

const message = 'A practice answer.';
const maintenancePage = '<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>';

function writeBody({ code, form }: ServiceAnswer): unknown {
  switch (form) {
    case 'error':
      return { error: { message, type: 'request_forbidden', param: null, code } };
    case 'oauth':
      return code === 'missing_codex_entitlement'
        ? { error: 'access_denied', error_description: `The user is ${code}.` }
        : { error: code, error_description: message };
    case 'top':
      return { code, message };
    case 'detail':
      return { detail: { code } };
    case 'type':
      return { error: { message, type: code, param: null, code: null } };
    case 'text':
      return { detail: 'Multi-factor authentication required' };
    case 'header':
    case 'page':
      return maintenancePage;
    case 'status':
      return {};
  }
}

/** The answer as it is on the wire. */
export function writeAnswer(answer: ServiceAnswer): {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
} {
  const isPage = answer.form === 'header' || answer.form === 'page';
  return {
    status: answer.status,
    body: writeBody(answer),
    headers: {
      'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json',
      'x-request-id': 'practice-request-1',
      ...(answer.form === 'header' ? { 'x-openai-authorization-error': answer.code } : {}),
      ...(answer.status === 429 ? { 'retry-after': '300' } : {}),
    },
  };
}

/** Has the practice issuer give it where it is asked next. */
export function answerOnDemand(path: string, answer: ServiceAnswer, times = 1): FaultRule {
  return { path, times, kind: 'status', ...writeAnswer(answer) };
}
