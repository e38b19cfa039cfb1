import {
  buildModelsRequest,
  buildWriteProbe,
  judgeModels,
  judgeWriteProbe,
  readApiKeyInput,
  type ApiKeyCheck,
} from '../../protocol/api/apiKey.ts';
import { findObstacle } from '../../protocol/oauth/tokenEndpoint.ts';
import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { AuthError } from '../../errors/authError.ts';
import { HttpFailure } from '../../errors/httpFailure.ts';
import type { Secret } from '../../base/secret.ts';
import { buildSentence, type Sentence } from '../../errors/sentence.ts';

/** A key out of whatever was typed or found. @throws AuthError `correctInput` that says what it is instead */
export function requireApiKey(given: Secret): { readonly key: Secret; readonly fromCommand: boolean } {
  const input = readApiKeyInput(given);
  if (input.kind === 'refused') {
    throw new AuthError('correctInput', buildSentence(`apiKey.${input.problem}`, {}));
  }
  return input;
}

/** What is known of a key; `reason`: what was in the way of knowing more, where that is known. */
export interface KeyProof<Check extends ApiKeyCheck = ApiKeyCheck> {
  readonly check: Check;
  readonly reason?: Sentence | undefined;
}

/** Asks the API whether a key is alive and may write Responses; spends no tokens. `unclear` includes offline. */
export async function checkApiKey(
  http: HttpClient,
  issuer: Issuer,
  { key, signal }: { readonly key: Secret; readonly signal: AbortSignal },
): Promise<KeyProof> {
  try {
    const models = await http.send(buildModelsRequest(issuer, key, signal));
    const alive = judgeModels(models);
    if (alive !== 'alive') {
      return { check: alive, reason: findObstacle(models) };
    }
    const probe = await http.send(buildWriteProbe(issuer, key, signal));
    return { check: judgeWriteProbe(probe), reason: findObstacle(probe) };
  } catch (failure) {
    if (failure instanceof HttpFailure) {
      return { check: 'unclear', reason: failure.sentence };
    }
    throw failure;
  }
}

/**
 * Proves a key with that check, which is what it is sent for, once.
 * @returns `unclear` where it is not known
 * @throws AuthError `correctInput` for a key that is of no use
 */
export async function proveApiKey(
  http: HttpClient,
  issuer: Issuer,
  candidate: { readonly key: Secret; readonly signal: AbortSignal },
): Promise<KeyProof<'good' | 'unclear'>> {
  const { check, reason } = await checkApiKey(http, issuer, candidate);
  if (check === 'invalid' || check === 'mayNotWriteResponses') {
    throw new AuthError('correctInput', buildSentence(`apiKey.${check}`, {}));
  }
  return { check, reason };
}
