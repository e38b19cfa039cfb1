import type { AnswerDetails } from '../../src/errors/messageIds/server.ts';

/** An answer of which only this is known. */
export function detailsWith(given: Partial<AnswerDetails> = {}): AnswerDetails {
  return { status: '', code: '', waitSeconds: '', requestId: '', at: '', ...given };
}
