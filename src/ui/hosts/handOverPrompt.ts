import { l10n, window } from 'vscode';
import type { OwnSignInQuestions } from '../../accounts/signIn/ownSignIn.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { isWorkspacePlan, personWord, planWord } from '../text/accountWords.ts';
import { askToTakeOver } from '../signIn/signInQuestions.ts';
import { settings } from '../shell/settings.ts';
import { vscodePrompts } from '../shell/vscodePrompts.ts';

/** The questions of a sign-in that goes to another host. Closing one hands nothing over. */
export const handOverQuestions: OwnSignInQuestions = {
  takeOverAttempt: (other) => askToTakeOver(vscodePrompts, other),

  async confirmHandOver({ identity, hostName }) {
    const handOver = { title: l10n.t('Hand Over') };
    const wrong = { title: l10n.t('That’s Not the One'), isCloseAffordance: true };
    const workspace =
      identity.workspaceName ?? (isWorkspacePlan(identity) ? l10n.t('a workspace') : l10n.t('the personal account'));
    const host = linkSafeText(hostName);
    const choice = await window.showInformationMessage(
      l10n.t(
        '{0} came back. Hand this sign-in over to {1}?',
        linkSafeText(personWord(identity, settings.hidePersonalInfo()) ?? l10n.t('Somebody without an e-mail address')),
        host,
      ),
      {
        modal: true,
        detail: l10n.t(
          'It is {0}, plan {1}. It will stand on {2} alone: Codex there renews it, this computer keeps only a note. Whoever administers that host can read it. Otherwise it ends now.',
          linkSafeText(workspace),
          planWord(identity),
          host,
        ),
      },
      handOver,
      wrong,
    );
    return choice === handOver ? 'handOver' : 'discard';
  },
};
