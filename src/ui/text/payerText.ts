import { l10n } from 'vscode';
import { isKeyPayer, type KeyPayer } from '../../billing/keyWarning.ts';
import type { Payer, Payment, Surface, WhoPays, WinningCredential } from '../../billing/whoPays.ts';
import type { ProviderReading } from '../../home/modelProvider.ts';
import { displayText } from '../../base/displayText.ts';

/** Who pays, in words for every surface. */
export interface PayerWords {
  /** A few words where a key is billed; undefined where none is. */
  readonly short: string | undefined;
  /** Who bills in all places alike; undefined where no key does, or they differ. */
  readonly billedBy: KeyPayer | undefined;
  /** Whole sentences, for a tooltip. */
  readonly sentences: readonly string[];
  /** One for each group of places that agree. */
  readonly rows: readonly { readonly places: string; readonly payer: string; readonly reason: string }[];
}

const usualSurfaces = ['interactive', 'interactiveAlone', 'exec', 'ideExtension'] as const satisfies readonly Surface[];
const ownSurfaces = ['vscodeChatGptModel', 'vscodeCopilotModel'] as const satisfies readonly Surface[];

/** @param hasOwnCodex VS Code's own Codex is on */
export function sayPayers(who: WhoPays, provider: ProviderReading, hasOwnCodex: boolean): PayerWords {
  const usual = groupSurfaces(who, usualSurfaces);
  const all = [...usual, ...(hasOwnCodex ? groupSurfaces(who, ownSurfaces) : [])];
  return {
    ...sayShortly(usual),
    sentences: usual.map(({ surfaces, payment }) =>
      usual.length === 1
        ? l10n.t('Who pays for Codex here: {0}', sayPayer(payment.payer, provider))
        : l10n.t('Who pays for {0}: {1}', nameSurfaces(surfaces), sayPayer(payment.payer, provider)),
    ),
    rows: all.map(({ surfaces, payment }) => ({
      places: nameSurfaces(surfaces),
      payer: sayPayer(payment.payer, provider),
      reason: sayReason(payment, provider, surfaces),
    })),
  };
}

interface SurfaceGroup {
  readonly surfaces: readonly Surface[];
  readonly payment: Payment;
}

/** Places with the same credential and payer, in their order. */
function groupSurfaces(who: WhoPays, surfaces: readonly Surface[]): readonly SurfaceGroup[] {
  const groups = new Map<string, SurfaceGroup>();
  for (const surface of surfaces) {
    const payment = who[surface];
    const key = JSON.stringify(payment);
    groups.set(key, { payment, surfaces: [...(groups.get(key)?.surfaces ?? []), surface] });
  }
  return [...groups.values()];
}

/** For the status bar: only a key that is billed is said there. */
function sayShortly(groups: readonly SurfaceGroup[]): Pick<PayerWords, 'short' | 'billedBy'> {
  const found = groups.flatMap(({ surfaces, payment: { payer } }) => (isKeyPayer(payer) ? [{ surfaces, payer }] : []));
  const [first] = found;
  if (first === undefined) {
    return { short: undefined, billedBy: undefined };
  }
  const { payer, surfaces } = first;
  const isEverywhere = groups.every(({ payment }) => payment.payer === payer || payment.payer === 'notKnown');
  return isEverywhere
    ? { short: sayKeyPays(payer), billedBy: payer }
    : { short: sayKeyPaysIn(payer, nameSurface(surfaces[0] ?? 'exec')), billedBy: undefined };
}

function sayKeyPays(payer: KeyPayer): string {
  switch (payer) {
    case 'platformKey':
      return l10n.t('API key pays');
    case 'azure':
      return l10n.t('Azure bills');
    case 'aws':
      return l10n.t('AWS bills');
  }
}

function sayKeyPaysIn(payer: KeyPayer, place: string): string {
  switch (payer) {
    case 'platformKey':
      return l10n.t('{0}: API key', place);
    case 'azure':
      return l10n.t('{0}: Azure', place);
    case 'aws':
      return l10n.t('{0}: AWS', place);
  }
}

export function nameSurfaces(surfaces: readonly Surface[]): string {
  return surfaces.map(nameSurface).join(', ');
}

function nameSurface(surface: Surface): string {
  switch (surface) {
    case 'interactive':
      return l10n.t('codex in a terminal');
    case 'interactiveAlone':
      return l10n.t('codex --no-daemon');
    case 'exec':
      return l10n.t('codex exec');
    case 'ideExtension':
      return l10n.t('the Codex extension');
    case 'vscodeChatGptModel':
      return l10n.t('VS Code’s own Codex with a ChatGPT model');
    case 'vscodeCopilotModel':
      return l10n.t('VS Code’s own Codex with a Copilot model');
  }
}

/** A sentence about whose money it is. */
function sayPayer(payer: Payer, provider: ProviderReading): string {
  switch (payer) {
    case 'plan':
      return l10n.t('A ChatGPT plan.');
    case 'credits':
      return l10n.t('The ChatGPT workspace, for what is used.');
    case 'platformKey':
      return l10n.t('The OpenAI API account of a key, for each token.');
    case 'azure':
      return l10n.t('An Azure subscription.');
    case 'aws':
      return l10n.t('An AWS account.');
    case 'copilot':
      return l10n.t('The Copilot subscription.');
    case 'provider':
      return l10n.t('Whoever has an account at {0}.', nameProvider(provider));
    case 'none':
      return l10n.t('Nobody.');
    case 'notKnown':
      return l10n.t('Not known.');
  }
}

function nameProvider(provider: ProviderReading): string {
  return provider.kind === 'provider' ? displayText(provider.host ?? provider.id) : l10n.t('the provider');
}

function nameId(provider: ProviderReading): string {
  return provider.kind === 'broken' ? '' : displayText(provider.id);
}

/** Why that one pays, and where requests go when it is not to OpenAI. */
function sayReason(payment: Payment, provider: ProviderReading, surfaces: readonly Surface[]): string {
  const reason = sayCredential(payment.credential, provider, surfaces);
  const isSignIn = payment.credential.kind === 'stored' || payment.credential.kind === 'variable';
  return isSignIn && provider.kind === 'provider' && provider.host !== undefined && provider.service !== 'openai'
    ? l10n.t('{0} It is sent to {1}.', reason, nameProvider(provider))
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
