import { readBearer } from './bearerHeader.ts';
import { businessChoice, requireMembership, type Membership } from './people.ts';
import type { SecretMint } from './secretMint.ts';
import { answerApiError, answerJson, type IssuerRequest, type Route } from './wire.ts';

/**
 * The `at-…` tokens of the Business workspace, and the endpoint that says whose they are (docs/codex-protocol.md,
 * Access tokens).
 */
export class PersonalAccessTokens {
  /** Good for Ada's Business workspace. */
  readonly business: string;
  /** Has the right form, but was revoked. */
  readonly revoked: string;

  constructor(secrets: SecretMint) {
    this.business = secrets.make('at-');
    this.revoked = secrets.make('at-');
  }

  find(token: string): Membership | undefined {
    return token === this.business ? requireMembership(businessChoice) : undefined;
  }

  routes(): readonly Route[] {
    return [
      {
        method: 'GET',
        path: '/api/accounts/v1/user-auth-credential/whoami',
        answer: (request) => this.#answerWhoami(request),
      },
    ];
  }

  #answerWhoami(request: IssuerRequest): ReturnType<Route['answer']> {
    const owner = this.find(readBearer(request) ?? '');
    return owner === undefined
      ? answerApiError(401, { code: 'invalid_token', message: 'Could not validate your access token.' })
      : answerJson(200, {
          email: owner.person.email,
          chatgpt_user_id: owner.person.userId,
          chatgpt_account_id: owner.workspace.id,
          chatgpt_plan_type: owner.workspace.planType,
          chatgpt_account_is_fedramp: false,
        });
  }
}
