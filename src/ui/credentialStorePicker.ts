import { l10n, window, type QuickPickItem } from 'vscode';
import { credentialStores, type CredentialStore, type StoreDecision } from '../home/credentialStore.ts';
import type { Services } from './services.ts';

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
  if (picked === undefined || (decision.kind === 'store' && decision.store === picked.store)) {
    return;
  }
  await service.choose(picked.store);
  services.log.info('home', `store ${picked.store}`);
  await services.current.update();
  // The button is also what makes VS Code show the whole sentence.
  const undo = l10n.t('Undo');
  if ((await window.showInformationMessage(sayChosen(picked.store), undo)) === undo) {
    await undoConfigChange(services);
  }
}

export async function undoConfigChange(services: Services): Promise<void> {
  const done = await (await services.loadStore()).undo();
  await window.showInformationMessage(
    done ? l10n.t('config.toml is as it was before the last change.') : l10n.t('There is no change to config.toml to undo.'),
  );
}

function sayChosen(store: CredentialStore): string {
  return store === 'ephemeral'
    ? l10n.t('Codex on this computer keeps no sign-in any more (“ephemeral”). Running Codex processes notice it when they start again.')
    : l10n.t('Codex on this computer keeps its sign-in in the store “{0}” now. Running Codex processes notice it when they start again.', store);
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
      return l10n.t('Nowhere: every Codex process starts signed out. auth.json stays for when you change back.');
  }
}
