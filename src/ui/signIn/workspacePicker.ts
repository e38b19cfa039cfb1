import { l10n, window, type QuickPickItem } from 'vscode';
import type { Workspace } from '../../protocol/api/workspaces.ts';
import type { Account } from '../../storage/account.ts';
import { displayText, iconSafeText, linkSafeText } from '../../util/displayText.ts';
import { planWord } from '../text/accountWords.ts';
import { notice } from '../shell/notices.ts';
import { signInToWorkspace } from './browserProgress.ts';
import type { Services } from '../shell/services.ts';

interface WorkspaceRow extends QuickPickItem {
  readonly workspaceId: string;
}

/** Adds another workspace of a person who is here already: only that one may come back. */
export async function addWorkspace(account: Account, services: Services): Promise<void> {
  const workspaces = await services.check.listNewWorkspaces(account);
  if (workspaces.length === 0) {
    await notice.information(
      l10n.t('Every workspace that {0} may enter is an account here already.', linkSafeText(account.label)),
    );
    return;
  }
  const picked = await window.showQuickPick(workspaces.map(describe), {
    title: l10n.t('Add Another Workspace'),
    placeHolder: l10n.t('Choose the same one on the sign-in page: another is refused.'),
    ignoreFocusOut: true,
  });
  if (picked !== undefined) {
    await signInToWorkspace({ workspaceId: picked.workspaceId }, services);
  }
}

function describe({ accountId, name, plan, isPersonal }: Workspace): WorkspaceRow {
  const label = isPersonal || name === undefined ? l10n.t('Personal account') : name;
  return { label: iconSafeText(label), description: displayText(planWord({ plan })), workspaceId: accountId };
}
