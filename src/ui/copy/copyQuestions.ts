import { l10n, type QuickPickItem } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { FoundPlace } from '../../hosts/copy/copyService.ts';
import type { FoundCredentialKind } from '../../hosts/copy/destination.ts';
import type { Account } from '../../storage/account.ts';
import { displayText, iconSafeText, linkSafeText } from '../../base/displayText.ts';
import { describeInRow, kindWord } from '../text/accountText.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import { settings } from '../shell/settings.ts';
import { explainKind, leaseEnd, type CopyKind } from './copyKindText.ts';

interface AccountRow extends QuickPickItem {
  readonly account: Account;
}

export interface ChooseAccountFlow {
  readonly prompts: Prompts;
  readonly directory: Pick<AccountDirectory, 'list'>;
  readonly current: Pick<CurrentAccount, 'state'>;
  readonly run: (name: CommandName) => Promise<void>;
}

/** The account in use comes first. */
export async function chooseAccountToCopy(flow: ChooseAccountFlow): Promise<Account | undefined> {
  const { prompts, directory, current } = flow;
  const inUse = current.state.kind === 'signedIn' ? current.state.account.id : undefined;
  const accounts = (await directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account] : []));
  const rows: readonly AccountRow[] = accounts
    .sort(
      (left, right) => Number(right.id === inUse) - Number(left.id === inUse) || left.label.localeCompare(right.label),
    )
    .map((account) => ({
      account,
      label: iconSafeText(account.label),
      description: account.id === inUse ? l10n.t('in use') : '',
      detail: `${kindWord(account.credential.kind)} · ${describeInRow(account, settings.hidePersonalInfo())}`,
    }));
  if (rows.length === 0) {
    await offerWays(flow);
    return undefined;
  }
  const placeHolder = l10n.t('Whose sign-in should Codex on another host use?');
  return (await prompts.pick(rows, { title: l10n.t('Copy Account to a Host'), placeHolder, ignoreFocusOut: true }))
    ?.account;
}

/** The documented ways need no account. */
async function offerWays({ prompts, run }: ChooseAccountFlow): Promise<void> {
  const ways = l10n.t('Ways to Sign In on Another Host');
  const choice = await prompts.offer(
    'information',
    l10n.t('There is no account to copy yet. Sign in first; then copy that sign-in to a host.'),
    ways,
  );
  if (choice === ways) {
    await run('showOtherHostWays');
  }
}

interface KindRow extends QuickPickItem {
  readonly copyKind: CopyKind;
}

interface CopyPlace {
  readonly account: Account;
  readonly found: FoundPlace;
  readonly nowMs: number;
}

/** A key has one way; for ChatGPT the person chooses, with the truth about each. */
export async function chooseKind(
  { account, found, nowMs }: CopyPlace,
  prompts: Pick<Prompts, 'pick'>,
): Promise<CopyKind | undefined> {
  if (account.credential.kind !== 'chatgpt') {
    return 'copy';
  }
  const rows: readonly KindRow[] = [
    {
      copyKind: 'lease',
      label: l10n.t('$(clock) Lease of {0}', iconSafeText(account.label)),
      detail: l10n.t('Cannot be renewed there: good until about {0}.', leaseEnd(account, nowMs)),
    },
    {
      copyKind: 'own',
      label: l10n.t('$(key) A Sign-In of Its Own'),
      detail: l10n.t('You sign in once more now, for that host, which renews it without VS Code.'),
    },
  ];
  const picked = await prompts.pick(rows, {
    title: l10n.t('Copy Account to a Host'),
    placeHolder: l10n.t('What should {0} get?', linkSafeText(found.place)),
    ignoreFocusOut: true,
  });
  return picked?.copyKind;
}

export interface CopyPlanned extends CopyPlace {
  readonly kind: CopyKind;
}

/** The last question before bytes: what, where exactly, and what becomes of the sign-in there. */
export async function confirmCopy(
  { account, found, kind, nowMs }: CopyPlanned,
  prompts: Pick<Prompts, 'confirm'>,
): Promise<boolean> {
  const copy = found.mustKeep ? l10n.t('Keep the Old One Beside and Copy') : l10n.t('Copy');
  const lines = [
    found.by === undefined
      ? l10n.t('Host: {0}', found.place)
      : l10n.t('Host: {0}, by way of {1}', found.place, found.by),
    found.home.user === undefined ? undefined : l10n.t('User there: {0}', found.home.user),
    l10n.t('File: {0}', found.home.path),
    '',
    explainKind({ account, kind, nowMs }),
    '',
    explainHeld(found.home.holds),
  ];
  const detail = lines
    .filter((line) => line !== undefined)
    .map((line) => displayText(line, longestLine))
    .join('\n');
  const choice = await prompts.confirm(
    'warning',
    l10n.t(
      'Copy {0} to {1}?',
      kind === 'own' ? l10n.t('a sign-in of its own') : linkSafeText(account.label),
      linkSafeText(found.place),
    ),
    { detail, buttons: [copy] },
  );
  return choice === copy;
}

const longestLine = 400;

function explainHeld(holds: FoundCredentialKind): string {
  switch (holds) {
    case 'none':
      return l10n.t('Nobody is signed in there.');
    case 'lease':
      return l10n.t('A lease stands there now. It is replaced: nobody could renew it.');
    case 'chatgpt':
      return kept(l10n.t('A ChatGPT sign-in stands there now.'));
    case 'apiKey':
      return kept(l10n.t('An API key stands there now.'));
    case 'accessToken':
      return kept(l10n.t('An access token stands there now.'));
    case 'other':
    case 'unknown':
      return kept(l10n.t('Another kind of sign-in, or a file that is none, stands there now.'));
  }
}

function kept(who: string): string {
  return l10n.t(
    '{0} It is not lost: the file stays beside the new one under another name, readable by that user only. Delete it there when nobody needs it.',
    who,
  );
}
