import { l10n, window } from 'vscode';
import type { FoundInHome } from '../../accounts/home/ports.ts';
import type { OtherAttempt, Questions, Surprise } from '../../accounts/signIn/ports.ts';
import type { Identity } from '../../storage/account.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { say, type Sentence } from '../../errors/sentence.ts';
import { isWorkspacePlan, kindWord, personWord, planWord } from '../text/accountWords.ts';
import { chatGptUrl } from '../shell/links.ts';
import { sayInWords } from '../text/messages.ts';
import { settings } from '../shell/settings.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';

/** The questions of the accounts room as dialogs. Closing one changes nothing. */
export const prompts: Questions = {
  async takeOverAttempt(other: OtherAttempt) {
    const takeOver = l10n.t('Take Over');
    const deviceCode = l10n.t('Use a Device Code');
    const product = other.product === '' ? l10n.t('Another window') : linkSafeText(other.product);
    const choice = await window.showInformationMessage(
      l10n.t('{0} is signing in with the browser right now.', product),
      {
        modal: true,
        detail: l10n.t(
          'Only one browser sign-in can be open on a computer. Taking over ends the other one; a device code works beside it.',
        ),
      },
      takeOver,
      deviceCode,
    );
    return choice === takeOver ? 'takeOver' : choice === deviceCode ? 'useDeviceCode' : 'leave';
  },

  async confirmIdentity({ identity, surprise }) {
    const words = describeSurprise(surprise, identity);
    const save = { title: surprise === 'sameAccount' ? l10n.t('Use This Sign-In') : l10n.t('Save') };
    const open = { title: l10n.t('Open chatgpt.com') };
    const wrong = { title: l10n.t('That’s Not the One'), isCloseAffordance: true };
    const choice = await window.showInformationMessage(
      words.message,
      { modal: true, detail: words.detail },
      save,
      open,
      wrong,
    );
    if (choice === open) {
      await vscodeBrowser.open(chatGptUrl);
    }
    return choice === save ? 'save' : 'discard';
  },

  async replaceForeign(found: FoundInHome) {
    const replace = l10n.t('Keep Both, Use the New One');
    const who = describe(found);
    const choice = await window.showInformationMessage(
      l10n.t('The Codex CLI on this computer is signed in already: {0}.', who),
      {
        modal: true,
        detail: l10n.t(
          '“Keep Both” takes that sign-in into Codex Accounts, so that nothing is lost, and lets the CLI use the new one. Otherwise the CLI stays as it is.',
        ),
      },
      replace,
    );
    return choice === replace ? 'keepAndReplace' : 'leave';
  },

  async replaceUnreadable(path: string) {
    const replace = l10n.t('Set Aside and Replace');
    const choice = await window.showWarningMessage(
      l10n.t('{0} holds something that cannot be read as a Codex sign-in.', linkSafeText(path)),
      {
        modal: true,
        detail: l10n.t(
          'It may come from another release, or be damaged. Its text is kept among our secrets before it is replaced.',
        ),
      },
      replace,
    );
    return choice === replace ? 'setAsideAndReplace' : 'leave';
  },

  async keepUnchecked() {
    const keep = l10n.t('Keep It Unchecked');
    const detail = l10n.t('It can be kept as it is. Codex finds out with the first request whether it is good.');
    const message = sayInWords(say('apiKey.unchecked', {}));
    return (await window.showWarningMessage(message, { modal: true, detail }, keep)) === keep ? 'keep' : 'leave';
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

/** Who came back, why that is asked about, and how another one comes back. */
function describeSurprise(
  surprise: Surprise,
  identity: Identity,
): { readonly message: string; readonly detail: string } {
  const who = linkSafeText(
    personWord(identity, settings.hidePersonalInfo()) ?? l10n.t('Somebody without an e-mail address'),
  );
  const named = linkSafeText(
    identity.workspaceName ?? (isWorkspacePlan(identity) ? l10n.t('a workspace') : l10n.t('the personal account')),
  );
  const what = l10n.t('It is {0}, plan {1}.', named, planWord(identity));
  const another = l10n.t(
    'The sign-in page takes whoever is signed in at chatgpt.com: for another account, switch to it there, then sign in again.',
  );
  const save = l10n.t('“Save” adds it beside the accounts you have; otherwise it is not saved, and this sign-in ends.');
  switch (surprise) {
    case 'sameAccount':
      return {
        message: l10n.t('{0} came back, an account that is here already.', who),
        detail: [
          what,
          l10n.t('“Use This Sign-In” renews that account; otherwise this sign-in ends, and nothing changes.'),
          another,
        ].join(' '),
      };
    case 'otherWorkspace':
      return {
        message: l10n.t('{0} came back, in a workspace that was not asked for.', who),
        detail: [what, save, another].join(' '),
      };
    case 'otherPerson':
      return {
        message: l10n.t('{0} came back, not the person who was asked for.', who),
        detail: [what, save, another].join(' '),
      };
  }
}

function describe({ kind, identity }: FoundInHome): string {
  const person = personWord(identity, settings.hidePersonalInfo());
  const name = kind === 'other' ? l10n.t('another kind of account') : kindWord(kind);
  return person === undefined ? name : `${name}, ${linkSafeText(person)}`;
}
