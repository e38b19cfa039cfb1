import { env, l10n } from 'vscode';
import type { HomePlace } from '../../home/store/decidedCredential.ts';
import type { HostSituation } from '../../window/hostSituation.ts';

/** Where accounts and the sign-in of Codex are kept on this machine, to be shown. */
export interface Places {
  /** A sentence about the Vault. */
  readonly vault: string;
  /** Where Codex keeps its sign-in as of the last look: a path, or words. */
  readonly home: string;
  readonly homePlace: HomePlace;
}

/** Where the Vault rests, as a sentence that says who else can read it. */
export function describeVaultPlace(host: HostSituation, secrets: object): string {
  if (!('path' in secrets && typeof secrets.path === 'string')) {
    return l10n.t(
      'In the secret storage of {0}, encrypted with the keyring of this computer where there is one. Without one, {0} encrypts weakly or keeps it until its end only.',
      env.appName,
    );
  }
  return host.window === 'web'
    ? l10n.t(
        'In a file on this host that only your user can read: {0}. Browsers’ own storage loses sign-ins when two tabs are open.',
        secrets.path,
      )
    : l10n.t(
        'In a file on this host that only your user can read: {0}. Codex Accounts runs here, so what you sign in here stays here.',
        secrets.path,
      );
}

/** Where Codex keeps its sign-in: a path, or the words for a place that has none. */
export function describeHomePlace(place: HomePlace): string {
  switch (place.kind) {
    case 'file':
      return place.path;
    case 'keyring':
      return place.reach === 'direct'
        ? l10n.t('The system keyring, item “{0}”', place.item)
        : place.otherwise === undefined
          ? l10n.t('The macOS keychain, item “{0}”', place.item)
          : l10n.t('The macOS keychain, item “{0}”, or {1} where it has none', place.item, place.otherwise);
    case 'encrypted':
      return l10n.t('Codex’s own encrypted store, in the folder “secrets” of the Codex home');
    case 'nowhere':
      return l10n.t('Nowhere: Codex keeps no sign-in (“ephemeral”)');
    case 'invalid':
      return l10n.t('Not known: Codex’s configuration cannot be read, or names a store that Codex does not know');
  }
}
