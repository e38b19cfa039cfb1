import { l10n } from 'vscode';
import type { FoundInHome } from '../../accounts/home/ports.ts';
import type { Browser, OtherAttempt, SignInQuestions, Surprise } from '../../accounts/signIn/ports.ts';
import type { Identity } from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { isWorkspacePlan, kindWord, personWord, planWord } from '../text/accountText.ts';
import { chatGptUrl } from '../shell/links.ts';
import { formatSentence } from '../text/errorText.ts';
import { nameProviderKey } from '../text/providerText.ts';
import type { Prompts } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';

export interface SignInQuestionsFlow {
  readonly prompts: Pick<Prompts, 'confirm'>;
  readonly browser: Pick<Browser, 'open'>;
}

/**
 * What accounts/ asks a person, as dialogs. Closing one changes nothing. Long because it is one object of
 * questions.
 */
export function signInQuestions({ prompts, browser }: SignInQuestionsFlow): SignInQuestions {
  return {
    takeOverAttempt: (other) => askToTakeOver(prompts, other),

    async confirmIdentity({ identity, surprise }) {
      const { message, detail } = describeSurprise(surprise, identity);
      const save = surprise === 'sameAccount' ? l10n.t('Use This Sign-In') : l10n.t('Save');
      const open = l10n.t('Open chatgpt.com');
      const choice = await prompts.confirm('information', message, {
        detail,
        buttons: [save, open],
        closeButton: l10n.t('That’s Not the One'),
      });
      if (choice === open) {
        await browser.open(chatGptUrl);
      }
      return choice === save ? 'save' : 'discard';
    },

    async replaceForeign(found) {
      const replace = l10n.t('Keep Both, Use the New One');
      const choice = await prompts.confirm(
        'information',
        l10n.t('The Codex CLI on this computer is signed in already: {0}.', describe(found)),
        {
          detail: l10n.t(
            '“Keep Both” takes that sign-in into Codex Accounts, so that nothing is lost, and lets the CLI use the new one. Otherwise the CLI stays as it is.',
          ),
          buttons: [replace],
        },
      );
      return choice === replace ? 'keepAndReplace' : 'leave';
    },

    async replaceUnreadable(path) {
      const replace = l10n.t('Set Aside and Replace');
      const choice = await prompts.confirm(
        'warning',
        l10n.t('{0} holds something that cannot be read as a Codex sign-in.', linkSafeText(path)),
        {
          detail: l10n.t(
            'It may come from another release, or be damaged. Its text is kept among our secrets before it is replaced.',
          ),
          buttons: [replace],
        },
      );
      return choice === replace ? 'setAsideAndReplace' : 'leave';
    },

    async keepUnchecked(reason) {
      const keep = l10n.t('Keep It Unchecked');
      const detail = [
        ...(reason === undefined ? [] : [formatSentence(reason)]),
        l10n.t('It can be kept as it is. Codex finds out with the first request whether it is good.'),
      ].join('\n\n');
      const message = formatSentence(buildSentence('apiKey.unchecked', {}));
      return (await prompts.confirm('warning', message, { detail, buttons: [keep] })) === keep ? 'keep' : 'leave';
    },

    async saveAgain(reason) {
      const again = l10n.t('Save Again');
      const choice = await prompts.confirm(
        'warning',
        l10n.t('You signed in, but the sign-in could not be saved. “Save Again” needs no browser.'),
        { detail: formatSentence(reason), buttons: [again] },
      );
      return choice === again ? 'saveAgain' : 'giveUp';
    },
  };
}

/** Only one browser sign-in can be open on a computer, whomever it is for. */
export async function askToTakeOver(
  prompts: Pick<Prompts, 'confirm'>,
  other: OtherAttempt,
): Promise<'takeOver' | 'useDeviceCode' | 'leave'> {
  const takeOver = l10n.t('Take Over');
  const deviceCode = l10n.t('Use a Device Code');
  const product = other.product === '' ? l10n.t('Another window') : linkSafeText(other.product);
  const choice = await prompts.confirm(
    'information',
    l10n.t('{0} is signing in with the browser right now.', product),
    {
      detail: l10n.t(
        'Only one browser sign-in can be open on a computer. Taking over ends the other one; a device code works beside it.',
      ),
      buttons: [takeOver, deviceCode],
    },
  );
  return choice === takeOver ? 'takeOver' : choice === deviceCode ? 'useDeviceCode' : 'leave';
}

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

function describe({ kind, identity, provider }: FoundInHome): string {
  if (provider !== undefined) {
    return linkSafeText(nameProviderKey(provider));
  }
  const person = personWord(identity, settings.hidePersonalInfo());
  const name = kind === 'other' ? l10n.t('another kind of account') : kindWord(kind);
  return person === undefined ? name : `${name}, ${linkSafeText(person)}`;
}
