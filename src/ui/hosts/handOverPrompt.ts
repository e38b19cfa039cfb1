import { l10n } from 'vscode';
import type { OwnSignInQuestions } from '../../accounts/signIn/ownSignIn.ts';
import type { Identity } from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { isWorkspacePlan, personWord, planWord } from '../text/accountText.ts';
import type { Prompts } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';

/** Asks whether the one who came back is the one for that host. Closing it hands nothing over. */
export function askHandOver(prompts: Pick<Prompts, 'confirm'>): OwnSignInQuestions['confirmHandOver'] {
  return async ({ identity, hostName }) => {
    const handOver = l10n.t('Hand Over');
    const host = linkSafeText(hostName);
    const choice = await prompts.confirm('information', askWord(identity, host), {
      detail: [
        workspaceWord(identity),
        l10n.t(
          'It will stand on {0} alone: Codex there renews it, this computer keeps only a note. Whoever administers that host can read it. Otherwise it ends now.',
          host,
        ),
      ].join(' '),
      buttons: [handOver],
      closeButton: l10n.t('That’s Not the One'),
    });
    return choice === handOver ? 'handOver' : 'discard';
  };
}

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
