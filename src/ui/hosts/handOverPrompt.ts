import { l10n } from 'vscode';
import type { OwnSignInQuestions } from '../../accounts/signIn/ownSignIn.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { isWorkspacePlan, personWord, planWord } from '../text/accountWords.ts';
import type { Prompts } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';

/** Asks whether the one who came back is the one for that host. Closing it hands nothing over. */
export function askHandOver(prompts: Pick<Prompts, 'confirm'>): OwnSignInQuestions['confirmHandOver'] {
  return async ({ identity, hostName }) => {
    const handOver = l10n.t('Hand Over');
    const workspace =
      identity.workspaceName ?? (isWorkspacePlan(identity) ? l10n.t('a workspace') : l10n.t('the personal account'));
    const host = linkSafeText(hostName);
    const choice = await prompts.confirm(
      'information',
      l10n.t(
        '{0} came back. Hand this sign-in over to {1}?',
        linkSafeText(personWord(identity, settings.hidePersonalInfo()) ?? l10n.t('Somebody without an e-mail address')),
        host,
      ),
      {
        detail: l10n.t(
          'It is {0}, plan {1}. It will stand on {2} alone: Codex there renews it, this computer keeps only a note. Whoever administers that host can read it. Otherwise it ends now.',
          linkSafeText(workspace),
          planWord(identity),
          host,
        ),
        buttons: [handOver],
        closeButton: l10n.t('That’s Not the One'),
      },
    );
    return choice === handOver ? 'handOver' : 'discard';
  };
}
