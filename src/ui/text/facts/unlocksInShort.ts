import { l10n } from 'vscode';
import type { UnlockRow } from '../../../billing/unlocks.ts';
import type { Fact } from './fact.ts';

/** What an account has in another form than the row's name suggests, in the few words that a tooltip has room for. */
export const unlocksInShort: Readonly<Partial<Record<UnlockRow, Fact>>> = {
  localWork: { sources: ['accessTokens'], say: () => l10n.t('the Codex CLI and app-server') },
  fastMode: { sources: ['speed', 'pricing'], say: () => l10n.t('fast mode at API priority prices') },
  newestModels: {
    sources: ['pricing', 'workspaceModels'],
    say: () => l10n.t('models as the key or workspace has them'),
  },
  payPerToken: { sources: ['pricing'], say: () => l10n.t('credits priced by tokens where the plan is flexible') },
  automation: { sources: ['ciAuth'], say: () => l10n.t('scripts and CI on private runners') },
};
