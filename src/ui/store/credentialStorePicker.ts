import { l10n, window, type QuickPickItem } from 'vscode';
import { credentialStores, type CredentialStore, type StoreDecision } from '../../home/credentialStore.ts';
import { mayOpenKeychain, moveToStore, offerToRemoveLeftover } from './credentialStoreMove.ts';
import type { Services } from '../services.ts';

interface StoreRow extends QuickPickItem {
  readonly store: CredentialStore;
}

/** Where Codex on this host keeps its sign-in: says what each place is good for, and moves the sign-in there. */
export async function chooseCredentialStore(services: Services): Promise<void> {
  const service = await services.loadStore();
  const decision = await service.decide();
  const picked = await window.showQuickPick(credentialStores.map((store) => describe(store, decision)), {
    title: l10n.t('Choose Credential Store'),
    placeHolder: l10n.t('Where should Codex on this computer keep its sign-in?'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) {
    return;
  }
  const now = decision.kind === 'store' ? decision.store : undefined;
  if (now === picked.store) {
    await offerToRemoveLeftover(services);
    return;
  }
  const isKeyring = [now, picked.store].some((store) => store === 'keyring' || store === 'auto');
  if (!isKeyring || (await mayOpenKeychain(services))) {
    const { announce } = await moveToStore(picked.store, services);
    await announce();
  }
}

function describe(store: CredentialStore, decision: StoreDecision): StoreRow {
  const isInUse = decision.kind === 'store' && decision.store === store;
  return { store, label: store, description: isInUse ? l10n.t('in use') : '', detail: advise(store) };
}

function advise(store: CredentialStore): string {
  switch (store) {
    case 'file':
      return l10n.t('auth.json, readable by your user only. Best in containers and CI. Treat it like a password.');
    case 'keyring':
      return l10n.t('The OS keyring. Best on machines that several people use; needs an unlocked keyring.');
    case 'auto':
      return l10n.t('The OS keyring where there is one, else auth.json.');
    case 'ephemeral':
      return l10n.t('Nowhere: every Codex process starts signed out. What it has stays where it is, for when you change back.');
  }
}
