import { generateKeyPairSync } from 'node:crypto';
import { businessChoice, requireMembership } from './people.ts';
import type { SecretMint } from './secretMint.ts';
import { buildSignedToken, type SigningKey } from './signedTokens.ts';
import { answerJson, type Route } from './wire.ts';

const agentIssuer = 'https://chatgpt.com/codex-backend/agent-identity';
const agentAudience = 'codex-app-server';
const lifetimeSeconds = 24 * 60 * 60;
const msPerSecond = 1000;

/** Agent-identity tokens and the keys that prove them (codex-protocol 3.2). */
export class AgentIdentities {
  readonly #signingKey: SigningKey;
  readonly #secrets: SecretMint;
  readonly #now: () => number;

  constructor(options: { readonly signingKey: SigningKey; readonly secrets: SecretMint; readonly now: () => number }) {
    this.#signingKey = options.signingKey;
    this.#secrets = options.secrets;
    this.#now = options.now;
  }

  /** A valid RS256 agent-identity JWT for Ada's Business workspace, with a new Ed25519 key inside. */
  issue(): string {
    const { person, workspace } = requireMembership(businessChoice);
    const issuedAtSeconds = Math.floor(this.#now() / msPerSecond);
    const { privateKey } = generateKeyPairSync('ed25519');
    return buildSignedToken(this.#signingKey, {
      iss: agentIssuer,
      aud: agentAudience,
      iat: issuedAtSeconds,
      exp: issuedAtSeconds + lifetimeSeconds,
      agent_runtime_id: this.#secrets.make('agent-runtime-', 16),
      agent_private_key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      account_id: workspace.id,
      chatgpt_user_id: person.userId,
      email: person.email,
      plan_type: workspace.planType,
      chatgpt_account_is_fedramp: false,
    });
  }

  routes(): readonly Route[] {
    return [
      {
        method: 'GET',
        path: '/backend-api/wham/agent-identities/jwks',
        answer: () => answerJson(200, { keys: [this.#signingKey.publicJwk] }),
      },
    ];
  }
}
