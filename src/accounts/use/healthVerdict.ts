import { findAnswerKind, isRefusal } from '../../errors/serverAnswer.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { RefreshOutcome } from '../refresh/refreshOutcome.ts';

/** What the service said of an account. `offline`: it did not answer, which says nothing of the account. */
export type HealthVerdict =
  | { readonly kind: 'good' }
  /** Nothing was asked, as every question is billed: nothing is against it. */
  | { readonly kind: 'notAsked' }
  /** It answers, but something of what was given is not there: a model, a deployment, a host. */
  | { readonly kind: 'misconfigured'; readonly sentence: Sentence }
  | { readonly kind: 'refused' }
  /** `sentence`: what was in the way, where that is known. */
  | { readonly kind: 'offline'; readonly sentence?: Sentence | undefined }
  /** The sign-in lives, and does not open the account's workspace any more. */
  | { readonly kind: 'workspaceClosed' }
  /** Another installation on this computer holds the newest token. */
  | { readonly kind: 'keptElsewhere'; readonly product: string }
  /** Codex uses the sign-in from a Home that can not be written, so it is not renewed here. */
  | { readonly kind: 'homeNotWritable'; readonly sentence: Sentence };

/** What a refresh says about an account's health. */
export function judgeOutcome(outcome: RefreshOutcome): HealthVerdict {
  switch (outcome.kind) {
    case 'renewed':
    case 'fresh':
      return { kind: 'good' };
    case 'dead':
      return { kind: 'refused' };
    case 'workspaceClosed':
      return { kind: 'workspaceClosed' };
    case 'keptElsewhere':
      return { kind: 'keptElsewhere', product: outcome.product };
    case 'homeNotWritable':
      return { kind: 'homeNotWritable', sentence: outcome.sentence };
    case 'offline':
      return { kind: 'offline', sentence: outcome.sentence };
    case 'leftToCodex':
    case 'missing':
      return { kind: 'offline' };
  }
}

/** Whether the service was reached and refused: then nothing is wrong with the connection. */
export function isRefused(verdict: HealthVerdict | undefined): boolean {
  const sentence = verdict?.kind === 'offline' ? verdict.sentence : undefined;
  const answer = sentence && findAnswerKind(sentence);
  return answer !== undefined && isRefusal(answer);
}
