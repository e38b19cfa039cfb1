import { l10n, workspace } from 'vscode';
import { linkSafeText } from '../../base/displayText.ts';
import type { FolderAccount } from '../shell/folderAccount.ts';
import type { Prompts } from '../shell/prompts.ts';
import { pickAccount, switchTo, type AccountPickerFlow, type SwitchToFlow } from './switchAccount.ts';

export type FolderAccountFlow = AccountPickerFlow &
  SwitchToFlow & {
    readonly prompts: Pick<Prompts, 'tell' | 'confirm'>;
    readonly folder: Pick<FolderAccount, 'find' | 'look' | 'set'>;
  };

/** Names the account that this folder expects; a mismatch then shows in the status bar. */
export async function setFolderAccount(flow: FolderAccountFlow): Promise<void> {
  const name = workspace.name;
  if (name === undefined) {
    await flow.prompts.tell('information', l10n.t('Open a folder first: the expectation belongs to a folder.'));
    return;
  }
  if (flow.folder.find() !== undefined && (await mayClear(flow))) {
    return;
  }
  const picked = await pickAccount(
    flow,
    l10n.t('Which account does {0} expect? It is remembered on this computer, not in the repository.', name),
  );
  if (picked === undefined || picked === 'add' || picked.kind !== 'ready') {
    return;
  }
  const { account } = picked;
  await flow.folder.set(account.id);
  const state = flow.current.state;
  if (state.kind !== 'signedIn' || state.account.id !== account.id) {
    await switchTo(account.id, flow);
  }
}

/** True when the person wanted no expectation any more. */
async function mayClear(flow: FolderAccountFlow): Promise<boolean> {
  const clear = l10n.t('Expect No Account');
  const change = l10n.t('Choose Another…');
  const label = (await flow.folder.look())?.label;
  const choice = await flow.prompts.confirm(
    'information',
    label === undefined
      ? l10n.t('This folder expects an account whose name is not known here.')
      : l10n.t('This folder expects {0}.', linkSafeText(label)),
    { buttons: [change, clear] },
  );
  if (choice === clear) {
    await flow.folder.set(undefined);
  }
  return choice !== change;
}
