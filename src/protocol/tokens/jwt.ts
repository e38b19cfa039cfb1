import { decodeBase64Url } from '../../base/bytes.ts';
import { parseJson } from '../../base/json.ts';

/** As long as the largest answer and the largest `auth.json`: who is in many organisations has a long token. */
const longestToken = 1024 * 1024;

/**
 * The payload of a JWT, unverified: good for display and scheduling of a token that came over TLS from its issuer or
 * from the person's own file, never for an access decision (docs/threats.md, T-JWT-1). Answers undefined for
 * anything but three non-empty parts of strict base64url with UTF-8 JSON objects in front.
 */
export function decodeJwtPayload(token: string): Readonly<Record<string, unknown>> | undefined {
  if (token.length > longestToken) {
    return undefined;
  }
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || header === '' || payload === '' || signature === '') {
    return undefined;
  }
  if (decodeBase64Url(signature) === undefined || decodePart(header) === undefined) {
    return undefined;
  }
  return decodePart(payload);
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = decodeBase64Url(part);
  if (bytes === undefined) {
    return undefined;
  }
  try {
    const value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
