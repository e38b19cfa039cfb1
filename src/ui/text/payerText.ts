import { l10n } from 'vscode';
import { isKeyPayer, type KeyPayer } from '../../billing/keyWarning.ts';
import type { Payer, Payment, ProfileSight, Surface, WhoPays } from '../../billing/whoPays.ts';
import type { ProviderReading } from '../../home/modelProvider.ts';
import { displayText } from '../../base/displayText.ts';
import { nameProviderHost, sayReason } from './payerReason.ts';

/** Who pays, in words for every surface. */
export interface PayerWords {
  /** A few words where a key is billed; undefined where none is. */
  readonly short: string | undefined;
  /** Who bills in all places alike; undefined where no key does, or they differ. */
  readonly billedBy: KeyPayer | undefined;
  /** Whole sentences, for a tooltip. */
  readonly sentences: readonly string[];
  /** One for each group of places that agree, and one for each profile that names another provider. */
  readonly rows: readonly { readonly places: string; readonly payer: string; readonly reason: string }[];
  /** What is known of the start files of the shell. */
  readonly shell: string;
}

/** What is in sight beside the usual places. */
export interface PayerExtras {
  /** VS Code's own Codex is on. */
  readonly hasOwnCodex?: boolean;
  readonly profiles?: readonly { readonly profile: ProfileSight; readonly payment: Payment }[];
  /** Undefined while nobody has asked for a look at it. */
  readonly shell?: ShellSight | undefined;
}

/** What the start files of a login shell make of the variables that count here, by their names. */
export type ShellSight =
  | {
      readonly kind: 'seen';
      readonly added: readonly string[];
      readonly changed: readonly string[];
      readonly removed: readonly string[];
    }
  | { readonly kind: 'noAnswer' | 'noShell' };

const usualSurfaces = ['interactive', 'interactiveAlone', 'exec', 'ideExtension'] as const satisfies readonly Surface[];
const ownSurfaces = ['vscodeChatGptModel', 'vscodeCopilotModel'] as const satisfies readonly Surface[];

export function sayPayers(
  who: WhoPays,
  provider: ProviderReading,
  { hasOwnCodex = false, profiles = [], shell }: PayerExtras = {},
): PayerWords {
  const usual = groupSurfaces(who, usualSurfaces);
  const all = [...usual, ...(hasOwnCodex ? groupSurfaces(who, ownSurfaces) : [])];
  return {
    ...sayShortly(usual),
    sentences: usual.map(({ surfaces, payment }) =>
      usual.length === 1
        ? l10n.t('Who pays for Codex here: {0}', sayPayer(payment.payer, provider))
        : l10n.t('Who pays for {0}: {1}', nameSurfaces(surfaces), sayPayer(payment.payer, provider)),
    ),
    rows: [
      ...all.map(({ surfaces, payment }) => ({
        places: nameSurfaces(surfaces),
        payer: sayPayer(payment.payer, provider),
        reason: sayReason(payment, provider, surfaces),
      })),
      ...profiles.map(({ profile, payment }) => ({
        places: `codex -p ${displayText(profile.name)}`,
        payer: sayPayer(payment.payer, profile.provider),
        reason: l10n.t('This profile names another provider. {0}', sayReason(payment, profile.provider, [])),
      })),
    ],
    shell: sayShell(shell),
  };
}

function sayShell(shell: ShellSight | undefined): string {
  if (shell === undefined) {
    return l10n.t('Not looked at: what the start files of a shell set in a terminal.');
  }
  switch (shell.kind) {
    case 'noShell':
      return l10n.t('There is no shell here that could be asked.');
    case 'noAnswer':
      return l10n.t('Your shell gave no answer within 5 seconds, so nothing of it is in these rows.');
    case 'seen':
      return sayChanges(shell);
  }
}

function sayChanges({ added, changed, removed }: Extract<ShellSight, { kind: 'seen' }>): string {
  const parts = [
    ...(added.length === 0 ? [] : [l10n.t('They set {0}.', list(added))]),
    ...(changed.length === 0 ? [] : [l10n.t('They give {0} another value than this VS Code has.', list(changed))]),
    ...(removed.length === 0 ? [] : [l10n.t('They take {0} away.', list(removed))]),
  ];
  return parts.length === 0
    ? l10n.t('The start files of your shell change nothing that counts here.')
    : l10n.t('The start files of your shell were looked at, and are in these rows. {0}', parts.join(' '));
}

function list(names: readonly string[]): string {
  return names.map((name) => displayText(name)).join(', ');
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
      return l10n.t('Whoever has an account at {0}.', nameProviderHost(provider));
    case 'none':
      return l10n.t('Nobody.');
    case 'notKnown':
      return l10n.t('Not known.');
  }
}
