import { l10n } from 'vscode';
import type { AccountFileCondition } from '../../../ci/accountFileConditions.ts';
import type { Fact } from './fact.ts';

/** What the documents say about Codex that runs unattended. */
export const ciFacts = {
  keyIsDefault: {
    sources: ['nonInteractive', 'auth'],
    say: () => l10n.t('The recommended default for automation: simpler to provision and to rotate.'),
  },
  keyByAction: {
    sources: ['githubAction', 'nonInteractive'],
    say: () =>
      l10n.t(
        'OpenAI’s own action installs Codex, hands the key to a proxy, and takes administrator rights from what runs.',
      ),
  },
  keyInline: {
    sources: ['nonInteractive'],
    say: () => l10n.t('The key is given to the one step that runs Codex, never to the whole job.'),
  },
  keyIsForExec: {
    sources: ['nonInteractive', 'guide'],
    say: () =>
      l10n.t(
        'CODEX_API_KEY is for “codex exec”; an interactive codex ignores it. Without one, “codex exec” uses the sign-in that is saved there.',
      ),
  },
  tokenIsForWorkspaces: {
    sources: ['accessTokens', 'pricing'],
    say: () =>
      l10n.t('For workspaces that have access tokens (Business, Enterprise). Plans for individuals have none.'),
  },
  accountIsAdvanced: {
    sources: ['ciAuth', 'nonInteractive'],
    say: () =>
      l10n.t(
        'Advanced. For teams with Codex in ChatGPT on trusted runners, and for people who need the limits of their plan in place of API usage; only where Codex has to run as your account.',
      ),
  },
  accountIsNeverPublic: {
    sources: ['ciAuth', 'nonInteractive'],
    say: () => l10n.t('Never for public or open-source repositories.'),
  },
  outputIsSensitive: {
    sources: ['nonInteractive'],
    say: () => l10n.t('Prompts and tool output can hold sensitive code and data, and CI keeps them in its logs.'),
  },
  neverUntrusted: {
    sources: ['auth', 'nonInteractive'],
    say: () => l10n.t('Never let Codex run in untrusted or public environments.'),
  },
  resumeGoesOn: {
    sources: ['nonInteractive'],
    say: () => l10n.t('“codex exec resume” goes on with the session of the stage before.'),
  },
} as const satisfies Readonly<Record<string, Fact>>;

/** The conditions of "Maintain Codex account auth in CI/CD", of which all must hold. */
export const conditionFacts: Readonly<Record<AccountFileCondition, Fact>> = {
  needsAccount: {
    sources: ['ciAuth'],
    say: () => l10n.t('It has to be a ChatGPT account: an API key does not do.'),
  },
  noSignInThere: {
    sources: ['ciAuth'],
    say: () => l10n.t('“codex login” cannot be run on the runner itself.'),
  },
  trustedRunner: {
    sources: ['ciAuth'],
    say: () => l10n.t('The runner is trusted, private infrastructure.'),
  },
  fileIsKept: {
    sources: ['ciAuth'],
    say: () => l10n.t('The file that Codex renews is kept for the next run.'),
  },
  oneStream: {
    sources: ['ciAuth'],
    say: () =>
      l10n.t('One machine, or one stream of jobs that run one after the other, uses this sign-in, and nobody else.'),
  },
};
