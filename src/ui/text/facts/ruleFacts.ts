import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** Who prescribes how Codex is signed in. */
export const ruleFacts = {
  byAdmin: {
    sources: ['managedConfiguration', 'cli'],
    say: () => l10n.t('How administrators prescribe the ways to sign in.'),
  },
} as const satisfies Readonly<Record<string, Fact>>;
