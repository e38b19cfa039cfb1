import { l10n } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { findOwnRefusal } from '../../hosts/remote/hostRules.ts';
import { adviseFor } from '../../hosts/remote/hostOptions.ts';
import type { RemoteHost } from '../../hosts/remote/remoteHost.ts';
import type { NoAnswer } from '../../hosts/remote/remoteHome.ts';
import type {
  Belonging,
  ConnectedHost,
  PutOutcome,
  RenewManner,
  RenewOutcome,
} from '../../hosts/remote/remoteState.ts';
import type { Account, Identity } from '../../storage/account.ts';
import type { HostChoice } from '../../storage/hostRecords.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { HostSituation } from '../../window/hostSituation.ts';
import { suggestLabels } from '../text/accountText.ts';
import { copyInstallSnippet, installCompanion, type CompanionInstallFlow } from './companionInstall.ts';
import type { HostViewOptions } from '../text/hostView.ts';
import { dayAndTime } from '../text/dates.ts';
import { noAnswerWord, ruledOutWord } from '../text/hostText.ts';
import { signInsUrl } from '../shell/links.ts';
import { showOwnSignIn, type OwnSignInFlow } from './ownSignInProgress.ts';
import { restartExtensionHost } from '../shell/restartExtensionHost.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import type { BringAlongFlow } from '../shell/bringAlongFlow.ts';
import { settings } from '../shell/settings.ts';

export interface SignInListFlow {
  readonly prompts: Prompts;
  readonly browser: Pick<Browser, 'open'>;
}

export type HostFlow = CompanionInstallFlow &
  OwnSignInFlow &
  SignInListFlow & {
    readonly host: Pick<HostSituation, 'side' | 'remoteName'>;
    readonly directory: Pick<AccountDirectory, 'find'>;
    readonly current: Pick<CurrentAccount, 'update'>;
    readonly loadRunning: () => Promise<BringAlongFlow>;
    readonly run: (name: CommandName) => Promise<void>;
  };

/** A host with what acts on it. Its actions share a file, because each begins with the same look and ends with the same words. */
export interface HostAtHand {
  readonly remote: RemoteHost;
  readonly state: ConnectedHost;
  readonly flow: HostFlow;
}

/** The host of this window after a fresh look; says why when there is none to act on. */
export async function requireHost(flow: HostFlow): Promise<HostAtHand | undefined> {
  const { remote } = await flow.loadHosts();
  if (remote === undefined) {
    await flow.prompts.tell(
      'information',
      flow.host.side === 'workspace'
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
      await offerCompanion(state, flow);
    }
    return undefined;
  }
  return { remote, state, flow };
}

/** Why the host is not reached, with the way to reach it where there is one. */
export async function offerCompanion(answer: NoAnswer, flow: HostFlow): Promise<void> {
  const hostName = flow.host.remoteName ?? '';
  const words = noAnswerWord(answer, linkSafeText(hostName));
  if (answer.kind !== 'missing' && answer.kind !== 'older') {
    await flow.prompts.tell('warning', words);
    return;
  }
  const install = l10n.t('Install There');
  const everywhere = l10n.t('On Every Host…');
  const choice = await flow.prompts.offer('warning', words, install, everywhere);
  if (choice === install) {
    await installOnHost(flow);
  } else if (choice === everywhere) {
    await copyInstallSnippet(flow);
  }
}

export async function installOnHost(flow: HostFlow): Promise<void> {
  await installCompanion(flow.host.remoteName ?? '', flow);
}

/** One click: the account that was there before, else the one in use, in the way that is advised for that host. */
export async function useAccountOnHost(flow: HostFlow): Promise<void> {
  const host = await requireHost(flow);
  if (host === undefined) {
    return;
  }
  const account = await findWanted(host);
  if (account === undefined) {
    await flow.run('signIn');
    return;
  }
  const { binding } = adviseFor(host.state, { account, byDefault: settings.defaultRemoteBinding() });
  if (binding === 'own') {
    await giveOwn(host);
  } else {
    await lend(host, account);
  }
}

async function findWanted({ state, flow }: HostAtHand): Promise<Account | undefined> {
  const wantedId = state.signIn.kind === 'signedOutRemotely' ? state.signIn.was.accountId : undefined;
  const entry = wantedId === undefined ? undefined : await flow.directory.find(wantedId);
  if (entry?.kind === 'account') {
    return entry.account;
  }
  const current = await flow.current.update();
  return current.kind === 'signedIn' ? current.account : undefined;
}

/** Gives the host a lease, or a copy of a key. */
export async function lend(host: HostAtHand, account: Account, choice?: HostChoice): Promise<void> {
  const outcome = await showProgress(host, () => host.remote.lend(account, choice));
  host.flow.log.info('host', `lend: ${outcome.kind}`);
  await followUp(outcome, account.label, host);
}

/** Makes a sign-in for the host and hands it over; one that does not reach it is ended. */
export async function giveOwn(host: HostAtHand, choice?: HostChoice): Promise<void> {
  const { remote, state, flow } = host;
  const refusal = findOwnRefusal(state.rules);
  if (refusal !== undefined) {
    await followUp(refusal, l10n.t('A sign-in with ChatGPT'), host);
    return;
  }
  const made = await showOwnSignIn(state.record.name, flow);
  if (made?.kind !== 'ready') {
    flow.log.info('host', `own: ${made?.kind ?? 'left'}`);
    return;
  }
  const belonging = describeOwn(made.identity);
  let outcome: PutOutcome | undefined;
  try {
    outcome = await showProgress(host, () => remote.giveOwn(made.credential, belonging, choice));
  } finally {
    if (outcome?.kind !== 'ok') {
      await made.discard();
    }
  }
  flow.log.info('host', `own: ${outcome.kind}`);
  await followUp(outcome, belonging.label, host);
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
export async function renewOnHost(flow: HostFlow): Promise<void> {
  const host = await requireHost(flow);
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
    flow.log.info('host', 'restart');
    await restartExtensionHost();
  }
}

/** @returns false when it was not renewed, which has been said */
async function renewLease(host: HostAtHand, manner: RenewManner): Promise<boolean> {
  const { remote, state, flow } = host;
  const outcome = await showProgress(host, () => remote.renew(manner));
  flow.log.info('host', `renew: ${outcome.kind}`);
  if (outcome.kind !== 'ok') {
    await flow.prompts.tell('warning', renewWord(outcome, state));
    return false;
  }
  const { expiresAtMs } = outcome.answer.placed;
  const until = expiresAtMs === undefined ? '' : dayAndTime(expiresAtMs);
  flow.prompts.flash(l10n.t('The lease on {0} is renewed, good until {1}.', nameOf(state), until), 8);
  return true;
}

/** Has the background server there start again that uses something else than its Home holds. */
export async function bringAlongOnHost(flow: HostFlow): Promise<void> {
  const host = await requireHost(flow);
  await (host === undefined ? undefined : restartThere(host));
}

/** The companion says in this window what came of it. */
async function restartThere(host: HostAtHand): Promise<void> {
  const outcome = await showProgress(host, () => host.remote.restartCodex());
  host.flow.log.info('host', `restart: ${outcome.kind === 'ok' ? outcome.answer.step : outcome.kind}`);
  if (outcome.kind !== 'ok') {
    await explainNoAnswer(outcome, host);
  }
}

/** Takes away what was put there; the companion asks first, and says what that ends. */
export async function removeFromHost(host: HostAtHand): Promise<void> {
  const { remote, state, flow } = host;
  const { placed } = state.record;
  if (placed === undefined) {
    return;
  }
  const outcome = await showProgress(host, () => remote.remove());
  flow.log.info('host', `remove: ${outcome.kind}`);
  if (outcome.kind !== 'ok') {
    await explainNoAnswer(outcome, host);
  } else if (placed.binding === 'own') {
    await offerSignInList(
      l10n.t('The sign-in that stood on {0} still exists on the server until you revoke it.', nameOf(state)),
      flow,
    );
  }
}

export async function offerSignInList(message: string, { prompts, browser }: SignInListFlow): Promise<void> {
  const see = l10n.t('See Where I Am Signed In');
  if ((await prompts.offer('information', message, see)) === see) {
    await browser.open(signInsUrl);
  }
}

/** The companion has said in this window what it placed, and what became of the Codex that runs there. */
async function followUp(outcome: PutOutcome, label: string, host: HostAtHand): Promise<void> {
  if (outcome.kind === 'ruledOut') {
    await host.flow.prompts.tell('warning', ruledOutWord(label, outcome, nameOf(host.state)));
  } else if (outcome.kind !== 'ok') {
    await explainNoAnswer(outcome, host);
  }
}

async function explainNoAnswer(answer: NoAnswer, { state, flow: { prompts } }: HostAtHand): Promise<void> {
  if (answer.kind === 'refused' && answer.refusal.code === 'declined') {
    prompts.flash(noAnswerWord(answer, nameOf(state)));
    return;
  }
  await prompts.tell('warning', noAnswerWord(answer, nameOf(state)));
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
    case 'ruledOut':
      return ruledOutWord(state.record.placed?.label ?? '', outcome, nameOf(state));
    default:
      return noAnswerWord(outcome, nameOf(state));
  }
}

/** What is needed to say what is signed in and runs on the host of this window. */
export async function findViewOptions({
  loadRunning,
  host,
}: Pick<HostFlow, 'loadRunning' | 'host'>): Promise<HostViewOptions> {
  return { ...(await (await loadRunning()).names()), remoteName: host.remoteName ?? '' };
}

export function nameOf({ record }: Pick<ConnectedHost, 'record'>): string {
  return linkSafeText(record.name);
}

/** The question of the companion may be in this window meanwhile. */
async function showProgress<T>({ state, flow }: HostAtHand, work: () => Promise<T>): Promise<T> {
  return flow.prompts.progress({ title: l10n.t('Codex on {0}…', nameOf(state)) }, work);
}
