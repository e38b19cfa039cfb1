import { l10n } from 'vscode';
import type { CredentialStore } from '../../home/credentialStore.ts';
import type { Fact } from './fact.ts';

/** What each mode of the credential store is, and what it is good for (codex-docs.md 1.6, 12 N, D10). */
export const storeFacts: Readonly<Record<CredentialStore, readonly [Fact, ...Fact[]]>> = {
  file: [
    { sources: ['auth', 'guide'], say: () => l10n.t('auth.json in the Codex home, in plaintext.') },
    { sources: ['guide'], say: () => l10n.t('Simpler for containers and CI.') },
  ],
  keyring: [
    { sources: ['guide', 'auth'], say: () => l10n.t('macOS Keychain, Windows Credential Manager, Linux Secret Service.') },
    { sources: ['guide'], say: () => l10n.t('Safer on shared machines.') },
  ],
  auto: [{ sources: ['auth', 'guide', 'configReference'], say: () => l10n.t('The OS keyring where it is available, else auth.json.') }],
  ephemeral: [{ sources: ['cli'], say: () => l10n.t('Nowhere: every Codex process starts signed out.') }],
};

export const storeSettingFact: Fact = {
  sources: ['auth', 'configReference', 'guide'],
  say: () => l10n.t('cli_auth_credentials_store in config.toml of the Codex home says where Codex keeps its sign-in.'),
};
