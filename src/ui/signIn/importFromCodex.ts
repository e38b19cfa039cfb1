import { l10n, window } from 'vscode';
import type { HomeOccupant } from '../../accounts/home/homeReader.ts';
import { AuthError, homeError } from '../../errors/authError.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { say } from '../../errors/sentence.ts';
import { describeAccount } from '../text/accountWords.ts';
import { notice } from '../shell/notices.ts';
import { mayReachHome } from '../home/homeGate.ts';
import { noImportWord } from '../text/hostView.ts';
import type { Services } from '../shell/services.ts';
import { settings } from '../shell/settings.ts';

/** Takes the sign-in of the Codex CLI on this computer over; the CLI stays signed in with it. */
export async function importFromCodex(services: Services): Promise<void> {
  const { view } = services.remote;
  if (view !== undefined) {
    // Only the Codex beside this extension can be imported from; in such a window one may have meant the other.
    await notice.information(
      l10n.t('This imports from the Codex on this computer, not from {0}. {1}', view.name, noImportWord()),
    );
  }
  if (!(await mayReachHome(services, 'take'))) {
    return;
  }
  const look = await (await services.loadHomeLink()).look('onClick');
  switch (look.kind) {
    case 'nobody':
    case 'untold':
      await notice.information(
        l10n.t('The Codex CLI on this computer is not signed in: there is nothing to take over.'),
      );
      return;
    case 'ours':
      await notice.information(
        l10n.t('The Codex CLI on this computer already uses {0}.', linkSafeText(look.account.label)),
      );
      return;
    case 'unreadable':
      throw unreadable(services, look.state);
    case 'foreign':
      await takeOver(services);
  }
}

async function takeOver(services: Services): Promise<void> {
  const account = await (await services.loadHomeLink()).takeOver();
  if (account === undefined) {
    await notice.information(
      l10n.t(
        'The Codex CLI on this computer uses a kind of account that this release does not manage. It was left as it is.',
      ),
    );
    return;
  }
  const checked = await services.check.run(account);
  services.log.info('import', account.credential.kind);
  const who = linkSafeText(describeAccount(checked.account, settings.hidePersonalInfo()));
  const show = l10n.t('Show Account');
  const message = l10n.t(
    'Took over {0} ({1}). The Codex CLI stays signed in with it.',
    linkSafeText(checked.account.label),
    who,
  );
  if ((await window.showInformationMessage(message, show)) === show) {
    await services.showPanel();
  }
}

type Unreadable = Extract<HomeOccupant, { kind: 'unreadable' }>['state'];

function unreadable(services: Services, state: Unreadable): AuthError {
  const path = services.places.home;
  if (state.kind === 'problem') {
    return homeError(state.problem, path);
  }
  return new AuthError(
    'fixFile',
    say(`home.document.${state.problem}`, { path, mode: state.mode, field: state.field }),
  );
}
