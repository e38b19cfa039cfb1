import { l10n } from 'vscode';
import type { ModelProvider } from '../../home/modelProvider.ts';
import { displayText } from '../../base/displayText.ts';

/** A provider that somebody else wrote into the configuration, by what it is called there. */
export function nameProvider({ id, name }: ModelProvider): string {
  const shown = displayText(name ?? '');
  return shown === '' ? displayText(id) : shown;
}

/** Why the sign-in of this extension is not what Codex uses, or why none is needed. */
export function explainProvider(provider: ModelProvider): string {
  return provider.usesSignIn
    ? l10n.t('Codex on this computer sends its sign-in to {0}, by its config.toml.', nameProvider(provider))
    : l10n.t(
        'Codex on this computer uses the models of {0}, by its config.toml, and needs no sign-in for it.',
        nameProvider(provider),
      );
}
