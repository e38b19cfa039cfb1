import { l10n } from 'vscode';
import type { HomeOccupant } from '../../accounts/home/homeOccupantReader.ts';

type Untold = Extract<HomeOccupant, { kind: 'untold' }>;

/** A state, not an error: what only the CLI could say, and why it did not. */
export function explainUnknownAccount({ reason, store }: Untold): string {
  switch (reason) {
    case 'asking':
      return l10n.t('The codex program is being asked who is signed in.');
    case 'codexMissing':
      return store === 'keychain'
        ? l10n.t(
            'Whether Codex is signed in is not known: its keychain is not read, and no codex program was found to ask.',
          )
        : l10n.t(
            'Whether Codex is signed in is not known: its encrypted store is not read, and no codex program was found to ask.',
          );
    case 'noAnswer':
      return store === 'keychain'
        ? l10n.t(
            'Whether Codex is signed in is not known: its keychain is not read, and the codex program gave no answer.',
          )
        : l10n.t(
            'Whether Codex is signed in is not known: its encrypted store is not read, and the codex program gave no answer.',
          );
  }
}
