import { writeFileSync } from 'node:fs';
import type { TokenAnswer } from '../issuer/practiceIssuer.ts';

export interface ChatGptPlace {
  readonly answer: TokenAnswer;
  /** The `account_id` of the document. */
  readonly workspaceId: string;
  readonly issuerUrl: string;
}

/** The client of the real CLI, which `issueGrant` gives a grant to by default. */
const codexClientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

/** Builds `auth.json` as the CLI writes it after a ChatGPT sign-in (docs/codex-protocol.md, auth.json). */
export function buildChatGptDocument({ answer, workspaceId, issuerUrl }: ChatGptPlace): string {
  return JSON.stringify(
    {
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: {
        id_token: answer.id_token,
        access_token: answer.access_token,
        refresh_token: answer.refresh_token,
        oauth_provenance: { issuer: issuerUrl, client_id: codexClientId },
        account_id: workspaceId,
      },
      last_refresh: new Date().toISOString(),
    },
    undefined,
    2,
  );
}

export function writeChatGptDocument(authFile: string, place: ChatGptPlace): void {
  writeFileSync(authFile, buildChatGptDocument(place), { mode: 0o600 });
}
