import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** What the documents say about leaving an API key for ChatGPT. */
export const migrationFacts = {
  versionNeeded: {
    sources: ['earlierRepository'],
    say: () => l10n.t('The Codex CLI has to be 0.20.0 or later.'),
  },
  fileGoes: {
    sources: ['earlierRepository'],
    say: () => l10n.t('An earlier page deletes auth.json. Moved aside, it can be put back.'),
  },
  loginAgain: {
    sources: ['earlierRepository', 'auth'],
    say: () => l10n.t('Then sign in again, with ChatGPT this time.'),
  },
  cloudTasksNeedIt: {
    sources: ['guide', 'auth'],
    say: () => l10n.t('Cloud tasks need a ChatGPT sign-in; an API key has none.'),
  },
} as const satisfies Readonly<Record<string, Fact>>;
