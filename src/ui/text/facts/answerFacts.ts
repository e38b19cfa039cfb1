import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** Where the documents say that a refusal of the service is put right. */
export const answerFacts = {
  codexLocal: {
    sources: ['accessTokens'],
    say: () =>
      l10n.t(
        'An owner or admin allows it in the workspace settings: “Permissions & roles”, “Codex Local”, “Allow members to use Codex Local”.',
      ),
  },
  deviceCodes: {
    sources: ['auth'],
    say: () => l10n.t('In a workspace an admin switches device codes on under “Workspace permissions”.'),
  },
  secondFactor: {
    sources: ['auth'],
    say: () =>
      l10n.t(
        'Who signs in with e-mail and password sets up multi-factor sign-in in ChatGPT’s security settings; in a company that signs in by itself, its admin does.',
      ),
  },
  phone: {
    sources: ['phoneVerification'],
    say: () => l10n.t('OpenAI may ask for a phone number when Codex signs in, also where ChatGPT itself does not.'),
  },
  countries: {
    sources: ['countries'],
    say: () => l10n.t('OpenAI lists the countries and territories that it serves.'),
  },
  limits: {
    sources: ['apiLimits', 'apiErrors'],
    say: () =>
      l10n.t(
        'Who manages the organization’s billing adds to its balance or raises the limit; trying again does not help before.',
      ),
  },
  allowlist: {
    sources: ['ipAllowlist'],
    say: () =>
      l10n.t(
        'An owner of the API organization adds the address that you come from under Settings, Security, IP allowlist.',
      ),
  },
} as const satisfies Readonly<Record<string, Fact>>;
