import {
  buildModelsRequest,
  buildWriteProbe,
  judgeModels,
  judgeWriteProbe,
  readApiKeyInput,
  type ApiKeyCheck,
} from '../../protocol/api/apiKey.ts';
import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { AuthError } from '../../errors/authError.ts';
import { HttpFailure } from '../../errors/httpFailure.ts';
import type { Secret } from '../../util/secret.ts';
import { buildSentence } from '../../errors/sentence.ts';

/** A key out of whatever was typed or found. @throws AuthError `correctInput` that says what it is instead */
export function requireApiKey(given: Secret): { readonly key: Secret; readonly fromCommand: boolean } {
  const input = readApiKeyInput(given);
  if (input.kind === 'refused') {
    throw new AuthError('correctInput', buildSentence(`apiKey.${input.problem}`, {}));
  }
  return input;
}

/** Asks the API whether a key is alive and may write Responses; spends no tokens. `unclear` includes offline. */
export async function checkApiKey(
  http: HttpClient,
  issuer: Issuer,
  { key, signal }: { readonly key: Secret; readonly signal: AbortSignal },
): Promise<ApiKeyCheck> {
  try {
    const alive = judgeModels(await http.send(buildModelsRequest(issuer, key, signal)));
    return alive === 'alive' ? judgeWriteProbe(await http.send(buildWriteProbe(issuer, key, signal))) : alive;
  } catch (failure) {
    if (failure instanceof HttpFailure) {
      return 'unclear';
    }
    throw failure;
  }
}

/**
 * Proves a key with that check, which is what it is sent for, once.
 * @returns `unclear` when nobody could say
 * @throws AuthError `correctInput` for a key that is of no use
 */
export async function proveApiKey(
  http: HttpClient,
  issuer: Issuer,
  candidate: { readonly key: Secret; readonly signal: AbortSignal },
): Promise<'good' | 'unclear'> {
  const check = await checkApiKey(http, issuer, candidate);
  if (check === 'invalid' || check === 'mayNotWriteResponses') {
    throw new AuthError('correctInput', buildSentence(`apiKey.${check}`, {}));
  }
  return check;
}
