import { AuthError, type AuthErrorCode } from './authError.ts';
import type { AnswerDetails, ServerAnswerKind } from './messageIds/server.ts';
import { buildSentence } from './sentence.ts';

const codes: Readonly<Record<ServerAnswerKind, AuthErrorCode>> = {
  codexOff: 'askAdmin',
  workspaceRefused: 'signInAgain',
  workspaceEnded: 'askAdmin',
  noWorkspace: 'signInAgain',
  regionRefused: 'checkNetwork',
  phoneNeeded: 'signInAgain',
  ssoNeeded: 'signInAgain',
  mfaNeeded: 'signInAgain',
  accountClosed: 'askAdmin',
  tooManyRequests: 'tryAgain',
  serviceDown: 'tryAgain',
  outOfFunds: 'askAdmin',
  projectRefused: 'correctInput',
  addressRefused: 'checkNetwork',
  declined: 'tryAgain',
  clientRefused: 'tryAgain',
  unknown: 'tryAgain',
};

/** The failure that is an answer of the service. */
export function serverError(kind: ServerAnswerKind, details: Partial<AnswerDetails>): AuthError {
  const whole: AnswerDetails = { status: '', code: '', waitSeconds: '', requestId: '', at: '', ...details };
  return new AuthError(codes[kind], buildSentence(`server.${kind}`, whole), { reason: kind });
}
