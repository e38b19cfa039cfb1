import { l10n } from 'vscode';
import type { HomeLink } from '../../accounts/home/homeLink.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { KeyPayer, KeyWarning } from '../../billing/keyWarning.ts';
import type { ProviderReading } from '../../home/modelProvider.ts';
import type { Account } from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { runGuarded, type GuardedFlow } from '../failure/runGuarded.ts';
import { followInBackground, type FollowFlow } from '../running/followInBackground.ts';
import type { Prompts } from '../shell/prompts.ts';
import { formatSentence } from '../text/errorText.ts';
import { sayCredential } from '../text/payerReason.ts';
import { nameSurfaces } from '../text/payerText.ts';
import { ensureHomeWritable, type HomeAccessFlow } from './ensureHomeWritable.ts';

export type KeyWarningFlow = HomeAccessFlow &
  FollowFlow &
  GuardedFlow & {
    readonly prompts: Pick<Prompts, 'offer' | 'tell'>;
    readonly current: Pick<CurrentAccount, 'update' | 'state'>;
    readonly loadHomeLink: () => Promise<Pick<HomeLink, 'look' | 'putBack' | 'takeOver'>>;
    readonly terminals: TerminalVariables;
    readonly keyNotes: KeyWarningMemory;
  };

/** What new terminals of this window get instead of what this VS Code has. It ends with the window. */
interface TerminalVariables {
  /** Sets it to nothing, which Codex takes for a variable that is not there. */
  takeOut(name: string): void;
  putBack(name: string): void;
}

/** What was said, over restarts and windows, and the folders where nothing is. */
export interface KeyWarningMemory {
  readonly isQuietHere: boolean;
  /** Notes that it is said now. @returns false where it has been said, in whichever window */
  noteTold(cause: string): Promise<boolean>;
  keepQuietHere(): PromiseLike<void>;
}

/** Says that a key is billed although a subscription is signed in: once for each cause. */
export async function warnOfKey(warning: KeyWarning, provider: ProviderReading, flow: KeyWarningFlow): Promise<void> {
  const { keyNotes: notes } = flow;
  if (notes.isQuietHere || !(await notes.noteTold(warning.cause))) {
    return;
  }
  flow.log.info('payer', warning.payer);
  const takeOut = l10n.t('Take the Key Out Here');
  const use = l10n.t('Use the Key');
  const quiet = l10n.t('Don’t Ask for This Folder');
  const buttons = [...(canTakeOut(warning, flow) ? [takeOut] : []), use, quiet];
  const choice = await flow.prompts.offer('warning', sayWarning(warning, provider), ...buttons);
  if (choice === quiet) {
    await notes.keepQuietHere();
  } else if (choice === takeOut) {
    await runGuarded(() => takeKeyOut(warning, flow), flow);
  }
}

function sayWarning({ payer, surfaces, credential }: KeyWarning, provider: ProviderReading): string {
  const reason = linkSafeText(sayCredential(credential, provider, surfaces));
  return sayBilled(payer, nameSurfaces(surfaces), reason);
}

function sayBilled(payer: KeyPayer, places: string, reason: string): string {
  switch (payer) {
    case 'platformKey':
      return l10n.t(
        'You have a ChatGPT plan, but each token is billed to the API account of a key in {0}. {1}',
        places,
        reason,
      );
    case 'azure':
      return l10n.t('You have a ChatGPT plan, but each token is billed by Azure in {0}. {1}', places, reason);
    case 'aws':
      return l10n.t('You have a ChatGPT plan, but each token is billed by AWS in {0}. {1}', places, reason);
  }
}

/** The subscription that takes the place of the key has to be here. */
function canTakeOut({ takeOutOf }: KeyWarning, flow: Pick<KeyWarningFlow, 'current'>): boolean {
  return takeOutOf === 'terminals' || (takeOutOf === 'home' && findSubscription(flow) !== undefined);
}

function findSubscription({ current: { state } }: Pick<KeyWarningFlow, 'current'>): Account | undefined {
  return state.kind === 'signedIn' && state.account.credential.kind === 'chatgpt' ? state.account : undefined;
}

async function takeKeyOut({ takeOutOf, credential }: KeyWarning, flow: KeyWarningFlow): Promise<void> {
  if (takeOutOf === 'terminals' && credential.kind === 'variable') {
    await takeOutOfTerminals(credential.name, flow);
  } else if (takeOutOf === 'home') {
    await takeOutOfHome(flow);
  }
}

async function takeOutOfTerminals(name: string, { prompts, terminals }: KeyWarningFlow): Promise<void> {
  terminals.takeOut(name);
  const putBack = l10n.t('Put Back');
  const choice = await prompts.offer(
    'information',
    l10n.t(
      'New terminals of this window have no {0} any more, unless your shell sets it itself. Terminals that are open still have it, and so have other windows. It is back when this window is reloaded.',
      name,
    ),
    putBack,
  );
  if (choice === putBack) {
    terminals.putBack(name);
  }
}

/** The key stays, as an account. What is in the Home by now is looked at again. */
async function takeOutOfHome(flow: KeyWarningFlow): Promise<void> {
  const subscription = findSubscription(flow);
  if (subscription === undefined || !(await ensureHomeWritable(flow))) {
    return;
  }
  const home = await flow.loadHomeLink();
  const occupant = await home.look('onClick');
  if (occupant.kind !== 'foreign' || occupant.found.kind !== 'apiKey') {
    await flow.prompts.tell('information', l10n.t('That has changed meanwhile: nothing was done.'));
    return;
  }
  const key = await home.takeOver();
  if (!(await place(subscription, flow)) || key === undefined) {
    return;
  }
  const putBack = l10n.t('Put Back');
  const choice = await flow.prompts.offer(
    'information',
    l10n.t(
      'Codex on this computer uses {0} again. The key is kept among your accounts, as {1}.',
      linkSafeText(subscription.label),
      linkSafeText(key.label),
    ),
    putBack,
  );
  if (choice === putBack) {
    const now = await home.look('onClick');
    if (now.kind !== 'ours' || now.account.id !== subscription.id) {
      await flow.prompts.tell('information', l10n.t('That has changed meanwhile: nothing was done.'));
      return;
    }
    await place(key, flow);
  }
}

/** The sign-in alone: the key was billed by it, and whose models Codex uses is another matter. */
async function place(account: Account, flow: KeyWarningFlow): Promise<boolean> {
  const placement = await (await flow.loadHomeLink()).putBack(account, 'silently');
  await flow.current.update();
  if (placement.kind === 'failed') {
    await flow.prompts.tell('error', formatSentence(placement.sentence));
    return false;
  }
  if (placement.kind === 'mustAsk') {
    await flow.prompts.tell('information', l10n.t('That has changed meanwhile: nothing was done.'));
    return false;
  }
  followInBackground(flow);
  return true;
}
