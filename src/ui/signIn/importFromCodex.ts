import { l10n } from 'vscode';
import type { HomeLink } from '../../accounts/home/homeLink.ts';
import type { HomeOccupant } from '../../accounts/home/homeOccupantReader.ts';
import type { AccountCheck } from '../../accounts/use/accountCheck.ts';
import { AuthError, homeError } from '../../errors/authError.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { describeAccount } from '../text/accountText.ts';
import { ensureHomeWritable, type HomeAccessFlow } from '../home/ensureHomeWritable.ts';
import { noImportWord } from '../text/hostView.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { RemoteFollower } from '../shell/remoteFollower.ts';
import { settings } from '../shell/settings.ts';

export type ImportFlow = HomeAccessFlow & {
  readonly prompts: Pick<Prompts, 'tell' | 'offer'>;
  readonly log: Pick<Log, 'info'>;
  readonly remote: Pick<RemoteFollower, 'view'>;
  readonly places: { readonly home: string };
  readonly check: Pick<AccountCheck, 'run'>;
  readonly ended: AbortSignal;
  readonly loadHomeLink: () => Promise<Pick<HomeLink, 'look' | 'takeOver'>>;
  readonly showPanel: () => Promise<void>;
};

/** Takes the sign-in of the Codex CLI on this computer over; the CLI stays signed in with it. */
export async function importFromCodex(flow: ImportFlow): Promise<void> {
  const { view } = flow.remote;
  if (view !== undefined) {
    // Only the Codex beside this extension can be imported from; in such a window one may have meant the other.
    await flow.prompts.tell(
      'information',
      l10n.t('This imports from the Codex on this computer, not from {0}. {1}', view.name, noImportWord()),
    );
  }
  if (!(await ensureHomeWritable(flow, 'clear'))) {
    return;
  }
  const look = await (await flow.loadHomeLink()).look('onClick');
  switch (look.kind) {
    case 'none':
    case 'untold':
      await flow.prompts.tell(
        'information',
        l10n.t('The Codex CLI on this computer is not signed in: there is nothing to take over.'),
      );
      return;
    case 'ours':
      await flow.prompts.tell(
        'information',
        l10n.t('The Codex CLI on this computer already uses {0}.', linkSafeText(look.account.label)),
      );
      return;
    case 'unreadable':
      throw unreadable(flow, look.state);
    case 'foreign':
      await takeOver(flow);
  }
}

async function takeOver(flow: ImportFlow): Promise<void> {
  const account = await (await flow.loadHomeLink()).takeOver();
  if (account === undefined) {
    await flow.prompts.tell(
      'information',
      l10n.t(
        'The Codex CLI on this computer uses a kind of account that this release does not manage. It was left as it is.',
      ),
    );
    return;
  }
  const checked = await flow.check.run(account, flow.ended);
  flow.log.info('import', account.credential.kind);
  const who = linkSafeText(describeAccount(checked.account, settings.hidePersonalInfo()));
  const show = l10n.t('Show Account');
  const message = l10n.t(
    'Took over {0} ({1}). The Codex CLI stays signed in with it.',
    linkSafeText(checked.account.label),
    who,
  );
  if ((await flow.prompts.offer('information', message, show)) === show) {
    await flow.showPanel();
  }
}

type Unreadable = Extract<HomeOccupant, { kind: 'unreadable' }>['state'];

function unreadable(flow: ImportFlow, state: Unreadable): AuthError {
  const path = flow.places.home;
  if (state.kind === 'problem') {
    return homeError(state.problem, path);
  }
  return new AuthError(
    'fixFile',
    buildSentence(`home.document.${state.problem}`, { path, mode: state.mode, field: state.field }),
  );
}
