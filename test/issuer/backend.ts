import * as z from 'zod/mini';
import type { BearerCheck, Caller } from './bearer.ts';
import { readBearer } from './bearerHeader.ts';
import type { GrantBook } from './grants.ts';
import { findWorkspace, type Workspace } from './people.ts';
import type { PlatformApi } from './platformApi.ts';
import { answerModelTurn } from './responsesStream.ts';
import { buildUsage } from './usageAnswers.ts';
import { answerApiError, answerJson, type IssuerAnswer, type IssuerRequest, type Route } from './wire.ts';

export interface BackendOptions {
  readonly bearers: BearerCheck;
  readonly grants: GrantBook;
  readonly platform: PlatformApi;
  readonly now: () => number;
  /** Where model requests go: an https origin, as the CLI refuses any other. */
  readonly workspaceBackendOrigin: string | undefined;
}

type CallerAnswer = (caller: Caller, request: IssuerRequest) => IssuerAnswer;

const switchSchema = z.object({ workspace_id: z.string() });
const modelTurnSchema = z.object({ model: z.string(), input: z.unknown() });

const emptyBundle = { config_toml: { enterprise_managed: [] }, requirements_toml: { enterprise_managed: [] } };

/**
 * The ChatGPT backend under `/backend-api/` (docs/codex-protocol.md, Backend). Everything but the key set asks for a
 * bearer.
 */
export class Backend {
  readonly #options: BackendOptions;

  constructor(options: BackendOptions) {
    this.#options = options;
  }

  routes(): readonly Route[] {
    const get = (path: string, answer: CallerAnswer): Route => this.#route('GET', path, answer);
    const post = (path: string, answer: CallerAnswer): Route => this.#route('POST', path, answer);
    return [
      get('wham/usage', (caller) => answerJson(200, buildUsage(caller, this.#options.now()))),
      get('wham/accounts/check', (caller) => this.#answerAccounts(caller)),
      get('wham/profiles/me', ({ person }) =>
        answerJson(200, { user_id: person.userId, name: person.name, stats: {} }),
      ),
      get('wham/workspace-messages', () => answerJson(200, { messages: [] })),
      get('wham/rate-limit-reset-credits', () => answerJson(200, { credits: [], available_count: 0 })),
      get('wham/security-setup', () => answerJson(200, {})),
      get('wham/config/bundle', () => answerJson(200, emptyBundle)),
      get('wham/settings/user', () => answerJson(200, {})),
      get('codex/models', () => answerJson(200, { models: [] })),
      post('accounts/switch-workspace-token', (caller, request) => this.#switchWorkspace(caller, request)),
      { method: 'POST', path: '/backend-api/codex/responses', answer: (request) => this.#answerTurn(request) },
    ];
  }

  /** The CLI has one base address for the models of both: a turn on an API key comes here too, and is the platform's. */
  #answerTurn(request: IssuerRequest): IssuerAnswer {
    if (readBearer(request)?.startsWith('sk-') === true) {
      return this.#options.platform.answerResponses(request);
    }
    const caller = this.#options.bearers.check(request);
    if ('refusal' in caller) {
      return caller.refusal;
    }
    return modelTurnSchema.safeParse(request.fields).success
      ? answerModelTurn()
      : answerApiError(400, { code: 'invalid_request', message: 'The request names no model.' });
  }

  #route(method: Route['method'], path: string, answer: CallerAnswer): Route {
    return {
      method,
      path: `/backend-api/${path}`,
      answer: (request) => {
        const caller = this.#options.bearers.check(request);
        return 'refusal' in caller ? caller.refusal : answer(caller, request);
      },
    };
  }

  #answerAccounts({ person, workspace: active }: Caller): IssuerAnswer {
    const describe = (workspace: Workspace): Readonly<Record<string, unknown>> => ({
      id: workspace.id,
      plan_type: workspace.planType,
      name: workspace.name,
      structure: workspace.structure,
      profile_picture_url: null,
      workspace_backend_origin: this.#options.workspaceBackendOrigin ?? null,
      account_routing_override: 'NO_CONSTRAINT',
    });
    return answerJson(200, {
      accounts: person.workspaces.map(describe),
      account_ordering: person.workspaces.map(({ id }) => id),
      default_account_id: active.id,
    });
  }

  #switchWorkspace({ person, grantId }: Caller, { fields }: IssuerRequest): IssuerAnswer {
    const parsed = switchSchema.safeParse(fields);
    const workspace = parsed.success ? findWorkspace(person, parsed.data.workspace_id) : undefined;
    if (grantId === undefined || workspace?.codexEnabled !== true) {
      return answerApiError(404, {
        code: 'workspace_not_found',
        message: 'That workspace is not open to this sign-in.',
      });
    }
    return answerJson(200, { access_token: this.#options.grants.switchWorkspace(grantId, workspace).token });
  }
}
