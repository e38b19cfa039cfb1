import { l10n } from 'vscode';
import type { FoundKind } from '../../storage/accountKinds.ts';

/** A sign-in that was found in a Home, named by its kind alone, within a sentence. */
export function nameFoundKind(kind: FoundKind): string {
  switch (kind) {
    case 'chatgpt':
      return l10n.t('a ChatGPT account');
    case 'apiKey':
      return l10n.t('an API key');
    case 'accessToken':
      return l10n.t('an access token');
    case 'other':
      return l10n.t('another kind of account');
  }
}
