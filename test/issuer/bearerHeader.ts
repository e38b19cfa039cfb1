import type { IssuerRequest } from './wire.ts';

/** The proof of an `Authorization: AgentAssertion …` header, as the CLI 0.171.0 sends it. */
export function readAgentAssertion({ headers }: IssuerRequest): string | undefined {
  const match = /^AgentAssertion (?<assertion>\S+)$/u.exec(headers['authorization'] ?? '');
  return match?.groups?.['assertion'];
}

/** The token of an `Authorization: Bearer …` header (RFC 6750 2.1). */
export function readBearer({ headers }: IssuerRequest): string | undefined {
  const match = /^Bearer (?<token>\S+)$/u.exec(headers['authorization'] ?? '');
  return match?.groups?.['token'];
}
