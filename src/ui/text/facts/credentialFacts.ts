import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** What the documents say where a person gives an API key or an access token. */
export const credentialFacts = {
  keyNeeds: { sources: ['earlierRepository'], say: () => l10n.t('The key needs write access to the Responses API.') },
  keyFromFile: {
    sources: ['earlierRepository'],
    say: () => l10n.t('As “codex login --with-api-key < my_key.txt” does.'),
  },
  oldKeyFlag: {
    sources: ['earlierRepository', 'auth'],
    say: () =>
      l10n.t(
        '“codex login --api-key” exits with an error now, so that no key is in the shell’s history or in a list of processes.',
      ),
  },
  keyVariables: {
    sources: ['guide', 'nonInteractive'],
    say: () =>
      l10n.t(
        'OPENAI_API_KEY is only a convention: the Codex CLI reads the key that is piped to it, or CODEX_API_KEY in “codex exec”.',
      ),
  },
  keyVariableInOthers: {
    sources: ['variables', 'workloadIdentity'],
    say: () =>
      l10n.t(
        'By newer documents CODEX_API_KEY counts for codex review, the TypeScript SDK and codex exec-server --remote, too.',
      ),
  },
  execTakesKey: {
    sources: ['cli', 'workloadIdentity'],
    say: () => l10n.t('“codex exec” and “codex review” use it before any stored sign-in.'),
  },
  tokenIsOfWorkspace: {
    sources: ['accessTokens', 'pricing'],
    say: () => l10n.t('For Business and Enterprise workspaces.'),
  },
  tokenIsOfEnterprise: {
    sources: ['auth'],
    say: () => l10n.t('The sign-in page of the documents names Enterprise alone.'),
  },
  tokenIsNoKey: { sources: ['auth'], say: () => l10n.t('General API calls keep using API keys.') },
  tokenMakers: {
    sources: ['accessTokens'],
    say: () => l10n.t('Owners, admins, and members whom an admin allows to create them.'),
  },
  tokenRotation: {
    sources: ['accessTokens'],
    say: () => l10n.t('Create the replacement first, test it, then revoke the old one.'),
  },
  tokenVariable: {
    sources: ['cli', 'variables'],
    say: () =>
      l10n.t(
        'A Codex that is started with CODEX_ACCESS_TOKEN uses it in place of every stored sign-in; one that joins a running background server does not.',
      ),
  },
} as const satisfies Readonly<Record<string, Fact>>;
