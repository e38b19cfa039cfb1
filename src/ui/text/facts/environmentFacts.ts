import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** What each variable is for and who reads it; those that decide who is signed in are in variableFacts.ts. */
export const environmentFacts = {
  CODEX_HOME: {
    sources: ['cli', 'variables'],
    say: () =>
      l10n.t(
        'The folder with Codex’s configuration and sign-in, instead of ~/.codex; it has to exist. Read by every Codex and by Codex Accounts.',
      ),
  },
  CODEX_CA_CERTIFICATE: {
    sources: ['cli', 'auth', 'variables'],
    say: () =>
      l10n.t(
        'A PEM file with a company’s root certificates, set before signing in. Read by every Codex (sign-in, https, WebSocket) and by Codex Accounts.',
      ),
  },
  SSL_CERT_FILE: {
    sources: ['cli', 'auth', 'variables'],
    say: () =>
      l10n.t(
        'The same where CODEX_CA_CERTIFICATE is not set. Read by every Codex, by Codex Accounts and by other programs.',
      ),
  },
  HTTPS_PROXY: {
    sources: ['cli'],
    say: () =>
      l10n.t('The proxy for https. Read by every Codex, and by VS Code and Codex Accounts where http.proxy is empty.'),
  },
  ALL_PROXY: {
    sources: ['cli'],
    say: () =>
      l10n.t('The proxy where no other is named. Read by every Codex and by Codex Accounts; VS Code does not read it.'),
  },
  NO_PROXY: {
    sources: ['cli'],
    say: () =>
      l10n.t(
        'Hosts that are reached without a proxy, with commas between them. Read by every Codex, and by VS Code and Codex Accounts where http.noProxy is empty.',
      ),
  },
  RUST_LOG: {
    sources: ['cli', 'variables'],
    say: () => l10n.t('How much Codex logs, in the usual form of Rust programs. Read by every Codex.'),
  },
} as const satisfies Readonly<Record<string, Fact>>;

/** The key of a model provider, by whatever name `env_key` gives it. */
export const providerKeyFact: Fact = {
  sources: ['guide', 'configReference'],
  say: () =>
    l10n.t(
      'The key of a model provider in config.toml whose env_key names it, as for Azure OpenAI. Read by Codex for that provider alone.',
    ),
};
