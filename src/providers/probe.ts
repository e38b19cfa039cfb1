import * as z from 'zod/mini';
import type { HealthVerdict } from '../accounts/use/healthVerdict.ts';
import { AuthError } from '../errors/authError.ts';
import { HttpFailure } from '../errors/httpFailure.ts';
import { buildSentence, type Sentence } from '../errors/sentence.ts';
import { successJson, type HttpAnswer, type HttpRequest } from '../network/http.ts';
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
  /** Nobody could say. */
  | { readonly kind: 'noAnswer'; readonly sentence: Sentence };

/** A look at a provider that a person can end. */
export type ProbeHttp = Pick<ProbePorts, 'http' | 'clock'> & { readonly signal: AbortSignal };

const limitMs = 10_000;

/** One request of a probe, ended after ten seconds. @throws HttpFailure, or AuthError when it took too long */
export async function sendProbe(
  request: Omit<HttpRequest, 'signal'>,
  { http, clock, signal }: ProbeHttp,
): Promise<HttpAnswer> {
  const limit = new AbortController();
  const done = new AbortController();
  const timer = clock.delay(limitMs, done.signal).then(
    () => {
      const seconds = String(limitMs / 1000);
      limit.abort(
        new AuthError('checkNetwork', buildSentence('network.tooSlow', { host: hostOf(request.url), seconds })),
      );
    },
    () => undefined,
  );
  try {
    return await http.send({ ...request, signal: AbortSignal.any([signal, limit.signal]) });
  } finally {
    done.abort();
    await timer;
  }
}

/** The name of a host is known to nobody: what was typed of it is wrong more often than the network. */
export function isHostUnknown(failure: unknown): boolean {
  return (
    failure instanceof HttpFailure &&
    /\b(?:ENOTFOUND|ERR_NAME_NOT_RESOLVED)\b/u.test(listCauseTexts(failure).join('\n'))
  );
}

/** What says nothing of the provider itself. */
export function explainFailure(failure: unknown): ProbeResult {
  if (failure instanceof AuthError) {
    return { kind: 'noAnswer', sentence: failure.sentence };
  }
  throw failure;
}

/** An answer that is none of the provider's own, or one that nobody knows. */
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
      return { kind: 'good', isAsked: false };
    case 'refused':
      return { kind: 'refused' };
    case 'wrong':
    case 'noAnswer':
      return { kind: 'offline', sentence: result.sentence };
  }
}

/** The host of an address, to be named to a person. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

const mostCauses = 10;

function listCauseTexts(failure: unknown): readonly string[] {
  const texts: string[] = [];
  for (let cause = failure; cause instanceof Error && texts.length < mostCauses; cause = cause.cause) {
    texts.push('code' in cause ? String(cause.code) : '', cause.message);
  }
  return texts;
}
