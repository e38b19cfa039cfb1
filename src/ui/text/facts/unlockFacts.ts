import { l10n } from 'vscode';
import type { UnlockRow, UnlockState } from '../../../billing/unlocks.ts';
import type { Fact } from './fact.ts';

/** What the documents say where a row has a state; where they disagree, each statement with its own documents. */
type Statements = Readonly<Partial<Record<UnlockState, readonly [Fact, ...Fact[]]>>>;

/** The statements are true for every kind of account that can have the row in this state. */
export const unlockFacts: Readonly<Record<UnlockRow, Statements>> = {
  localWork: {
    yes: [
      { sources: ['auth', 'pricing'], say: () => l10n.t('The Codex CLI and the editor extension, with this sign-in.') },
    ],
    differs: [
      {
        sources: ['accessTokens'],
        say: () => l10n.t('The Codex CLI, codex exec and app-server. The documents do not name the editor extension.'),
      },
    ],
  },
  cloudTasks: {
    yes: [
      {
        sources: ['pricing', 'auth'],
        say: () => l10n.t('Codex cloud: GitHub pull request reviews, Slack, and scheduled cloud tasks.'),
      },
    ],
    no: [
      {
        sources: ['auth', 'pricing'],
        say: () =>
          l10n.t(
            'Codex cloud, pull request reviews and Slack need a ChatGPT sign-in. Local tasks, scheduled ones too, work.',
          ),
      },
      {
        sources: ['guide'],
        say: () => l10n.t('An earlier guide counts all scheduled jobs among what needs a ChatGPT sign-in.'),
      },
    ],
  },
  fastMode: {
    yes: [
      {
        sources: ['speed'],
        say: () => l10n.t('Answers about 1.5 times as fast, and uses 2 to 2.5 times the credits.'),
      },
    ],
    differs: [
      {
        sources: ['speed', 'pricing'],
        say: () => l10n.t('With an API key, it is API priority processing at its own price, not ChatGPT credits.'),
      },
      {
        sources: ['earlierAuth', 'guide'],
        say: () =>
          l10n.t('Earlier pages: features that rely on ChatGPT credits, such as fast mode, need a ChatGPT sign-in.'),
      },
    ],
  },
  newestModels: {
    yes: [
      { sources: ['guide'], say: () => l10n.t('An earlier guide: new models often came to ChatGPT plans first.') },
      { sources: ['workspaceModels'], say: () => l10n.t('In some workspaces, an admin has to switch a new model on.') },
    ],
    differs: [
      {
        sources: ['pricing', 'workspaceModels'],
        say: () => l10n.t('Which models there are follows the key or the workspace.'),
      },
      {
        sources: ['earlierPricing', 'guide'],
        say: () => l10n.t('Earlier pages: with an API key, new models often came later.'),
      },
    ],
  },
  payPerToken: {
    yes: [
      {
        sources: ['auth', 'earlierAuth'],
        say: () =>
          l10n.t(
            'OpenAI bills every token through your OpenAI Platform account at standard API prices instead of credits. What a plan includes does not apply.',
          ),
      },
    ],
    no: [
      {
        sources: ['pricing'],
        say: () => l10n.t('The subscription pays. Past its limits you can buy credits, or wait until they reset.'),
      },
    ],
    differs: [
      {
        sources: ['pricing'],
        say: () => l10n.t('The workspace’s plan pays. Where it has flexible pricing, credits are priced by tokens.'),
      },
    ],
  },
  costCeiling: {
    yes: [
      {
        sources: ['guide'],
        say: () =>
          l10n.t(
            'An earlier guide: a subscription is the ceiling by itself, and the billing of an API key is yours to control.',
          ),
      },
    ],
  },
  automation: {
    yes: [
      {
        sources: ['auth', 'nonInteractive', 'accessTokens'],
        say: () =>
          l10n.t(
            'Made for it: kept as a secret of the pipeline, it signs in without a browser. Never in untrusted or public environments.',
          ),
      },
    ],
    differs: [
      {
        sources: ['ciAuth', 'nonInteractive'],
        say: () =>
          l10n.t(
            'Possible with more care, on private runners and one job at a time. An API key is the recommended way.',
          ),
      },
    ],
  },
};
