import { writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { Choice, TokenAnswer } from '../issuer/practiceIssuer.ts';
import type { CodexHome } from './codexCli.ts';

const provenanceSchema = z.strictObject({ issuer: z.string(), client_id: z.string() });

/** `auth.json` of a ChatGPT sign-in, exactly as 0.171.0 writes it (docs/codex-protocol.md, auth.json). */
const chatgptDocumentSchema = z.strictObject({
  auth_mode: z.literal('chatgpt'),
  OPENAI_API_KEY: z.nullable(z.string()),
  tokens: z.strictObject({
    id_token: z.string(),
    access_token: z.string(),
    refresh_token: z.string(),
    oauth_provenance: z.optional(provenanceSchema),
    login_owner_id: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/u))),
    account_id: z.string(),
  }),
  last_refresh: z.iso.datetime(),
});

export type ChatgptDocument = z.infer<typeof chatgptDocumentSchema>;

/** @throws Error when there is none, or the CLI wrote another shape */
export async function requireDocument(home: CodexHome): Promise<ChatgptDocument> {
  return chatgptDocumentSchema.parse(JSON.parse((await home.readAuth()) ?? 'null'));
}

export interface PlacedCredential {
  readonly answer: TokenAnswer;
  readonly choice: Choice;
  readonly provenance: { readonly issuer: string; readonly client_id: string };
  /** A lease carries no refresh token. */
  readonly lease?: boolean;
  /** When its tokens came; now, unless it is said. */
  readonly receivedMs?: number;
}

/** Puts a credential into a Home as the CLI would have written it. */
export async function placeCredential(home: CodexHome, placed: PlacedCredential): Promise<void> {
  const { answer, choice, provenance } = placed;
  const document: ChatgptDocument = {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: answer.id_token,
      access_token: answer.access_token,
      refresh_token: placed.lease === true ? '' : answer.refresh_token,
      oauth_provenance: provenance,
      account_id: choice.workspaceId,
    },
    last_refresh: new Date(placed.receivedMs ?? Date.now()).toISOString(),
  };
  await writeFile(home.authFile, JSON.stringify(document, undefined, 2), { mode: 0o600 });
}
