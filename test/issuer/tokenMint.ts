import type { Membership } from './people.ts';
import type { SecretMint } from './secretMint.ts';
import { buildSignedToken, type SigningKey } from './signedTokens.ts';

export interface TokenMintOptions {
  readonly issuerUrl: string;
  readonly signingKey: SigningKey;
  readonly secrets: SecretMint;
  readonly accessTokenLifetimeSeconds: number;
  readonly now: () => number;
}

export interface TokenSubject extends Membership {
  readonly clientId: string;
  readonly scope: string;
}

export interface MintedAccessToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

const idTokenLifetimeSeconds = 3600;
const platformAudience = 'https://api.openai.com/v1';
const msPerSecond = 1000;

/** Makes id and access tokens with the claims of docs/codex-protocol.md, Claims and plans. */
export class TokenMint {
  readonly #options: TokenMintOptions;

  constructor(options: TokenMintOptions) {
    this.#options = options;
  }

  get accessTokenLifetimeSeconds(): number {
    return this.#options.accessTokenLifetimeSeconds;
  }

  makeIdToken(subject: TokenSubject): string {
    const { person } = subject;
    return this.#sign(subject, idTokenLifetimeSeconds, {
      aud: [subject.clientId],
      auth_time: this.#nowSeconds(),
      email: person.email,
      email_verified: true,
      name: person.name,
      'https://api.openai.com/auth': this.#authClaims(subject),
    });
  }

  makeAccessToken(subject: TokenSubject): MintedAccessToken {
    const { person, workspace } = subject;
    const lifetimeSeconds = this.#options.accessTokenLifetimeSeconds;
    const token = this.#sign(subject, lifetimeSeconds, {
      aud: [platformAudience],
      client_id: subject.clientId,
      scp: subject.scope.split(' '),
      'https://api.openai.com/profile': { email: person.email, email_verified: true },
      'https://api.openai.com/auth': {
        ...this.#authClaims(subject),
        chatgpt_account_user_id: `${person.userId}__${workspace.id}`,
      },
    });
    return { token, expiresAtMs: (this.#nowSeconds() + lifetimeSeconds) * msPerSecond };
  }

  #sign(subject: TokenSubject, lifetimeSeconds: number, claims: Readonly<Record<string, unknown>>): string {
    const issuedAtSeconds = this.#nowSeconds();
    return buildSignedToken(this.#options.signingKey, {
      iss: this.#options.issuerUrl,
      sub: `practice|${subject.person.id}`,
      iat: issuedAtSeconds,
      exp: issuedAtSeconds + lifetimeSeconds,
      jti: this.#options.secrets.make(''),
      ...claims,
    });
  }

  #authClaims({ person, workspace }: TokenSubject): Readonly<Record<string, unknown>> {
    const organizationId = `org-practice-${person.id}`;
    return {
      chatgpt_account_id: workspace.id,
      chatgpt_account_is_fedramp: false,
      chatgpt_plan_type: workspace.planType,
      chatgpt_user_id: person.userId,
      user_id: person.userId,
      completed_platform_onboarding: true,
      is_org_owner: workspace.isOwner,
      groups: [],
      organization_id: organizationId,
      organizations: [{ id: organizationId, is_default: true, role: 'owner', title: 'Practice' }],
      project_id: `proj-practice-${person.id}`,
    };
  }

  #nowSeconds(): number {
    return Math.floor(this.#options.now() / msPerSecond);
  }
}
