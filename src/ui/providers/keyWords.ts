import { l10n } from 'vscode';
import { localServers } from '../../providers/local.ts';
import type { ProviderSetup } from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';

/** The variable that Codex takes the key from. */
function findKeyVariable({ table }: ProviderSetup): string | undefined {
  const name = table?.['env_key'];
  return typeof name === 'string' && /^\w+$/u.test(name) ? name : undefined;
}

/** A line that asks for the key, hidden, and sets the variable: no key is in it, nor in the shell's history. */
export function buildKeyLine(setup: ProviderSetup, platform: string): string | undefined {
  const name = findKeyVariable(setup);
  if (name === undefined) {
    return undefined;
  }
  return platform === 'win32'
    ? `$env:${name} = Read-Host -MaskInput '${name}'`
    : `printf '${name}: '; IFS= read -rs ${name} && export ${name}`;
}

/** What there is to know once Codex uses a provider. */
export function explainUse(label: string, setup: ProviderSetup): string {
  const name = linkSafeText(label);
  const variable = findKeyVariable(setup);
  if (variable !== undefined) {
    return l10n.t(
      'Codex on this computer uses {0} now, and takes the key from {1}. The setting codexAccounts.terminalEnvironment gives it to the terminals of this window; where Codex is started elsewhere, set {1} before.',
      name,
      variable,
    );
  }
  const server = localServers.find((one) => one === setup.providerId);
  return server === undefined
    ? l10n.t('Codex on this computer uses {0} now. A switch back puts config.toml back as it was.', name)
    : l10n.t(
        'Codex on this computer uses {0} now, and so does “codex --oss”. For one run alone, leave it out here and use “codex --oss --local-provider {1}”.',
        name,
        server,
      );
}
