import { AuthError, type NetworkReason } from './authError.ts';
import type { Sentence } from './sentence.ts';

/** Whether the server may have read a request that failed: what it brought, a code or a refresh token, may be spent then. */
export type Delivery = 'notSent' | 'uncertain';

/** What is known of a request that failed, where the connection is. */
export interface HttpFailureDetails {
  readonly reason: NetworkReason;
  readonly delivery: Delivery;
  /** Something in between answered: a sign-in page of the network, a proxy. */
  readonly isForeignAnswer?: boolean;
  readonly cause?: unknown;
}

/** No whole answer came to a request. Made where the connection is known; nobody guesses the delivery from words. */
export class HttpFailure extends AuthError {
  declare readonly reason: NetworkReason;
  readonly delivery: Delivery;
  readonly isForeignAnswer: boolean;

  constructor(sentence: Sentence, { reason, delivery, isForeignAnswer = false, cause }: HttpFailureDetails) {
    super('checkNetwork', sentence, { reason, cause });
    this.delivery = delivery;
    this.isForeignAnswer = isForeignAnswer;
  }

  /** The same failure in words that say more. */
  inWords(sentence: Sentence): HttpFailure {
    return new HttpFailure(sentence, this);
  }
}
