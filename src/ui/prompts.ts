import { l10n, window } from 'vscode';
import type { FoundInHome, OtherAttempt, Questions } from '../accounts/ports.ts';
import { linkSafeText } from '../util/displayText.ts';
import type { Sentence } from '../util/sentence.ts';
import { isWorkspacePlan, kindWord, personWord, planWord } from './accounts/accountWords.ts';
import { sayInWords } from './messages.ts';
import { settings } from './settings.ts';

/** The questions of the accounts room as dialogs. Closing one changes nothing. */
export const prompts: Questions = {
  async takeOverAttempt(other: OtherAttempt) {
    const takeOver = l10n.t('Take Over');
    const deviceCode = l10n.t('Use a Device Code');
    const product = other.product === '' ? l10n.t('Another window') : linkSafeText(other.product);
    const choice = await window.showInformationMessage(
      l10n.t('{0} is signing in with the browser right now.', product),
      { modal: true, detail: l10n.t('Only one browser sign-in can be open on a computer. Taking over ends the other one; a device code works beside it.') },
      takeOver,
      deviceCode,
    );
    return choice === takeOver ? 'takeOver' : choice === deviceCode ? 'useDeviceCode' : 'leave';
  },

  async confirmIdentity({ identity }) {
    const save = { title: l10n.t('Save') };
    const wrong = { title: l10n.t('That’s Not the One'), isCloseAffordance: true };
    const workspace = identity.workspaceName ?? (isWorkspacePlan(identity) ? l10n.t('a workspace') : l10n.t('the personal account'));
    const choice = await window.showInformationMessage(
      l10n.t('{0} came back.', linkSafeText(personWord(identity, settings.hidePersonalInfo()) ?? l10n.t('Somebody without an e-mail address'))),
      {
        modal: true,
        detail: l10n.t('It is {0}, plan {1}. “Save” adds it beside the accounts you have; otherwise it is not saved, and this sign-in ends.', linkSafeText(workspace), planWord(identity)),
      },
      save,
      wrong,
    );
    return choice === save ? 'save' : 'discard';
  },

  async replaceForeign(found: FoundInHome) {
    const replace = l10n.t('Keep Both, Use the New One');
    const who = describe(found);
    const choice = await window.showInformationMessage(
      l10n.t('The Codex CLI on this computer is signed in already: {0}.', who),
      {
        modal: true,
        detail: l10n.t('“Keep Both” takes that sign-in into Codex Accounts, so that nothing is lost, and lets the CLI use the new one. Otherwise the CLI stays as it is.'),
      },
      replace,
    );
    return choice === replace ? 'keepAndReplace' : 'leave';
  },

  async replaceUnreadable(path: string) {
    const replace = l10n.t('Set Aside and Replace');
    const choice = await window.showWarningMessage(
      l10n.t('{0} holds something that cannot be read as a Codex sign-in.', linkSafeText(path)),
      { modal: true, detail: l10n.t('It may come from another release, or be damaged. Its text is kept among our secrets before it is replaced.') },
      replace,
    );
    return choice === replace ? 'setAsideAndReplace' : 'leave';
  },

  async saveAgain(reason: Sentence) {
    const again = l10n.t('Save Again');
    const choice = await window.showWarningMessage(
      l10n.t('You signed in, but the sign-in could not be saved. “Save Again” needs no browser.'),
      { modal: true, detail: sayInWords(reason) },
      again,
    );
    return choice === again ? 'saveAgain' : 'giveUp';
  },
};

function describe({ kind, identity }: FoundInHome): string {
  const person = personWord(identity, settings.hidePersonalInfo());
  const name = kind === 'other' ? l10n.t('another kind of account') : kindWord(kind);
  return person === undefined ? name : `${name}, ${linkSafeText(person)}`;
}
