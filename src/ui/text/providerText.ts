import { l10n } from 'vscode';
import type { FoundProvider } from '../../accounts/home/ports.ts';
import type { ModelProvider } from '../../home/modelProvider.ts';
import { displayText } from '../../base/displayText.ts';

/** A provider that another program wrote into the configuration, by what it is called there. */
export function nameProvider({ id, name, host }: ModelProvider): string {
  const shown = displayText(name ?? '');
  return shown !== '' ? shown : id === 'openai' ? displayText(host ?? id) : displayText(id);
}

/** A key that is a provider's, by the provider and where it answers. */
export function nameProviderKey({ name, host }: FoundProvider): string {
  return host === undefined
    ? l10n.t('a key for {0}', displayText(name))
    : l10n.t('a key for {0}', displayText(name === 'openai' ? host : `${name} (${host})`));
}

/** A provider with the host that it answers at. */
function nameWithHost(provider: ModelProvider): string {
  const host = displayText(provider.host ?? '');
  const name = nameProvider(provider);
  return host === '' || host === name ? name : `${name} (${host})`;
}

/** Why the sign-in of this extension is not what Codex uses, or why none is needed. */
export function explainProvider(provider: ModelProvider): string {
  return provider.usesSignIn
    ? l10n.t('Codex on this computer sends its sign-in to {0}, by its config.toml.', nameWithHost(provider))
    : l10n.t(
        'Codex on this computer uses the models of {0}, by its config.toml, and needs no sign-in for it.',
        nameWithHost(provider),
      );
}
