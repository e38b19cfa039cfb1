import type { CallbackVerdict } from '../../protocol/oauth/callbackRequest.ts';
import { AuthError, isAuthError } from '../../errors/authError.ts';
import type { ServerAnswerKind } from '../../errors/messageIds/server.ts';
import { serverError } from '../../errors/serverAnswer.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { CallbackPage, CallbackReply } from './ports.ts';

/** The pages that exist behind a redirect of ours, and nothing else does. */
export const pagePaths = {
  success: '/success',
  confirm: '/confirm',
  failed: '/failed',
  notSaved: '/not-saved',
  codexOff: '/codex-off',
  workspaceRefused: '/workspace-refused',
  workspaceEnded: '/workspace-ended',
  noWorkspace: '/no-workspace',
  regionRefused: '/region-refused',
  phoneNeeded: '/phone-needed',
  ssoNeeded: '/sso-needed',
  mfaNeeded: '/mfa-needed',
  accountClosed: '/account-closed',
  tooManyRequests: '/too-many-requests',
  serviceDown: '/service-down',
  outOfFunds: '/out-of-funds',
  projectRefused: '/project-refused',
  addressRefused: '/address-refused',
  declined: '/declined',
  clientRefused: '/client-refused',
  unknown: '/refused-by-service',
} as const satisfies Partial<Record<CallbackPage, string>>;

/** The page that the browser shows at the end of a sign-in. */
export type FinalPage = keyof typeof pagePaths;

/** What the issuer's "no" means for the person. */
export function callbackError({ failure, code }: Extract<CallbackVerdict, { kind: 'failed' }>): AuthError {
  switch (failure) {
    case 'noCode':
    case 'otherIssuer':
      return new AuthError('tryAgain', buildSentence(`browser.${failure}`, {}));
    default:
      return serverError(failure, { code });
  }
}

/** The page for a sign-in that failed: one of its own for each answer of the service. */
export function failurePage(failure: unknown): FinalPage {
  const reason = isAuthError(failure) ? failure.reason : undefined;
  return reason !== undefined && isAnswerPage(reason) ? reason : 'failed';
}

/** A page of ours is called as the answer that it is for. */
function isAnswerPage(reason: string): reason is ServerAnswerKind {
  return reason in pagePaths;
}

/** What a request gets that is not the callback of this sign-in. It does not end the sign-in. */
export function refusalReply(refusal: Extract<CallbackVerdict, { kind: 'refused' }>['refusal']): CallbackReply {
  switch (refusal) {
    case 'wrongHost':
      return page(421, 'refused');
    case 'wrongMethod':
      return page(405, 'refused');
    case 'notANavigation':
      return page(403, 'refused');
    case 'malformed':
      return page(400, 'refused');
    case 'stateMismatch':
      return page(400, 'stateMismatch');
    case 'notFound':
      return page(404, 'notFound');
  }
}

/** A page of ours with its HTTP status. */
export function page(status: number, name: CallbackPage): CallbackReply {
  return { kind: 'page', status, page: name };
}
