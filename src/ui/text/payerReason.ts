import { l10n } from 'vscode';
import type { Payment, Surface, WinningCredential } from '../../billing/whoPays.ts';
import type { ProviderReading } from '../../home/modelProvider.ts';
import { displayText } from '../../base/displayText.ts';

/** Where requests go: the host of a provider, or what it is called. */
export function nameProviderHost(provider: ProviderReading): string {
  return provider.kind === 'provider' ? displayText(provider.host ?? provider.id) : l10n.t('the provider');
}

function nameId(provider: ProviderReading): string {
  return provider.kind === 'broken' ? '' : displayText(provider.id);
}

/** Why that one pays, and where requests go when it is not to OpenAI. */
export function sayReason(payment: Payment, provider: ProviderReading, surfaces: readonly Surface[]): string {
  const reason = sayCredential(payment.credential, provider, surfaces);
  const isSignIn = payment.credential.kind === 'stored' || payment.credential.kind === 'variable';
  return isSignIn && provider.kind === 'provider' && provider.host !== undefined && provider.service !== 'openai'
    ? l10n.t('{0} It is sent to {1}.', reason, nameProviderHost(provider))
    : reason;
}

export function sayCredential(
  credential: WinningCredential,
  provider: ProviderReading,
  surfaces: readonly Surface[],
): string {
  switch (credential.kind) {
    case 'variable':
      return sayVariable(credential, provider);
    case 'stored':
      return sayStored(credential.stored);
    case 'configured':
      return credential.way === 'command' || credential.way === 'gateway'
        ? l10n.t(
            'The model provider {0} has a program, or a sign-in of its own, that gives it a key.',
            nameId(provider),
          )
        : l10n.t('The configuration of Codex has a key for the model provider {0}.', nameId(provider));
    case 'awsChain':
      return l10n.t('Requests are signed with what the AWS configuration of this computer says.');
    case 'copilot':
      return l10n.t('Requests go through VS Code, which has its own way to Copilot.');
    case 'none':
      return provider.kind === 'provider' && provider.usesSignIn
        ? l10n.t('Codex is not signed in.')
        : l10n.t('Codex sends no key to the model provider {0}.', nameId(provider));
    case 'unusable':
      return sayUnusable(credential, provider);
    case 'notKnown':
      return surfaces.includes('interactive')
        ? l10n.t(
            'A background server of Codex runs here. It has the variables and the account that it was started with, and does not tell all of them.',
          )
        : l10n.t('What it is signed in with cannot be told from here.');
  }
}

function sayVariable(
  { name, role, from }: Extract<WinningCredential, { kind: 'variable' }>,
  provider: ProviderReading,
): string {
  switch (role) {
    case 'workload':
      return l10n.t('{0} selects workload identity; whom that bills is not known here.', name);
    case 'accessToken':
      return l10n.t('{0} is set, and comes before the sign-in in the Codex home.', name);
    case 'execKey':
      return l10n.t('{0} is set, and comes before the sign-in in the Codex home in codex exec and codex review.', name);
    case 'providerKey':
      return from === 'home'
        ? l10n.t(
            'The model provider {0} takes its key from {1}, in the Codex home’s .env.',
            nameId(provider),
            displayText(name),
          )
        : l10n.t('The model provider {0} takes its key from {1}.', nameId(provider), displayText(name));
    case 'awsKey':
      return l10n.t('Requests are signed with {0}.', name);
  }
}

function sayStored(stored: Extract<WinningCredential, { kind: 'stored' }>['stored']): string {
  switch (stored) {
    case 'chatgpt':
      return l10n.t('It uses the ChatGPT sign-in in the Codex home.');
    case 'accessToken':
      return l10n.t('It uses the access token in the Codex home.');
    case 'apiKey':
      return l10n.t('It uses the API key in the Codex home.');
    case 'bedrockKey':
      return l10n.t('It uses the key for Amazon Bedrock in the Codex home.');
    case 'other':
      return l10n.t('It uses a sign-in in the Codex home of a kind that this extension does not know.');
  }
}

function sayUnusable(credential: Extract<WinningCredential, { kind: 'unusable' }>, provider: ProviderReading): string {
  switch (credential.why) {
    case 'variableMissing':
      return l10n.t(
        'Codex stops: the model provider {0} wants a key in {1}, which is not set.',
        nameId(provider),
        displayText(credential.name),
      );
    case 'unknownProvider':
      return l10n.t('Codex does not start: its configuration has no model provider {0}.', nameId(provider));
    case 'brokenConfiguration':
      return l10n.t('Codex does not start: its configuration cannot be read.');
    case 'bedrockKeyElsewhere':
      return l10n.t('Codex stops: the key in the Codex home is for Amazon Bedrock alone.');
  }
}
