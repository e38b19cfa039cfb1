import { AuthError, type AuthErrorCode } from './authError.ts';
import type { AnswerDetails, ServerAnswer, ServerAnswerKind } from './messageIds/server.ts';
import { buildSentence, type Sentence } from './sentence.ts';

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
  const whole: ServerAnswer = {
    status: '',
    code: '',
    waitSeconds: '',
    requestId: '',
    at: '',
    ...details,
    answer: kind,
  };
  return new AuthError(codes[kind], buildSentence(`server.${kind}`, whole), { reason: kind });
}

/** Which answer of the service a sentence is; undefined for every other, which says that it was not reached, or not so. */
export function findAnswerKind({ args }: Sentence): ServerAnswerKind | undefined {
  return 'answer' in args ? args.answer : undefined;
}

/** Whether an answer refuses somebody. The others pass by themselves: the service has trouble, or wants to be left alone. */
export function isRefusal(kind: ServerAnswerKind): boolean {
  return kind !== 'serviceDown' && kind !== 'tooManyRequests';
}
