import { randomUUID } from 'node:crypto';
import type { IssuerAnswer } from './wire.ts';

const replyText = 'Hello from the practice issuer.';
const usage = {
  input_tokens: 1,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 1,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 2,
};

/** The shortest answer of a model that ends one turn: created, one message, completed (server-sent events). */
export function answerModelTurn(): IssuerAnswer {
  const responseId = `resp_${randomUUID().replaceAll('-', '')}`;
  const message = {
    type: 'message',
    id: `msg_${responseId}`,
    role: 'assistant',
    content: [{ type: 'output_text', text: replyText, annotations: [] }],
  };
  const events = [
    { type: 'response.created', response: { id: responseId } },
    { type: 'response.output_item.done', output_index: 0, item: message },
    { type: 'response.completed', response: { id: responseId, output: [message], usage } },
  ];
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    body: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
  };
}
