import type { CallbackFailure, CallbackVerdict } from '../../protocol/oauth/callbackRequest.ts';
import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { CallbackPage, CallbackReply } from './ports.ts';

/** The pages that exist behind a redirect of ours, and nothing else does. */
export const pagePaths = {
  success: '/success',
  confirm: '/confirm',
  failed: '/failed',
  declined: '/declined',
  codexOff: '/codex-off',
  notSaved: '/not-saved',
} as const satisfies Partial<Record<CallbackPage, string>>;

/** The page that the browser shows at the end of a sign-in. */
export type FinalPage = keyof typeof pagePaths;

/** What the issuer's "no" means for the person. */
export const callbackFailures = {
  codexOff: () => new AuthError('askAdmin', buildSentence('browser.codexOff', {})),
  declined: () => new AuthError('tryAgain', buildSentence('browser.declined', {})),
  issuerError: () => new AuthError('tryAgain', buildSentence('browser.issuerError', {})),
  noCode: () => new AuthError('tryAgain', buildSentence('browser.noCode', {})),
  otherIssuer: () => new AuthError('tryAgain', buildSentence('browser.otherIssuer', {})),
} satisfies Record<CallbackFailure, () => AuthError>;

/** The page for an `error` that the issuer sent back. */
export function failurePage(failure: CallbackFailure): 'codexOff' | 'declined' | 'failed' {
  return failure === 'codexOff' || failure === 'declined' ? failure : 'failed';
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
