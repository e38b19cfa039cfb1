import { l10n, window } from 'vscode';
import { linkSafeText } from '../src/util/displayText.ts';
import type { HostNews, HostQuestions } from './ports.ts';
import { readHidePersonalInfo } from './mainSettings.ts';
import { describePlaced, describePlacing, nameStanding } from './words.ts';

/** The questions as modal dialogs in the window that is connected to this host. `host` is its name, as it is shown. */
export function buildQuestions(host: string): HostQuestions {
  return {
    async mayPlace(question) {
      const use = l10n.t('Use This Account');
      const message = l10n.t('Let Codex on {0} use {1}?', host, linkSafeText(question.label));
      return (
        (await window.showInformationMessage(
          message,
          { modal: true, detail: describePlacing(question, readHidePersonalInfo()) },
          use,
        )) === use
      );
    },

    async mayRemove({ label, binding, path }) {
      const remove = l10n.t('Remove');
      const message = l10n.t('Sign Codex on {0} out of {1}?', host, linkSafeText(label));
      const detail =
        binding === 'own'
          ? l10n.t(
              '{0} is removed. The sign-in was made for this host and is kept nowhere else; it is not revoked.',
              linkSafeText(path),
            )
          : l10n.t('{0} is removed. The account stays where it was signed in; nothing is revoked.', linkSafeText(path));
      return (await window.showWarningMessage(message, { modal: true, detail }, remove)) === remove;
    },

    async mayPutBack({ kept, replaced, path }) {
      const putBack = l10n.t('Put Back');
      const message = l10n.t('Let Codex on {0} use {1} again?', host, nameStanding(kept, readHidePersonalInfo()));
      const instead =
        replaced.kind === 'nobody'
          ? l10n.t('It is written to {0}.', linkSafeText(path))
          : l10n.t('It replaces {0} in {1}.', nameStanding(replaced, readHidePersonalInfo()), linkSafeText(path));
      return (await window.showInformationMessage(message, { modal: true, detail: instead }, putBack)) === putBack;
    },
  };
}

/** The news as notifications, each with the way back when there is one. */
export function buildNews(host: string, putBack: () => void): HostNews {
  const tell = (text: string, canPutBack: boolean): void => {
    const button = l10n.t('Put Back');
    void window.showInformationMessage(text, canPutBack ? button : l10n.t('OK')).then((choice) => {
      if (choice === button) {
        putBack();
      }
    });
  };
  return {
    placed: (news) => {
      tell(describePlaced(host, news), news.canPutBack);
    },
    removed: ({ label, canPutBack }) => {
      tell(l10n.t('Codex on {0} no longer uses {1}: it is signed out.', host, linkSafeText(label)), canPutBack);
    },
  };
}
