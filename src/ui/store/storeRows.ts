import { l10n } from 'vscode';
import { credentialStores, type CredentialStore, type StoreDecision } from '../../home/credentialStore.ts';
import { sayAll } from '../facts/fact.ts';
import type { SourcedRow } from '../facts/pickSourced.ts';
import { storeFacts } from '../facts/storeFacts.ts';

export interface StoreRow extends SourcedRow {
  readonly store: CredentialStore;
}

/** A row for each store, the one in use marked. */
export function listStoreRows(decision: StoreDecision): readonly StoreRow[] {
  return credentialStores.map((store) => {
    const isInUse = decision.kind === 'store' && decision.store === store;
    const note = addNote(store);
    const facts = storeFacts[store];
    return { store, label: store, description: isInUse ? l10n.t('in use') : '', detail: [sayAll(facts), ...note].join(' '), facts };
  });
}

/** What we make of it ourselves. */
function addNote(store: CredentialStore): readonly string[] {
  switch (store) {
    case 'file':
      return [l10n.t('Readable by your user only.')];
    case 'ephemeral':
      return [l10n.t('What it has stays where it is, for when you change back.')];
    case 'keyring':
    case 'auto':
      return [];
  }
}
