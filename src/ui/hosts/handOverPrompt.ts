import { l10n, window } from 'vscode';
import type { OwnSignInQuestions } from '../../accounts/signIn/ownSignIn.ts';
import type { Identity } from '../../storage/account.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { isWorkspacePlan, personWord, planWord } from '../text/accountWords.ts';
import { prompts } from '../signIn/prompts.ts';
import { settings } from '../shell/settings.ts';

/** The questions of a sign-in that goes to another host. Closing one hands nothing over. */
export const handOverQuestions: OwnSignInQuestions = {
  takeOverAttempt: prompts.takeOverAttempt.bind(prompts),

  async confirmHandOver({ identity, hostName }) {
    const handOver = { title: l10n.t('Hand Over') };
    const wrong = { title: l10n.t('That’s Not the One'), isCloseAffordance: true };
    const host = linkSafeText(hostName);
    const choice = await window.showInformationMessage(
      askWord(identity, host),
      {
        modal: true,
        detail: [
          workspaceWord(identity),
          l10n.t(
            'It will stand on {0} alone: Codex there renews it, this computer keeps only a note. Whoever administers that host can read it. Otherwise it ends now.',
            host,
          ),
        ].join(' '),
      },
      handOver,
      wrong,
    );
    return choice === handOver ? 'handOver' : 'discard';
  },
};

function askWord(identity: Identity, host: string): string {
  const person = personWord(identity, settings.hidePersonalInfo());
  return person === undefined
    ? l10n.t('Somebody without an e-mail address came back. Hand this sign-in over to {0}?', host)
    : l10n.t('{0} came back. Hand this sign-in over to {1}?', linkSafeText(person), host);
}

function workspaceWord(identity: Identity): string {
  const plan = planWord(identity);
  if (identity.workspaceName !== undefined) {
    return l10n.t('It is {0}, plan {1}.', linkSafeText(identity.workspaceName), plan);
  }
  return isWorkspacePlan(identity)
    ? l10n.t('It is a workspace, plan {0}.', plan)
    : l10n.t('It is the personal account, plan {0}.', plan);
}
