import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** What each way to sign in is for and what it brings, short enough for a row of a picker. */
export const methodFacts = {
  browserIsFor: {
    sources: ['guide', 'auth'],
    say: () => l10n.t('A Plus, Pro, Business, Edu or Enterprise subscription and a browser.'),
  },
  browserIsDefault: { sources: ['auth'], say: () => l10n.t('default') },
  freeAndGo: { sources: ['pricing'], say: () => l10n.t('Free and Go have a plan card for Codex, too.') },
  severalAccounts: {
    sources: ['guide'],
    say: () =>
      l10n.t(
        'With several ChatGPT accounts, open chatgpt.com first and make sure that the right one is active; else the wrong one is picked.',
      ),
  },
  severalAccountsInShort: {
    sources: ['guide'],
    say: () => l10n.t('Make sure the right account is active there, or the wrong one is picked.'),
  },
  deviceCodeIsFor: {
    sources: ['guide', 'auth'],
    say: () => l10n.t('Plus, Pro, Business, Edu or Enterprise on SSH, remote or headless hosts.'),
  },
  deviceCodeWorks: {
    sources: ['auth', 'guide'],
    say: () => l10n.t('No browser is needed there: you type a short code in one on any device.'),
  },
  deviceCodeSwitch: {
    sources: ['auth', 'guide'],
    say: () => l10n.t('Device codes must be switched on in ChatGPT first.'),
  },
  deviceCodeByPerson: {
    sources: ['auth'],
    say: () => l10n.t('Personal account: switch on device code sign-in for Codex there.'),
  },
  deviceCodeByAdmin: {
    sources: ['auth'],
    say: () => l10n.t('Company workspace: an admin switches it on for everybody.'),
  },
  apiKeyIsFor: {
    sources: ['guide', 'auth'],
    say: () => l10n.t('For automation, CI, scripts, or paying per token, not by subscription.'),
  },
  apiKeyIsBilled: {
    sources: ['auth'],
    say: () => l10n.t('Billed through your OpenAI Platform account at standard API prices instead of credits.'),
  },
  apiKeyPayer: {
    sources: ['auth'],
    say: () => l10n.t('Your OpenAI Platform account, per token at standard API prices'),
  },
  apiKeyLacks: { sources: ['auth', 'speed'], say: () => l10n.t('No cloud tasks; fast mode at API priority prices.') },
  accessTokenIsFor: {
    sources: ['auth', 'accessTokens'],
    say: () => l10n.t('For trusted, non-interactive local work: scripts, schedulers and private CI runners.'),
  },
  accessTokenBrings: {
    sources: ['auth'],
    say: () => l10n.t('ChatGPT workspace access, entitlements and controls without a browser sign-in.'),
  },
  chatGptAndKey: {
    sources: ['auth', 'pricing', 'speed'],
    say: () =>
      l10n.t(
        'A ChatGPT sign-in uses what your plan includes; paid plans have cloud tasks and fast mode. An API key pays per token, has no cloud tasks, and gets fast mode at API priority prices.',
      ),
  },
} as const satisfies Readonly<Record<string, Fact>>;

/** What the commands of the CLI do to the sign-in that was there; run against the real one (test/interop). */
export const cliFacts = {
  loginRevokes: {
    sources: ['cli'],
    say: () =>
      l10n.t(
        'In a terminal, it revokes the sign-in that Codex has before there is a new one. Here nothing is revoked.',
      ),
  },
  loginRevokesThere: { sources: ['cli'], say: () => l10n.t('It revokes the sign-in there.') },
  keyLoginReplaces: {
    sources: ['cli'],
    say: () => l10n.t('In a terminal, it replaces the sign-in that Codex has and revokes nothing.'),
  },
  logoutRevokes: {
    sources: ['cli', 'guide'],
    say: () =>
      l10n.t(
        'It clears the sign-in that Codex has and forces a fresh one. It also revokes it on the server, for every copy: switching accounts here revokes nothing.',
      ),
  },
} as const satisfies Readonly<Record<string, Fact>>;
