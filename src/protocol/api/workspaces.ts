import * as z from 'zod/mini';
import type { Secret } from '../../base/secret.ts';
import { successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import type { Issuer } from '../oauth/issuer.ts';

/** One workspace that a token can name. */
export interface Workspace {
  readonly workspaceId: string;
  readonly name: string | undefined;
  readonly plan: string | undefined;
  readonly isPersonal: boolean;
}

const entry = z.object({
  id: z.optional(z.string()),
  account_id: z.optional(z.string()),
  name: z.optional(z.nullable(z.string())),
  plan_type: z.optional(z.nullable(z.string())),
  structure: z.optional(z.nullable(z.string())),
});

const checkAnswer = z.object({
  accounts: z.union([z.array(entry), z.record(z.string(), z.object({ account: entry }))]),
});

/** Asks which workspaces this token opens; `workspaceId` is the one to ask as. */
export function buildAccountsCheck(
  issuer: Issuer,
  accessToken: Secret,
  workspaceId: string | undefined,
): Omit<HttpRequest, 'signal'> {
  return {
    method: 'GET',
    url: issuer.accountsCheckUrl,
    headers: {
      authorization: `Bearer ${accessToken.reveal()}`,
      ...(workspaceId === undefined ? {} : { 'chatgpt-account-id': workspaceId }),
    },
  };
}

/** The workspaces of `wham/accounts/check`, in either of its two shapes (docs/codex-protocol.md, Backend). */
export function parseAccountsCheck(answer: HttpAnswer): readonly Workspace[] | undefined {
  const parsed = checkAnswer.safeParse(successJson(answer));
  if (!parsed.success) {
    return undefined;
  }
  const { accounts } = parsed.data;
  const entries = Array.isArray(accounts) ? accounts : Object.values(accounts).map(({ account }) => account);
  return entries.flatMap((account) => {
    const workspaceId = account.id ?? account.account_id;
    return workspaceId === undefined
      ? []
      : [
          {
            workspaceId,
            name: account.name ?? undefined,
            plan: account.plan_type ?? undefined,
            isPersonal: account.structure === 'personal',
          },
        ];
  });
}
