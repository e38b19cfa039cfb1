import { env, l10n } from 'vscode';
import type { MethodFacts } from '../accounts/methods.ts';

/** Where the Vault rests, as a sentence that says who else can read it. */
export function describeVaultPlace(host: MethodFacts, secrets: object): string {
  return host.isWeb && 'path' in secrets && typeof secrets.path === 'string'
    ? l10n.t('In a file on this host that only your user can read: {0}. Browsers’ own storage loses sign-ins when two tabs are open.', secrets.path)
    : l10n.t('In the secret storage of {0}, encrypted with the keyring of this computer.', env.appName);
}
