import { l10n, window } from 'vscode';
import { findHostNews, type HostNews } from '../../hosts/remote/hostNews.ts';
import type { LeaseSchedule } from '../../hosts/remote/leaseSchedule.ts';
import type { RemoteHost } from '../../hosts/remote/remoteHost.ts';
import type { ConnectedHost, RemoteState } from '../../hosts/remote/remoteState.ts';
import { Disposables, type Disposable } from '../../util/disposables.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { findViewOptions, nameOf, offerCompanion, renewOnHost, useAccountOnHost } from './hostActions.ts';
import { signInHost } from './hostMenu.ts';
import { viewHost, type HostView } from '../text/hostView.ts';
import { renewAndRestartWord } from '../text/hostWords.ts';
import { showFailure } from '../failure/failure.ts';
import type { OfferedCompanions } from './offeredCompanions.ts';
import type { Services } from '../shell/services.ts';
import { onDidChangeSettings, settings } from '../shell/settings.ts';

export interface AnnouncedHost {
  readonly remote: RemoteHost;
  readonly schedule: Pick<LeaseSchedule, 'onDidTry'>;
  readonly remoteName: string;
  readonly offered: OfferedCompanions;
}

/** Keeps the surfaces in step with the host of this window, and says each thing that matters once. */
export function followHost({ remote, schedule, remoteName, offered }: AnnouncedHost, services: Services): Disposable {
  const scope = new Disposables();
  const told = new Set<HostNews['kind']>();
  let wasTried = false;
  const show = async (): Promise<void> => {
    // Names are looked up first: what is shown is the state as it is then.
    const options = await findViewOptions(services);
    services.remote.show(viewHost(remote.state, { ...options, remoteName }));
    const facts = {
      remoteName,
      byDefault: settings.defaultRemoteBinding(),
      wasTried,
      wasOffered: offered.has(),
      nowMs: services.clock.nowMs(),
    };
    const news = findHostNews({ state: remote.state, ...facts });
    if (news !== undefined && !told.has(news.kind)) {
      told.add(news.kind);
      services.log.info('host', news.kind);
      void (news.kind === 'install' ? offered.add() : undefined);
      tell(news, remote.state, services).catch((failure: unknown) => showFailure(failure, services));
    }
  };
  const follow = (): void => {
    show().catch((failure: unknown) => {
      services.log.failure('host', failure);
    });
  };
  scope.add(remote.onDidChange(follow));
  scope.add(onDidChangeSettings(follow));
  scope.add(
    schedule.onDidTry(({ kind }) => {
      services.log.info('host', `lease: ${kind}`);
      wasTried = kind !== 'ok';
      follow();
    }),
  );
  scope.add(
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        remote.look().catch((failure: unknown) => {
          services.log.failure('host', failure);
        });
      }
    }),
  );
  follow();
  return scope;
}

async function tell(news: HostNews, state: RemoteState, services: Services): Promise<void> {
  if (news.kind === 'install') {
    return offerCompanion(news.answer, services);
  }
  return state.kind === 'connected' ? tellOfHost(news, state, services) : undefined;
}

async function tellOfHost(
  news: Exclude<HostNews, { kind: 'install' }>,
  state: ConnectedHost,
  services: Services,
): Promise<void> {
  switch (news.kind) {
    case 'useAccount':
      return offerAccount(news, state, services);
    case 'leaseEnds':
    case 'restart': {
      const { sentence, offer } = viewHost(state, await findViewOptions(services));
      const renew = offerWord(offer);
      const choice = await window.showWarningMessage(sentence, renew ?? l10n.t('OK'));
      if (renew !== undefined && choice === renew) {
        await renewOnHost(services);
      }
    }
  }
}

function offerWord(offer: HostView['offer']): string | undefined {
  switch (offer) {
    case 'renew':
      return l10n.t('Renew Now');
    case 'restart':
      return renewAndRestartWord();
    case 'bringAlong':
      return l10n.t('Bring It Along');
    case 'install':
    case 'useAccount':
    case undefined:
      return undefined;
  }
}

async function offerAccount(
  { wasThere }: Extract<HostNews, { kind: 'useAccount' }>,
  state: ConnectedHost,
  services: Services,
): Promise<void> {
  const use = l10n.t('Use the Account from This Computer');
  const other = l10n.t('Other Ways…');
  const never = l10n.t('Not on This Host');
  const name = nameOf(state);
  const keys = (state.host.codex.environmentKeys ?? []).map((key) => linkSafeText(key)).join(', ');
  const secret =
    keys === '' ? '' : ` ${l10n.t('{0} is set in the environment there; Codex Accounts does not use it.', keys)}`;
  const message = wasThere
    ? l10n.t('Codex on {0} is signed out: it was signed out there, or the host was built anew.', name)
    : l10n.t('Codex on {0} is not signed in yet.', name);
  const choice = await window.showInformationMessage(message + secret, use, other, never);
  if (choice === use) {
    await useAccountOnHost(services);
  } else if (choice === other) {
    await signInHost(services);
  } else if (choice === never) {
    await (await services.loadHosts()).remote?.choose('none');
  }
}
