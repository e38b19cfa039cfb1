import { ProgressLocation, l10n, window } from 'vscode';
import { adviseFor } from '../../hosts/remote/hostOptions.ts';
import type { RemoteHost } from '../../hosts/remote/remoteHost.ts';
import type { HostAnswer, NoAnswer } from '../../hosts/remote/remoteHome.ts';
import type {
  Belonging,
  ConnectedHost,
  PlacedCredential,
  RenewManner,
  RenewOutcome,
} from '../../hosts/remote/remoteState.ts';
import type { Account, Identity } from '../../storage/account.ts';
import type { HostChoice } from '../../storage/hostRecords.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { suggestLabels } from '../text/accountWords.ts';
import { notice } from '../shell/notices.ts';
import { copyInstallSnippet, installCompanion } from './companionInstall.ts';
import type { HostViewOptions } from '../text/hostView.ts';
import { dayAndTime } from '../text/dates.ts';
import { noAnswerWord } from '../text/hostWords.ts';
import { signInsUrl } from '../shell/links.ts';
import { showOwnSignIn } from './ownSignInProgress.ts';
import { restartExtensionHost } from '../shell/restartExtensionHost.ts';
import type { Services } from '../shell/services.ts';
import { settings } from '../shell/settings.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';

/** A host with what acts on it. */
export interface HostAtHand {
  readonly remote: RemoteHost;
  readonly state: ConnectedHost;
  readonly services: Services;
}

/** The host of this window after a fresh look; says why when there is none to act on. */
export async function requireHost(services: Services): Promise<HostAtHand | undefined> {
  const { remote } = await services.loadHosts();
  if (remote === undefined) {
    await notice.information(
      services.host.side === 'workspace'
        ? l10n.t(
            'Codex Accounts runs on this host itself, so the Codex here is reached directly: use “Sign In” and “Switch Account”.',
          )
        : l10n.t(
            'This window is not connected to another host. Open one with Remote-SSH, WSL, a dev container or a Codespace, then try again.',
          ),
    );
    return undefined;
  }
  const state = await remote.look();
  if (state.kind !== 'connected') {
    if (state.kind !== 'unknown') {
      await offerCompanion(state, services);
    }
    return undefined;
  }
  return { remote, state, services };
}

/** Why the host is not reached, with the way to reach it where there is one. */
export async function offerCompanion(answer: NoAnswer, services: Services): Promise<void> {
  const hostName = services.host.remoteName ?? '';
  const install = l10n.t('Install There');
  const everywhere = l10n.t('On Every Host…');
  const mayHelp = answer.kind === 'missing' || answer.kind === 'older';
  const choice = await window.showWarningMessage(
    noAnswerWord(answer, linkSafeText(hostName)),
    ...(mayHelp ? [install, everywhere] : [l10n.t('OK')]),
  );
  if (choice === install) {
    await installOnHost(services);
  } else if (choice === everywhere) {
    await copyInstallSnippet();
  }
}

export async function installOnHost(services: Services): Promise<void> {
  const { companionPackage } = await services.loadHosts();
  await installCompanion({ package: companionPackage, hostName: services.host.remoteName ?? '' }, services);
}

/** One click: the account that stood there before, else the one in use, in the way that is advised for that host. */
export async function useAccountOnHost(services: Services): Promise<void> {
  const host = await requireHost(services);
  if (host === undefined) {
    return;
  }
  const account = await findWanted(host);
  if (account === undefined) {
    await services.run('signIn');
    return;
  }
  const { binding } = adviseFor(host.state, { account, byDefault: settings.defaultRemoteBinding() });
  if (binding === 'own') {
    await giveOwn(host);
  } else {
    await lend(host, account);
  }
}

async function findWanted({ state, services }: HostAtHand): Promise<Account | undefined> {
  const wantedId = state.signIn.kind === 'signedOutRemotely' ? state.signIn.was.accountId : undefined;
  const entry = wantedId === undefined ? undefined : await services.directory.find(wantedId);
  if (entry?.kind === 'account') {
    return entry.account;
  }
  const current = await services.current.update();
  return current.kind === 'signedIn' ? current.account : undefined;
}

/** Gives the host a lease, or a copy of a key. */
export async function lend(
  { remote, state, services }: HostAtHand,
  account: Account,
  choice?: HostChoice,
): Promise<void> {
  const outcome = await showProgress(state, () => remote.lend(account, choice));
  services.log.info('host', `lend: ${outcome.kind}`);
  await followUp(outcome, state);
}

/** Makes a sign-in for the host and hands it over; one that does not reach it is ended. */
export async function giveOwn({ remote, state, services }: HostAtHand, choice?: HostChoice): Promise<void> {
  const own = await (await services.loadHosts()).loadOwnSignIn();
  const made = await showOwnSignIn(own, state.record.name);
  if (made?.kind !== 'ready') {
    services.log.info('host', `own: ${made?.kind ?? 'left'}`);
    return;
  }
  const belonging = describeOwn(made.identity);
  let outcome: HostAnswer<PlacedCredential> | undefined;
  try {
    outcome = await showProgress(state, () => remote.giveOwn(made.credential, belonging, choice));
  } finally {
    if (outcome?.kind !== 'ok') {
      await made.discard();
    }
  }
  services.log.info('host', `own: ${outcome.kind}`);
  await followUp(outcome, state);
}

/** To whom an own sign-in belongs: named as an account is, and on the host by workspace or plan alone. */
export function describeOwn(identity: Identity): Belonging {
  const [label, hiddenLabel] = [false, true].map(
    (hides) => suggestLabels({ kind: 'chatgpt', identity, keyTail: undefined }, hides)[0],
  );
  return { accountId: undefined, label: label ?? '', hiddenLabel, identity };
}

/**
 * Renews the lease. Where a Codex has given up on it, that one starts again with the same click: a background server through
 * the companion, what lives in an extension host with that.
 */
export async function renewOnHost(services: Services): Promise<void> {
  const host = await requireHost(services);
  if (host === undefined) {
    return;
  }
  const { signIn } = host.state;
  const restart = signIn.kind === 'restartRequired' ? signIn : undefined;
  if (restart?.isRenewed !== true) {
    if (!(await renewLease(host, restart === undefined ? 'asking' : 'restarting'))) {
      return;
    }
  } else if (restart.what.isServer) {
    await restartThere(host);
  }
  if (restart?.what.isExtension === true) {
    services.log.info('host', 'restart');
    await restartExtensionHost();
  }
}

/** @returns false when it was not renewed, which has been said */
async function renewLease({ remote, state, services }: HostAtHand, manner: RenewManner): Promise<boolean> {
  const outcome = await showProgress(state, () => remote.renew(manner));
  services.log.info('host', `renew: ${outcome.kind}`);
  if (outcome.kind !== 'ok') {
    await notice.warning(renewWord(outcome, state));
    return false;
  }
  const { expiresAtMs } = outcome.answer.placed;
  const until = expiresAtMs === undefined ? '' : dayAndTime(expiresAtMs);
  window.setStatusBarMessage(l10n.t('The lease on {0} is renewed, good until {1}.', nameOf(state), until), 8000);
  return true;
}

/** Has the background server there start again that uses something else than its Home holds. */
export async function bringAlongOnHost(services: Services): Promise<void> {
  const host = await requireHost(services);
  await (host === undefined ? undefined : restartThere(host));
}

/** The companion says in this window what came of it. */
async function restartThere({ remote, state, services }: HostAtHand): Promise<void> {
  const outcome = await showProgress(state, () => remote.restartCodex());
  services.log.info('host', `restart: ${outcome.kind === 'ok' ? outcome.answer.step : outcome.kind}`);
  if (outcome.kind !== 'ok') {
    await explainNoAnswer(outcome, state);
  }
}

/** Takes away what was put there; the companion asks first, and says what that ends. */
export async function removeFromHost({ remote, state, services }: HostAtHand): Promise<void> {
  const { placed } = state.record;
  if (placed === undefined) {
    return;
  }
  const outcome = await showProgress(state, () => remote.remove());
  services.log.info('host', `remove: ${outcome.kind}`);
  if (outcome.kind !== 'ok') {
    await explainNoAnswer(outcome, state);
  } else if (placed.binding === 'own') {
    await offerSignInList(
      l10n.t('The sign-in that stood on {0} still exists on the server until you revoke it.', nameOf(state)),
    );
  }
}

export async function offerSignInList(message: string): Promise<void> {
  const see = l10n.t('See Where I Am Signed In');
  if ((await window.showInformationMessage(message, see)) === see) {
    await vscodeBrowser.open(signInsUrl);
  }
}

/** The companion has said in this window what it placed, and what became of the Codex that runs there. */
async function followUp(outcome: HostAnswer<PlacedCredential>, before: ConnectedHost): Promise<void> {
  if (outcome.kind !== 'ok') {
    await explainNoAnswer(outcome, before);
  }
}

async function explainNoAnswer(answer: NoAnswer, state: ConnectedHost): Promise<void> {
  if (answer.kind === 'refused' && answer.refusal.code === 'declined') {
    window.setStatusBarMessage(noAnswerWord(answer, nameOf(state)), 5000);
    return;
  }
  await notice.warning(noAnswerWord(answer, nameOf(state)));
}

function renewWord(outcome: Exclude<RenewOutcome, { kind: 'ok' }>, state: ConnectedHost): string {
  switch (outcome.kind) {
    case 'left':
      return l10n.t(
        'There was nothing to renew on {0}: another window was faster, or something else stands there now.',
        nameOf(state),
      );
    case 'noAccount':
      return l10n.t(
        'The account of the lease on {0} is no longer on this computer. Sign in again, or choose another one for that host.',
        nameOf(state),
      );
    default:
      return noAnswerWord(outcome, nameOf(state));
  }
}

/** What is needed to say what stands and runs on the host of this window. */
export async function findViewOptions(services: Services): Promise<HostViewOptions> {
  return { ...(await (await services.loadRunning()).names()), remoteName: services.host.remoteName ?? '' };
}

export function nameOf({ record }: Pick<ConnectedHost, 'record'>): string {
  return linkSafeText(record.name);
}

/** The question of the companion may stand in this window meanwhile. */
async function showProgress<T>(state: ConnectedHost, work: () => Promise<T>): Promise<T> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Codex on {0}…', nameOf(state)) },
    work,
  );
}
