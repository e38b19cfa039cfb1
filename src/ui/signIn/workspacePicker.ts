import { l10n, type QuickPickItem } from 'vscode';
import type { AccountCheck } from '../../accounts/use/accountCheck.ts';
import type { Workspace } from '../../protocol/api/workspaces.ts';
import type { Account } from '../../storage/account.ts';
import { displayText, iconSafeText, linkSafeText } from '../../base/displayText.ts';
import { planWord } from '../text/accountText.ts';
import type { Prompts } from '../shell/prompts.ts';
import { signInToWorkspace } from './browserProgress.ts';
import type { ChatGptSignInFlow } from './keepExpectedAccount.ts';

export type WorkspacePickerFlow = ChatGptSignInFlow & {
  readonly prompts: Pick<Prompts, 'tell' | 'pick'>;
  readonly check: Pick<AccountCheck, 'listNewWorkspaces'>;
  readonly ended: AbortSignal;
};

interface WorkspaceRow extends QuickPickItem {
  readonly workspaceId: string;
}

/** Adds another workspace of a person who is here already: only that one may come back. */
export async function addWorkspace(account: Account, flow: WorkspacePickerFlow): Promise<void> {
  const workspaces = await flow.check.listNewWorkspaces(account, flow.ended);
  if (workspaces.length === 0) {
    await flow.prompts.tell(
      'information',
      l10n.t('Every workspace that {0} may enter is an account here already.', linkSafeText(account.label)),
    );
    return;
  }
  const picked = await flow.prompts.pick(workspaces.map(describe), {
    title: l10n.t('Add Another Workspace'),
    placeHolder: l10n.t('Choose the same one on the sign-in page: another is refused.'),
    ignoreFocusOut: true,
  });
  if (picked !== undefined) {
    await signInToWorkspace({ workspaceId: picked.workspaceId }, flow);
  }
}

function describe({ workspaceId, name, plan, isPersonal }: Workspace): WorkspaceRow {
  const label = isPersonal || name === undefined ? l10n.t('Personal account') : name;
  return { label: iconSafeText(label), description: displayText(planWord({ plan })), workspaceId };
}
