import * as z from 'zod/mini';
import type { HealthVerdict } from '../accounts/use/healthVerdict.ts';
import { AuthError } from '../errors/authError.ts';
import { HttpFailure } from '../errors/httpFailure.ts';
import { buildSentence, type Sentence } from '../errors/sentence.ts';
import { successJson, type HttpAnswer, type HttpRequest } from '../network/http.ts';
import { sendShortRequest } from '../network/shortRequest.ts';
import { findForeignAnswer } from '../protocol/oauth/tokenEndpoint.ts';
import { parseJson } from '../base/json.ts';
import type { ProbePorts } from './ports.ts';

/** What a provider says when it is asked, with a request that bills nothing. */
export type ProbeResult =
  | { readonly kind: 'good' }
  /** Nothing was seen against it, and nothing tells more without a request that is billed. */
  | { readonly kind: 'notCheckable'; readonly sentence: Sentence }
  /** It takes the key for none of its own. */
  | { readonly kind: 'refused'; readonly sentence: Sentence }
  /** Something else that was given is not there: a host, a version, a model, a server, a sign-in that a command renews. */
  | { readonly kind: 'wrong'; readonly sentence: Sentence; readonly signInCommand?: string }
  /** Not known. */
  | { readonly kind: 'noAnswer'; readonly sentence: Sentence };

/** A look at a provider that a person can end. */
export type ProbeHttp = Pick<ProbePorts, 'http' | 'clock'> & { readonly signal: AbortSignal };

/** One request of a probe, ended after ten seconds. @throws HttpFailure also when it took too long */
export function sendProbe(request: Omit<HttpRequest, 'signal'>, ports: ProbeHttp): Promise<HttpAnswer> {
  return sendShortRequest((signal) => ({ ...request, signal }), ports);
}

/** The name of a host is known to nobody: what was typed of it is wrong more often than the network. */
export function isHostUnknown(failure: unknown): boolean {
  return failure instanceof HttpFailure && failure.reason === 'hostUnknown';
}

/** What says nothing of the provider itself. */
export function explainFailure(failure: unknown): ProbeResult {
  if (failure instanceof AuthError) {
    return { kind: 'noAnswer', sentence: failure.sentence };
  }
  throw failure;
}

/** An answer that is none of the provider's own, or one that is not known. */
export function explainAnswer(answer: HttpAnswer, host: string): ProbeResult {
  return {
    kind: 'noAnswer',
    sentence:
      findForeignAnswer(answer) ?? buildSentence('provider.notUnderstood', { host, status: String(answer.status) }),
  };
}

const errorBody = z.object({
  error: z.object({
    code: z.catch(z.optional(z.string()), undefined),
    message: z.catch(z.optional(z.string()), undefined),
  }),
});

/** The error of an answer: its code, and its text to be searched, never shown. */
export function readError({ text }: HttpAnswer): { readonly code: string; readonly message: string } {
  const parsed = errorBody.safeParse(parseJson(text));
  return {
    code: (parsed.data?.error.code ?? '').toLowerCase(),
    message: (parsed.data?.error.message ?? '').toLowerCase(),
  };
}

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The ids of a list of models; undefined where an answer has none. */
export function readModels(answer: HttpAnswer): readonly string[] | undefined {
  const parsed = modelList.safeParse(successJson(answer));
  return parsed.success ? parsed.data.data.map(({ id }) => id) : undefined;
}

/** What the look came to, for the account. Where nobody can say more, nothing is against it. */
export function toVerdict(result: ProbeResult): HealthVerdict {
  switch (result.kind) {
    case 'good':
      return { kind: 'good' };
    case 'notCheckable':
      return { kind: 'notAsked' };
    case 'refused':
      return { kind: 'refused' };
    case 'wrong':
      return { kind: 'misconfigured', sentence: result.sentence };
    case 'noAnswer':
      return { kind: 'offline', sentence: result.sentence };
  }
}

/** The host of an address, to be named to a person. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
