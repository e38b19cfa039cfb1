import { l10n } from 'vscode';
import { credentialStores, type CredentialStore, type StoreDecision } from '../../home/store/credentialStore.ts';
import type { SourcedRow } from '../shell/pickSourced.ts';
import { storeFacts } from '../text/facts/storeFacts.ts';

export interface StoreRow extends SourcedRow {
  readonly store: CredentialStore;
}

/** A row for each store, the one in use marked. */
export function listStoreRows(decision: StoreDecision): readonly StoreRow[] {
  return credentialStores.map((store) => {
    const isInUse = decision.kind === 'store' && decision.store === store;
    const { what, goodFor } = storeFacts[store];
    const facts = [what, ...(goodFor === undefined ? [] : [goodFor])];
    const said = [goodFor?.say(), addNote(store)].filter((part) => part !== undefined).join(' ');
    const description = [isInUse ? l10n.t('in use') : '', said].filter((part) => part !== '').join(' · ');
    return { store, label: store, description, detail: what.say(), facts };
  });
}

/** What we make of it ourselves. */
function addNote(store: CredentialStore): string | undefined {
  switch (store) {
    case 'file':
      return l10n.t('Readable by your user only.');
    case 'ephemeral':
      return l10n.t('What it has stays where it is, for when you change back.');
    case 'keyring':
    case 'auto':
      return undefined;
  }
}
