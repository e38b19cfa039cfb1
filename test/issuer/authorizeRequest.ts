import * as z from 'zod/mini';

const callbackPorts = [1455, 1457] as const;
const callbackHosts = ['127.0.0.1', 'localhost'] as const;

/** The origins of the only redirect addresses that are on the list. */
export const redirectOrigins: readonly string[] = callbackPorts.flatMap((port) =>
  callbackHosts.map((host) => `http://${host}:${String(port)}`),
);

const redirectUris = redirectOrigins.map((origin) => `${origin}/auth/callback`);

export interface AuthorizeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly state: string;
  readonly scope: string;
  /** The workspaces that may be chosen; undefined when any may. */
  readonly allowedWorkspaceIds: readonly string[] | undefined;
}

const nonEmpty = z.string().check(z.minLength(1));

const authorizeSchema = z.object({
  response_type: z.literal('code'),
  client_id: nonEmpty,
  redirect_uri: z.string().check(z.refine((uri) => redirectUris.includes(uri), 'not on the list')),
  code_challenge: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/u, 'must be 43 base64url characters')),
  code_challenge_method: z.literal('S256'),
  state: nonEmpty,
  scope: z.string().check(z.refine((scope) => scope.split(' ').includes('openid'), 'must name openid')),
  allowed_workspace_id: z.optional(z.string()),
});

/**
 * Reads `/oauth/authorize` (docs/codex-protocol.md, Authorize address). Unknown parameters may be there, repeated ones
 * not (RFC 6749 section 3.1).
 */
export function parseAuthorizeRequest(
  query: URLSearchParams,
): { readonly ok: AuthorizeRequest } | { readonly problem: string } {
  const names = [...query.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    return { problem: `The parameter ${repeated} stands there more than once.` };
  }
  const parsed = authorizeSchema.safeParse(Object.fromEntries(query));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `The parameter ${issue?.path.join('.') ?? ''} is not right: ${issue?.message ?? ''}.` };
  }
  const { data } = parsed;
  return {
    ok: {
      clientId: data.client_id,
      redirectUri: data.redirect_uri,
      codeChallenge: data.code_challenge,
      state: data.state,
      scope: data.scope,
      allowedWorkspaceIds: data.allowed_workspace_id?.split(',').filter((id) => id !== ''),
    },
  };
}
