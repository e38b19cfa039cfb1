import * as z from 'zod/mini';
import { readBearer } from './bearerHeader.ts';
import { answerModelTurn } from './responsesStream.ts';
import type { SecretMint } from './secretMint.ts';
import { answerApiError, answerJson, type IssuerAnswer, type IssuerRequest, type Route } from './wire.ts';

/** The platform keys that the practice API knows. Any other key is invalid. */
export interface PlatformKeys {
  /** May do everything. */
  readonly good: string;
  /** May read models, but not write Responses. */
  readonly restricted: string;
}

type KeyPower = 'write' | 'read';

const modelIds = ['gpt-5.1-codex', 'gpt-5.1', 'gpt-5.1-codex-mini'] as const;
const createdAtSeconds = 1_763_000_000;
const responsesSchema = z.object({
  model: z.string().check(z.minLength(1)),
  input: z.union([z.string(), z.array(z.unknown())]),
});

/** The last characters show, as the real API does it. */
function maskKey(key: string): string {
  return key.length <= 8 ? '********' : `${key.slice(0, 3)}*****${key.slice(-4)}`;
}

/** The platform API under `/v1`. A POST to `/v1/responses` without body tells what a key may do and spends nothing. */
export class PlatformApi {
  readonly keys: PlatformKeys;

  constructor(secrets: SecretMint) {
    this.keys = { good: secrets.make('sk-proj-'), restricted: secrets.make('sk-proj-') };
  }

  routes(): readonly Route[] {
    return [
      { method: 'GET', path: '/v1/models', answer: (request) => this.#answerModels(request) },
      { method: 'POST', path: '/v1/responses', answer: (request) => this.answerResponses(request) },
    ];
  }

  #answerModels(request: IssuerRequest): IssuerAnswer {
    const power = this.#power(request);
    return typeof power === 'string'
      ? answerJson(200, {
          object: 'list',
          data: modelIds.map((id) => ({ id, object: 'model', created: createdAtSeconds, owned_by: 'practice' })),
        })
      : power;
  }

  answerResponses(request: IssuerRequest): IssuerAnswer {
    const power = this.#power(request);
    if (typeof power !== 'string') {
      return power;
    }
    if (power === 'read') {
      return answerApiError(403, {
        code: 'missing_scope',
        message: 'You have insufficient permissions for this operation. Missing scopes: api.responses.write.',
      });
    }
    return responsesSchema.safeParse(request.fields).success
      ? answerModelTurn()
      : answerApiError(400, { code: 'missing_required_parameter', message: "Missing required parameter: 'model'." });
  }

  #power(request: IssuerRequest): KeyPower | IssuerAnswer {
    const key = readBearer(request);
    if (key === this.keys.good) {
      return 'write';
    }
    if (key === this.keys.restricted) {
      return 'read';
    }
    return key === undefined
      ? answerApiError(401, { code: 'missing_api_key', message: "You didn't provide an API key." })
      : answerApiError(401, {
          code: 'invalid_api_key',
          message: `Incorrect API key provided: ${maskKey(key)}.`,
        });
  }
}
