import { l10n } from 'vscode';
import type { HomeInspector } from '../../accounts/home/homeInspector.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { StoreRest, StoreService } from '../../home/store/storeService.ts';
import type { CredentialStore } from '../../home/store/credentialStore.ts';
import { followInBackground, type FollowFlow } from '../running/followInBackground.ts';
import type { KeychainNotice } from '../shell/keychainNotice.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';

export interface KeychainFlow {
  readonly inspector: Pick<HomeInspector, 'reach'>;
  readonly keychainNotice: Pick<KeychainNotice, 'say'>;
}

export interface LeftoverFlow {
  readonly prompts: Pick<Prompts, 'tell' | 'offer'>;
  readonly loadStore: () => Promise<Pick<StoreService, 'findLeftover' | 'removeLeftover' | 'keepLeftover'>>;
}

export type StoreMoveFlow = FollowFlow &
  KeychainFlow & {
    readonly prompts: Pick<Prompts, 'tell' | 'offer'>;
    readonly log: Pick<Log, 'info'>;
    readonly current: Pick<CurrentAccount, 'update'>;
    readonly loadStore: () => Promise<Pick<StoreService, 'choose' | 'undoConcernsKeyring' | 'undo'>>;
  };

/** Moves Codex to another store. `announce` says so with the way back, and where an old sign-in stays. */
export async function moveToStore(
  store: CredentialStore,
  flow: StoreMoveFlow,
): Promise<{ announce: () => Promise<void> }> {
  const rest = await (await flow.loadStore()).choose(store);
  flow.log.info('home', `store ${store}${rest === undefined ? '' : `, left ${rest}`}`);
  await flow.current.update();
  followInBackground(flow, { isStoreMoved: true });
  return {
    announce: async () => {
      // The button is also what makes VS Code show the whole sentence.
      const undo = l10n.t('Undo');
      const words = [sayChosen(store), ...(rest === undefined ? [] : [sayRest(rest)])].join(' ');
      if ((await flow.prompts.offer('information', words, undo)) === undo) {
        await undoConfigChange(flow);
      }
    },
  };
}

export async function undoConfigChange(flow: StoreMoveFlow): Promise<void> {
  const service = await flow.loadStore();
  if ((await service.undoConcernsKeyring()) && !(await mayOpenKeychain(flow))) {
    return;
  }
  const done = await service.undo();
  await flow.current.update();
  if (done !== undefined) {
    followInBackground(flow, { isStoreMoved: true });
  }
  const back = l10n.t('config.toml is as it was before the last change.');
  await flow.prompts.tell(
    'information',
    done === undefined
      ? l10n.t('There is no change to config.toml to undo.')
      : done.rest === undefined
        ? back
        : `${back} ${sayRest(done.rest)}`,
  );
}

/** An old sign-in in the keyring, left there while it was locked: said when it can be removed, and the person decides. */
export async function offerToRemoveLeftover({ prompts, loadStore }: LeftoverFlow): Promise<void> {
  const service = await loadStore();
  if (!(await service.findLeftover())) {
    return;
  }
  const remove = l10n.t('Remove It');
  const keep = l10n.t('Keep It');
  const choice = await prompts.offer(
    'information',
    l10n.t(
      'The keyring is open again, and the sign-in that Codex had in it before you changed the store is still there. Codex does not use it any more.',
    ),
    remove,
    keep,
  );
  if (choice === remove) {
    await service.removeLeftover();
    await prompts.tell('information', l10n.t('The old sign-in was removed from the keyring. Nothing was revoked.'));
  } else if (choice === keep) {
    await service.keepLeftover();
  }
}

/** A move from or to a keychain opens it, so the person hears first that macOS asks. */
export async function mayOpenKeychain({ inspector, keychainNotice }: KeychainFlow): Promise<boolean> {
  return (await inspector.reach()) === 'onClick' ? keychainNotice.say() : true;
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
