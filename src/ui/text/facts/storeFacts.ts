import { l10n } from 'vscode';
import type { CredentialStore } from '../../../home/store/credentialStore.ts';
import type { Fact } from './fact.ts';

interface StoreStatements {
  readonly what: Fact;
  readonly goodFor?: Fact;
}

/** What each mode of the credential store is, and what it is good for. */
export const storeFacts: Readonly<Record<CredentialStore, StoreStatements>> = {
  file: {
    what: { sources: ['auth', 'guide'], say: () => l10n.t('auth.json in the Codex home, in plaintext.') },
    goodFor: { sources: ['guide'], say: () => l10n.t('Simpler for containers and CI.') },
  },
  keyring: {
    what: {
      sources: ['guide', 'auth'],
      say: () => l10n.t('macOS Keychain, Windows Credential Manager, Linux Secret Service.'),
    },
    goodFor: { sources: ['guide'], say: () => l10n.t('Safer on shared machines.') },
  },
  auto: {
    what: {
      sources: ['auth', 'configReference'],
      say: () => l10n.t('The OS keyring where it is available, else auth.json.'),
    },
  },
  ephemeral: { what: { sources: ['cli'], say: () => l10n.t('Nowhere: every Codex process starts signed out.') } },
};

export const storeSettingFact: Fact = {
  sources: ['auth', 'configReference'],
  say: () => l10n.t('cli_auth_credentials_store in config.toml says where Codex keeps its sign-in.'),
};
