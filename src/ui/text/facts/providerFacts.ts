import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** What the documents say of other models than OpenAI's. */
export const providerFacts = {
  providersAreFor: {
    sources: ['guide'],
    say: () => l10n.t('For enterprise governance, or where compliance names a backend.'),
  },
  azureIsFor: {
    sources: ['guide'],
    say: () => l10n.t('OpenAI’s models in your company’s Azure: its governance, its compliance, its bill.'),
  },
  bedrockIsFor: {
    sources: ['guide'],
    say: () => l10n.t('OpenAI’s models in your AWS account, signed in by a profile of AWS.'),
  },
  localIsFor: {
    sources: ['guide'],
    say: () => l10n.t('Good offline and for trying out; much weaker at coding by itself, not for production.'),
  },
  localIsWeaker: {
    sources: ['guide'],
    say: () =>
      l10n.t(
        'Local models are much weaker than the hosted model at coding by themselves: good offline and for trying out, not for production work.',
      ),
  },
  otherIsFor: {
    sources: ['configReference'],
    say: () => l10n.t('A gateway or service that speaks OpenAI’s Responses API.'),
  },
  keyFromVariable: {
    sources: ['guide', 'configReference'],
    say: () => l10n.t('Codex reads the key from a variable of its environment.'),
  },
} as const satisfies Readonly<Record<string, Fact>>;
