import { l10n } from 'vscode';
import type { Unlock, UnlockRow, UnlockState } from '../../billing/unlocks.ts';

/** One row of "what this account unlocks" in words: its name, the state as a word, and what that means. */
export interface UnlockWords {
  readonly title: string;
  readonly state: string;
  readonly sentence: string;
}

/** The words of a row; the sentences are true for every kind of account that can have the row in this state. */
export function describeUnlock({ row, state }: Pick<Unlock, 'row' | 'state'>): UnlockWords {
  const { title, sentences } = rowWords[row]();
  return { title, state: stateWord(state), sentence: sentences[state] ?? notDocumented() };
}

function stateWord(state: UnlockState): string {
  switch (state) {
    case 'yes':
      return l10n.t('Yes');
    case 'no':
      return l10n.t('No');
    case 'differs':
      return l10n.t('Partly');
    case 'unknown':
      return l10n.t('Not documented');
  }
}

interface RowWords {
  readonly title: string;
  /** Only what the documents say; for a state without a sentence nothing is documented. */
  readonly sentences: Readonly<Partial<Record<UnlockState, string>>>;
}

const rowWords: Readonly<Record<UnlockRow, () => RowWords>> = {
  cloudTasks: () => ({
    title: l10n.t('Cloud tasks'),
    sentences: {
      yes: l10n.t('Codex cloud, GitHub pull request reviews, Slack, and scheduled cloud tasks.'),
      no: l10n.t('Codex cloud, pull request reviews and Slack need a ChatGPT sign-in. Local tasks, scheduled ones too, work.'),
    },
  }),
  fastMode: () => ({
    title: l10n.t('Fast mode'),
    sentences: {
      yes: l10n.t('Answers about 1.5 times as fast, and uses 2 to 2.5 times the credits.'),
      differs: l10n.t('Not the ChatGPT credits feature: with a key, faster answers come as API priority processing at its own price.'),
    },
  }),
  newestModels: () => ({
    title: l10n.t('Newest models on day one'),
    sentences: {
      yes: l10n.t('New models usually come to paid plans on the first day; a workspace admin may switch them on later.'),
      differs: l10n.t('Follows what the key or the workspace allows. To API keys, new models have often come later.'),
    },
  }),
  payPerToken: () => ({
    title: l10n.t('Pay per token'),
    sentences: {
      yes: l10n.t('Every token is billed to the API organization at its standard prices. Plan credits do not apply.'),
      no: l10n.t('The subscription pays. Past its limits you can buy credits, or wait until they reset.'),
      differs: l10n.t('The workspace’s plan pays. Where it has flexible pricing, credits are priced by tokens.'),
    },
  }),
  costCeiling: () => ({
    title: l10n.t('Predictable cost'),
    sentences: {
      yes: l10n.t('You set the limit: the fixed price of a subscription, or the billing of the key’s API organization.'),
    },
  }),
  automation: () => ({
    title: l10n.t('Scripts and CI'),
    sentences: {
      yes: l10n.t('Made for it: kept as a secret of the pipeline, it signs in without a browser. Never in public environments.'),
      differs: l10n.t('Possible with more care, on private runners and one job at a time. An API key is the recommended way.'),
    },
  }),
};

function notDocumented(): string {
  return l10n.t('The documentation does not say it for this kind of account, so neither do we.');
}
