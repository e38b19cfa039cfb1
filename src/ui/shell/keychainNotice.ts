import { l10n } from 'vscode';
import type { Prompts } from './prompts.ts';

/** That macOS will ask, said before it does; once in a window, since “Always Allow” ends its asking. */
export class KeychainNotice {
  readonly #prompts: Pick<Prompts, 'confirm'>;
  #isSaid = false;

  constructor(prompts: Pick<Prompts, 'confirm'>) {
    this.#prompts = prompts;
  }

  async say(): Promise<boolean> {
    const proceed = l10n.t('Continue');
    this.#isSaid ||=
      (await this.#prompts.confirm(
        'information',
        l10n.t('macOS is about to ask whether this editor may use the Codex sign-in in your keychain.'),
        {
          detail: l10n.t(
            'Codex keeps its sign-in there, in the item “Codex Auth”. Choose “Always Allow” and macOS asks only once. Codex Accounts opens the item only when you click, never by itself. Codex may be asked the same the next time it starts.',
          ),
          buttons: [proceed],
        },
      )) === proceed;
    return this.#isSaid;
  }
}
