import { env, l10n } from 'vscode';
import { nameFoundKind } from '../src/ui/text/foundKindText.ts';
import { displayText, linkSafeText } from '../src/base/displayText.ts';
import type { PlaceQuestion, FoundSignIn } from './ports.ts';

/** What is in a Home, as it is named within a sentence; a stranger by kind alone where no address may be seen. */
export function nameFoundSignIn(found: FoundSignIn, hidePersonalInfo: boolean): string {
  switch (found.kind) {
    case 'none':
      return l10n.t('nobody');
    case 'placed':
      return linkSafeText(found.label);
    case 'foreign':
      return hidePersonalInfo || found.email === undefined
        ? nameFoundKind(found.credential)
        : linkSafeText(found.email);
    case 'unreadable':
      return l10n.t('something that cannot be read as a Codex sign-in');
  }
}

/** What the person agrees to, beside the name of the account and the host. */
export function describePlacing(
  { binding, expiresAtMs, path, replaced }: PlaceQuestion,
  hidePersonalInfo: boolean,
): string {
  return [
    describeBinding(binding, expiresAtMs),
    describeReplaced(replaced, hidePersonalInfo),
    l10n.t('It is written to {0}.', linkSafeText(path)),
  ].join('\n\n');
}

function describeBinding(binding: PlaceQuestion['binding'], expiresAtMs: number | undefined): string {
  switch (binding) {
    case 'lease':
      return expiresAtMs === undefined
        ? l10n.t('This host gets a lease: it can use the account for a while, and cannot renew it.')
        : l10n.t(
            'This host gets a lease: it can use the account until {0}, and cannot renew it.',
            formatEnd(expiresAtMs),
          );
    case 'own':
      return l10n.t(
        'This host gets a sign-in of its own, which Codex renews here. Whoever administers this host can read it.',
      );
    case 'copy':
      return l10n.t('This host gets the key or access token itself. Whoever administers this host can read it.');
  }
}

function describeReplaced(replaced: FoundSignIn, hidePersonalInfo: boolean): string {
  switch (replaced.kind) {
    case 'none':
      return l10n.t('Codex is not signed in here now.');
    case 'placed':
      return l10n.t('It replaces {0}, which Codex Accounts placed here.', nameFoundSignIn(replaced, hidePersonalInfo));
    case 'foreign':
    case 'unreadable':
      return l10n.t(
        'It replaces {0}, which is kept: “Put Back” brings it back.',
        nameFoundSignIn(replaced, hidePersonalInfo),
      );
  }
}

/** Whose sign-in is there by our placing, and until when. */
export function describePlaced(
  host: string,
  { label, binding, expiresAtMs }: Pick<PlaceQuestion, 'label' | 'binding' | 'expiresAtMs'>,
): string {
  return binding === 'lease' && expiresAtMs !== undefined
    ? l10n.t('Codex on {0} now uses {1} (lease until {2}).', host, linkSafeText(label), formatEnd(expiresAtMs))
    : l10n.t('Codex on {0} now uses {1}.', host, linkSafeText(label));
}

/** With the name of the time zone: the clock of this host is often set to another one than the person's. */
function formatEnd(atMs: number): string {
  const parts = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
  return displayText(new Date(atMs).toLocaleString(env.language, parts));
}
