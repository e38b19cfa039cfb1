import type { IssuerRequest } from './wire.ts';

/** The token of an `Authorization: Bearer …` header (RFC 6750 2.1). */
export function readBearer({ headers }: IssuerRequest): string | undefined {
  const match = /^Bearer (?<token>\S+)$/u.exec(headers['authorization'] ?? '');
  return match?.groups?.['token'];
}
