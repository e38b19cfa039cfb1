import { l10n } from 'vscode';
import type { Prompts } from '../src/ui/shell/prompts.ts';
import { linkSafeText } from '../src/base/displayText.ts';
import type { HostLog } from './hostLog.ts';
import type { NewsOnHost, HostQuestions } from './ports.ts';
import { readHidePersonalInfo } from './mainSettings.ts';
import { describePlaced, describePlacing, nameFoundSignIn } from './text.ts';

/** The questions as modal dialogs in the window that is connected to this host. `host` is its name, as it is shown. */
export function buildQuestions(host: string, prompts: Pick<Prompts, 'confirm'>): HostQuestions {
  return {
    async mayPlace(question) {
      const use = l10n.t('Use This Account');
      const message = l10n.t('Let Codex on {0} use {1}?', host, linkSafeText(question.label));
      const detail = describePlacing(question, readHidePersonalInfo());
      return (await prompts.confirm('information', message, { detail, buttons: [use] })) === use;
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
      return (await prompts.confirm('warning', message, { detail, buttons: [remove] })) === remove;
    },

    async mayPutBack({ kept, replaced, path }) {
      const putBack = l10n.t('Put Back');
      const message = l10n.t('Let Codex on {0} use {1} again?', host, nameFoundSignIn(kept, readHidePersonalInfo()));
      const instead =
        replaced.kind === 'none'
          ? l10n.t('It is written to {0}.', linkSafeText(path))
          : l10n.t('It replaces {0} in {1}.', nameFoundSignIn(replaced, readHidePersonalInfo()), linkSafeText(path));
      const question = { detail: instead, buttons: [putBack] };
      return (await prompts.confirm('information', message, question)) === putBack;
    },
  };
}

/** What says the news, and where a failure is noted. */
export interface NewsParts {
  readonly prompts: Pick<Prompts, 'offer'>;
  readonly log: Pick<HostLog, 'unawaited'>;
}

/** The news as notifications, each with the way back when there is one. */
export function buildNews(host: string, putBack: () => Promise<void>, { prompts, log }: NewsParts): NewsOnHost {
  const tell = (text: string, canPutBack: boolean): void => {
    const button = l10n.t('Put Back');
    const telling = prompts
      .offer('information', text, canPutBack ? button : l10n.t('OK'))
      .then((choice) => (choice === button ? putBack() : undefined));
    log.unawaited('news', telling);
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
