import type { FaultRule } from './faults.ts';
import type { IssuerAnswer } from './wire.ts';

const hugeBodyBytes = 64 * 1024 * 1024;

const loginWallPage = '<!doctype html><title>Sign in to the network</title>';

function buildBody(body: unknown, otherwise: string): string {
  if (body === undefined) {
    return otherwise;
  }
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** What a fault says instead of the endpoint; undefined when the endpoint is to be asked all the same. */
export function answerFault({ kind, status, body, headers }: FaultRule): IssuerAnswer | 'cut' | undefined {
  const json = { 'content-type': 'application/json', ...headers };
  switch (kind) {
    case 'cut':
      return 'cut';
    case 'status':
      return {
        status: status ?? 500,
        headers: json,
        body: buildBody(body, '{"error":{"message":"A fault on demand."}}'),
      };
    case 'wrongType':
      return {
        status: status ?? 200,
        headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
        body: buildBody(body, loginWallPage),
      };
    case 'hugeBody':
      return { status: status ?? 200, headers: json, body: `{"filler":"${'x'.repeat(hugeBodyBytes)}"}` };
    case 'redirect':
      return { status: status ?? 302, headers: { location: '/redirected-by-fault', ...headers }, body: '' };
    case 'delay':
    case 'lostAnswer':
      return undefined;
  }
}
