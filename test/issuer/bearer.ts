import type { AgentIdentities } from './agentIdentity.ts';
import { readAgentAssertion, readBearer } from './bearerHeader.ts';
import type { GrantBook } from './grants.ts';
import type { Membership } from './people.ts';
import type { PersonalAccessTokens } from './personalAccessTokens.ts';
import { answerApiError, type IssuerAnswer, type IssuerRequest } from './wire.ts';

/** Who asks, and through which grant; no grant behind a personal access token or an agent. */
export interface Caller extends Membership {
  readonly grantId: string | undefined;
}

const refusals = {
  unknown: { code: 'invalid_token', message: 'Could not validate your authentication token.' },
  expired: { code: 'token_expired', message: 'Your authentication token has expired. Please try signing in again.' },
  invalidated: {
    code: 'token_invalidated',
    message: 'Your authentication token has been invalidated. Please try signing in again.',
  },
} as const;

/** Tells who a request of the ChatGPT backend comes from. */
export class BearerCheck {
  readonly #grants: GrantBook;
  readonly #personal: PersonalAccessTokens;
  readonly #agents: AgentIdentities;

  constructor(grants: GrantBook, personal: PersonalAccessTokens, agents: AgentIdentities) {
    this.#grants = grants;
    this.#personal = personal;
    this.#agents = agents;
  }

  check(request: IssuerRequest): Caller | { readonly refusal: IssuerAnswer } {
    const caller = this.#identify(request);
    if ('refusal' in caller) {
      return caller;
    }
    const named = request.headers['chatgpt-account-id'];
    return named === undefined || named === caller.workspace.id
      ? caller
      : { refusal: answerApiError(403, { code: 'account_mismatch', message: 'The token is for another account.' }) };
  }

  #identify(request: IssuerRequest): Caller | { readonly refusal: IssuerAnswer } {
    const assertion = readAgentAssertion(request);
    if (assertion !== undefined) {
      const agent = this.#agents.find(assertion);
      return agent === undefined
        ? { refusal: answerApiError(401, refusals.unknown) }
        : { ...agent, grantId: undefined };
    }
    const bearer = readBearer(request);
    return bearer === undefined
      ? { refusal: answerApiError(401, { code: 'missing_token', message: 'No authentication token was sent.' }) }
      : this.#findCaller(bearer);
  }

  #findCaller(bearer: string): Caller | { readonly refusal: IssuerAnswer } {
    const personal = this.#personal.find(bearer);
    if (personal !== undefined) {
      return { ...personal, grantId: undefined };
    }
    const access = this.#grants.checkAccess(bearer);
    return access.kind === 'good'
      ? { person: access.subject.person, workspace: access.subject.workspace, grantId: access.grantId }
      : { refusal: answerApiError(401, refusals[access.kind]) };
  }
}
