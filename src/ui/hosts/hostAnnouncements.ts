import { l10n, window } from 'vscode';
import { findHostNews, type HostNews } from '../../hosts/remote/hostNews.ts';
import type { LeaseSchedule } from '../../hosts/remote/leaseSchedule.ts';
import type { RemoteHost } from '../../hosts/remote/remoteHost.ts';
import type { ConnectedHost, RemoteState } from '../../hosts/remote/remoteState.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { findViewOptions, nameOf, offerCompanion, renewOnHost, useAccountOnHost } from './hostActions.ts';
import { signInHost, type HostMenuFlow } from './hostMenu.ts';
import { viewHost, type HostView } from '../text/hostView.ts';
import { renewAndRestartWord } from '../text/hostText.ts';
import type { OfferedCompanions } from './offeredCompanions.ts';
import type { RemoteFollower } from '../shell/remoteFollower.ts';
import { onDidChangeSettings, settings } from '../shell/settings.ts';

export interface AnnouncedHost {
  readonly remote: RemoteHost;
  readonly schedule: Pick<LeaseSchedule, 'onDidTry'>;
  readonly remoteName: string;
  readonly offered: OfferedCompanions;
  /** Says what went wrong with what was clicked. */
  readonly showFailure: (failure: unknown) => Promise<void>;
}

export type HostAnnouncementsFlow = HostMenuFlow & {
  readonly remote: Pick<RemoteFollower, 'show'>;
};

/** Keeps the surfaces in step with the host of this window, and says each thing that matters once. */
export function followHost(
  { remote, schedule, remoteName, offered, showFailure }: AnnouncedHost,
  flow: HostAnnouncementsFlow,
): Disposable {
  const scope = new Disposables();
  const told = new Set<HostNews['kind']>();
  let wasTried = false;
  const show = async (): Promise<void> => {
    // Names are looked up first: what is shown is the state as it is then.
    const options = await findViewOptions(flow);
    flow.remote.show(viewHost(remote.state, { ...options, remoteName }));
    const facts = {
      remoteName,
      byDefault: settings.defaultRemoteBinding(),
      wasTried,
      wasOffered: offered.has(),
      nowMs: flow.clock.nowMs(),
    };
    const news = findHostNews({ state: remote.state, ...facts });
    if (news !== undefined && !told.has(news.kind)) {
      told.add(news.kind);
      flow.log.info('host', news.kind);
      if (news.kind === 'install') {
        flow.log.unawaited('host', offered.add());
      }
      tell(news, remote.state, flow).catch(showFailure);
    }
  };
  const follow = (): void => {
    flow.log.unawaited('host', show());
  };
  scope.add(remote.onDidChange(follow));
  scope.add(onDidChangeSettings(follow));
  scope.add(
    schedule.onDidTry(({ kind }) => {
      flow.log.info('host', `lease: ${kind}`);
      wasTried = kind !== 'ok';
      follow();
    }),
  );
  scope.add(
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        flow.log.unawaited('host', remote.look());
      }
    }),
  );
  follow();
  return scope;
}

async function tell(news: HostNews, state: RemoteState, flow: HostAnnouncementsFlow): Promise<void> {
  if (news.kind === 'install') {
    return offerCompanion(news.answer, flow);
  }
  return state.kind === 'connected' ? tellOfHost(news, state, flow) : undefined;
}

async function tellOfHost(
  news: Exclude<HostNews, { kind: 'install' }>,
  state: ConnectedHost,
  flow: HostAnnouncementsFlow,
): Promise<void> {
  switch (news.kind) {
    case 'useAccount':
      return offerAccount(news, state, flow);
    case 'leaseEnds':
    case 'restart': {
      const { sentence, offer } = viewHost(state, await findViewOptions(flow));
      const renew = offerWord(offer);
      if (renew === undefined) {
        await flow.prompts.tell('warning', sentence);
      } else if ((await flow.prompts.offer('warning', sentence, renew)) === renew) {
        await renewOnHost(flow);
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
  flow: HostAnnouncementsFlow,
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
  const choice = await flow.prompts.offer('information', message + secret, use, other, never);
  if (choice === use) {
    await useAccountOnHost(flow);
  } else if (choice === other) {
    await signInHost(flow);
  } else if (choice === never) {
    await (await flow.loadHosts()).remote?.choose('none');
  }
}
