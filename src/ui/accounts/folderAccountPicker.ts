import { l10n, window, workspace } from 'vscode';
import { linkSafeText } from '../../util/displayText.ts';
import { notice } from '../shell/notices.ts';
import { pickAccount, switchTo } from './accountPicker.ts';
import type { Services } from '../shell/services.ts';

/** Names the account that this folder expects; a mismatch then shows in the status bar. */
export async function setFolderAccount(services: Services): Promise<void> {
  const name = workspace.name;
  if (name === undefined) {
    await notice.information(l10n.t('Open a folder first: the expectation belongs to a folder.'));
    return;
  }
  if (services.folder.find() !== undefined && (await mayClear(services))) {
    return;
  }
  const picked = await pickAccount(
    services,
    l10n.t('Which account does {0} expect? It is remembered on this computer, not in the repository.', name),
  );
  if (picked === undefined || picked === 'add' || picked.kind !== 'ready') {
    return;
  }
  const { account } = picked;
  await services.folder.set(account.id);
  const state = services.current.state;
  if (state.kind !== 'signedIn' || state.account.id !== account.id) {
    await switchTo(account.id, services);
  }
}

/** True when the person wanted no expectation any more. */
async function mayClear(services: Services): Promise<boolean> {
  const clear = l10n.t('Expect No Account');
  const change = l10n.t('Choose Another…');
  const label = (await services.folder.look())?.label;
  const choice = await window.showInformationMessage(
    label === undefined
      ? l10n.t('This folder expects an account whose name is not known here.')
      : l10n.t('This folder expects {0}.', linkSafeText(label)),
    { modal: true },
    change,
    clear,
  );
  if (choice === clear) {
    await services.folder.set(undefined);
  }
  return choice !== change;
}
