import { l10n, window } from 'vscode';
import type { StoreRest } from '../../home/store/storeService.ts';
import type { CredentialStore } from '../../home/store/credentialStore.ts';
import { notice } from '../shell/notices.ts';
import { followInBackground } from '../running/followInBackground.ts';
import type { Services } from '../shell/services.ts';

/** Moves Codex to another store. `announce` says so with the way back, and where an old sign-in stays. */
export async function moveToStore(
  store: CredentialStore,
  services: Services,
): Promise<{ announce: () => Promise<void> }> {
  const rest = await (await services.loadStore()).choose(store);
  services.log.info('home', `store ${store}${rest === undefined ? '' : `, left ${rest}`}`);
  await services.current.update();
  followInBackground(services, { isStoreMoved: true });
  return {
    announce: async () => {
      // The button is also what makes VS Code show the whole sentence.
      const undo = l10n.t('Undo');
      const words = [sayChosen(store), ...(rest === undefined ? [] : [sayRest(rest)])].join(' ');
      if ((await window.showInformationMessage(words, undo)) === undo) {
        await undoConfigChange(services);
      }
    },
  };
}

export async function undoConfigChange(services: Services): Promise<void> {
  const service = await services.loadStore();
  if ((await service.undoConcernsKeyring()) && !(await mayOpenKeychain(services))) {
    return;
  }
  const done = await service.undo();
  await services.current.update();
  if (done !== undefined) {
    followInBackground(services, { isStoreMoved: true });
  }
  const back = l10n.t('config.toml is as it was before the last change.');
  await notice.information(
    done === undefined
      ? l10n.t('There is no change to config.toml to undo.')
      : done.rest === undefined
        ? back
        : `${back} ${sayRest(done.rest)}`,
  );
}

/** An old sign-in in the keyring, left there while it was locked: said when it can be removed, and the person decides. */
export async function offerToRemoveLeftover(services: Services): Promise<void> {
  const service = await services.loadStore();
  if (!(await service.findLeftover())) {
    return;
  }
  const remove = l10n.t('Remove It');
  const keep = l10n.t('Keep It');
  const choice = await window.showInformationMessage(
    l10n.t(
      'The keyring is open again, and the sign-in that Codex had in it before you changed the store is still there. Codex does not use it any more.',
    ),
    remove,
    keep,
  );
  if (choice === remove) {
    await service.removeLeftover();
    await notice.information(l10n.t('The old sign-in was removed from the keyring. Nothing was revoked.'));
  } else if (choice === keep) {
    await service.keepLeftover();
  }
}

/** A move from or to a keychain opens it, so the person hears first that macOS asks. */
export async function mayOpenKeychain({ sight, keychainNotice }: Services): Promise<boolean> {
  return (await sight.reach()) === 'onClick' ? keychainNotice.say() : true;
}

function sayChosen(store: CredentialStore): string {
  return store === 'ephemeral'
    ? l10n.t('Codex on this computer keeps no sign-in any more (“ephemeral”).')
    : l10n.t('Codex on this computer keeps its sign-in in the store “{0}” now.', store);
}

function sayRest(rest: StoreRest): string {
  switch (rest) {
    case 'file':
      return l10n.t('The sign-in it had stays in auth.json, for when you change back.');
    case 'keyring':
      return l10n.t('The sign-in it had stays in the keyring, for when you change back.');
    case 'lockedKeyring':
      return l10n.t(
        'The keyring could not be opened: if Codex had a sign-in there, it stays in it. You are asked about it when the keyring is open again.',
      );
    case 'encrypted':
      return l10n.t('A sign-in that it had in its encrypted store stays there, for when you change back.');
  }
}
