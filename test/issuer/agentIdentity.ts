import { generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import { businessChoice, requireMembership, type Membership } from './people.ts';
import type { SecretMint } from './secretMint.ts';
import { buildSignedToken, type SigningKey } from './signedTokens.ts';
import { answerApiError, answerJson, type IssuerAnswer, type IssuerRequest, type Route } from './wire.ts';

const agentIssuer = 'https://chatgpt.com/codex-backend/agent-identity';
const agentAudience = 'codex-app-server';
const lifetimeSeconds = 24 * 60 * 60;
const msPerSecond = 1000;
/** How far the clock of a client may be from ours. */
const clockSkewMs = 5 * 60 * msPerSecond;
const registerPath = /^\/api\/accounts\/v1\/agent\/(?<runtimeId>[^/]+)\/task\/register$/u;

const proofSchema = z.object({ timestamp: z.string(), signature: z.string() });
const assertionSchema = z.object({
  agent_runtime_id: z.string(),
  task_id: z.string(),
  timestamp: z.string(),
  signature: z.string(),
});

/** One run of an agent: who it stands for, the key that it proves itself with, and what it has registered. */
interface AgentRuntime extends Membership {
  readonly publicKey: KeyObject;
  readonly taskIds: Set<string>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Agent-identity tokens and the keys that prove them (docs/codex-protocol.md, Access tokens). A client registers a task
 * with a signature over `RUNTIME:TIMESTAMP`; each request then carries `Authorization: AgentAssertion …`, the base64url
 * of a JSON object with a signature over `RUNTIME:TASK:TIMESTAMP`. Both were seen from the CLI 0.171.0.
 */
export class AgentIdentities {
  readonly #signingKey: SigningKey;
  readonly #secrets: SecretMint;
  readonly #now: () => number;
  readonly #runtimes = new Map<string, AgentRuntime>();

  constructor(options: { readonly signingKey: SigningKey; readonly secrets: SecretMint; readonly now: () => number }) {
    this.#signingKey = options.signingKey;
    this.#secrets = options.secrets;
    this.#now = options.now;
  }

  /** A valid RS256 agent-identity JWT for Ada's Business workspace, with a new Ed25519 key inside. */
  issue(): string {
    const { person, workspace } = requireMembership(businessChoice);
    const issuedAtSeconds = Math.floor(this.#now() / msPerSecond);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const runtimeId = this.#secrets.make('agent-runtime-', 16);
    this.#runtimes.set(runtimeId, { person, workspace, publicKey, taskIds: new Set() });
    return buildSignedToken(this.#signingKey, {
      iss: agentIssuer,
      aud: agentAudience,
      iat: issuedAtSeconds,
      exp: issuedAtSeconds + lifetimeSeconds,
      agent_runtime_id: runtimeId,
      agent_private_key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      account_id: workspace.id,
      chatgpt_user_id: person.userId,
      email: person.email,
      plan_type: workspace.planType,
      chatgpt_account_is_fedramp: false,
    });
  }

  /** Whose `AgentAssertion` this is; undefined for one that is not proved, too old, or for a task never registered. */
  find(assertion: string): Membership | undefined {
    const parsed = assertionSchema.safeParse(parseJson(Buffer.from(assertion, 'base64url').toString('utf8')));
    if (!parsed.success) return undefined;
    const { agent_runtime_id: runtimeId, task_id: taskId, ...proof } = parsed.data;
    const runtime = this.#runtimes.get(runtimeId);
    return runtime?.taskIds.has(taskId) === true && this.#proves(runtime, proof, [runtimeId, taskId])
      ? { person: runtime.person, workspace: runtime.workspace }
      : undefined;
  }

  routes(): readonly Route[] {
    return [
      {
        method: 'GET',
        path: '/backend-api/wham/agent-identities/jwks',
        answer: () => answerJson(200, { keys: [this.#signingKey.publicJwk] }),
      },
      { method: 'POST', path: registerPath, answer: (request) => this.#registerTask(request) },
    ];
  }

  #registerTask({ path, fields }: IssuerRequest): IssuerAnswer {
    const runtimeId = registerPath.exec(path)?.groups?.['runtimeId'] ?? '';
    const runtime = this.#runtimes.get(runtimeId);
    const proof = proofSchema.safeParse(fields);
    if (runtime === undefined || !proof.success || !this.#proves(runtime, proof.data, [runtimeId])) {
      return answerApiError(401, { code: 'invalid_signature', message: 'The agent could not be verified.' });
    }
    const taskId = this.#secrets.make('task-', 16);
    runtime.taskIds.add(taskId);
    return answerJson(200, { task_id: taskId });
  }

  #proves({ publicKey }: AgentRuntime, proof: z.infer<typeof proofSchema>, signed: readonly string[]): boolean {
    const ageMs = Math.abs(this.#now() - Date.parse(proof.timestamp));
    const payload = Buffer.from([...signed, proof.timestamp].join(':'), 'utf8');
    return ageMs <= clockSkewMs && verify(null, payload, publicKey, Buffer.from(proof.signature, 'base64'));
  }
}
