import { AuthError } from './authError.ts';
import type { Sentence } from './sentence.ts';

/** Whether the server may have read a request that failed: what it brought, a code or a refresh token, may be spent then. */
export type Delivery = 'notSent' | 'uncertain';

export interface HttpFailureDetails {
  readonly delivery: Delivery;
  /** Somebody in between answered: a sign-in page of the network, a proxy. */
  readonly isForeignAnswer?: boolean;
  readonly cause?: unknown;
}

/** No whole answer came to a request. Made where the connection is known; nobody guesses the delivery from words. */
export class HttpFailure extends AuthError {
  readonly delivery: Delivery;
  readonly isForeignAnswer: boolean;

  constructor(sentence: Sentence, { delivery, isForeignAnswer = false, cause }: HttpFailureDetails) {
    super('checkNetwork', sentence, { cause });
    this.delivery = delivery;
    this.isForeignAnswer = isForeignAnswer;
  }
}
