import { l10n, window } from 'vscode';

/** That macOS will ask, said before it does; once in a window, since “Always Allow” ends its asking. */
export class KeychainNotice {
  #isSaid = false;

  async say(): Promise<boolean> {
    const proceed = l10n.t('Continue');
    this.#isSaid ||=
      (await window.showInformationMessage(
        l10n.t('macOS is about to ask whether this editor may use the Codex sign-in in your keychain.'),
        {
          modal: true,
          detail: l10n.t(
            'Codex keeps its sign-in there, in the item “Codex Auth”. Choose “Always Allow” and macOS asks only once. Codex Accounts opens the item only when you click, never by itself. Codex may be asked the same the next time it starts.',
          ),
        },
        proceed,
      )) === proceed;
    return this.#isSaid;
  }
}
