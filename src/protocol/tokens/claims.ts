import type { Secret } from '../../base/secret.ts';
import * as z from 'zod/mini';
import { decodeJwtPayload } from './jwt.ts';

/** What we read of a token. Every claim may be missing: then the plan is unknown, never the sign-in invalid. */
export interface Claims {
  readonly email: string | undefined;
  readonly userId: string | undefined;
  /** The workspace the token was issued for. */
  readonly workspaceId: string | undefined;
  /** Raw plan name; may be one we do not know. */
  readonly plan: string | undefined;
  readonly issuer: string | undefined;
  readonly audiences: readonly string[];
  readonly issuedAtMs: number | undefined;
  readonly expiresAtMs: number | undefined;
}

const text = z.catch(z.optional(z.string()), undefined);
const seconds = z.catch(z.optional(z.number()), undefined);

const claimsSchema = z.object({
  email: text,
  iss: text,
  aud: z.catch(z.optional(z.union([z.string(), z.array(z.string())])), undefined),
  iat: seconds,
  exp: seconds,
  'https://api.openai.com/auth': z.catch(
    z.optional(
      z.object({
        chatgpt_plan_type: text,
        chatgpt_user_id: text,
        user_id: text,
        chatgpt_account_id: text,
      }),
    ),
    undefined,
  ),
  'https://api.openai.com/profile': z.catch(z.optional(z.object({ email: text })), undefined),
});

/** The claims of a token (docs/codex-protocol.md, Claims and plans), or undefined when it is not a JWT at all. */
export function decodeClaims(token: Secret): Claims | undefined {
  const payload = decodeJwtPayload(token.reveal());
  const parsed = payload === undefined ? undefined : claimsSchema.safeParse(payload);
  if (parsed?.success !== true) {
    return undefined;
  }
  const claims = parsed.data;
  const auth = claims['https://api.openai.com/auth'];
  return {
    email: claims.email ?? claims['https://api.openai.com/profile']?.email,
    userId: auth?.chatgpt_user_id ?? auth?.user_id,
    workspaceId: auth?.chatgpt_account_id,
    plan: auth?.chatgpt_plan_type,
    issuer: claims.iss,
    audiences: claims.aud === undefined ? [] : [claims.aud].flat(),
    issuedAtMs: claims.iat === undefined ? undefined : claims.iat * 1000,
    expiresAtMs: claims.exp === undefined ? undefined : claims.exp * 1000,
  };
}
