import { l10n } from 'vscode';
import { toHomeKey, unknownIdentity } from '../../accounts/directory/accountIdentity.ts';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import { isProvider, type Account, type ProviderAccount, type ProviderCredential } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { switchTo } from '../accounts/switchAccount.ts';
import { followInBackground } from '../running/followInBackground.ts';
import { formatSentence } from '../text/errorText.ts';
import { buildKeyLine, explainUse } from './keyWords.ts';
import type { ProviderAccess, UseProviderFlow } from './providerFlow.ts';

/** Keeps a provider and has Codex use it. One that is changed and not in use stays out of use. */
export async function saveProvider(
  credential: ProviderCredential,
  replaced: ProviderAccount | undefined,
  { flow, access }: { readonly flow: UseProviderFlow; readonly access: ProviderAccess },
): Promise<void> {
  const isInUse = replaced !== undefined && isUsed(replaced, flow.current.state);
  if (isInUse && !(await leaveOld(replaced, credential, flow))) {
    return;
  }
  const { account, isNew } = await flow.directory.save(credential, unknownIdentity, { replacedId: replaced?.id });
  if (replaced !== undefined) {
    await flow.directory.leaveOldGrants(account);
  }
  if (isInUse) {
    await placeAgain(account, flow);
  } else if (replaced !== undefined) {
    await offerUse(account, flow);
  } else {
    await use({ account, isNew }, flow, access);
  }
}

/**
 * What the old name of the table has in the configuration goes before the account says another one. So does a key in the Home:
 * once another has been saved, nobody would know whose it is.
 */
async function leaveOld(
  { id, credential: old }: ProviderAccount,
  { setup }: ProviderCredential,
  flow: UseProviderFlow,
): Promise<boolean> {
  if (old.setup.providerId === setup.providerId && toHomeKey(old) === undefined) {
    return true;
  }
  const left = await (await flow.loadHomeLink()).leaveProvider(id);
  if (left.kind === 'failed') {
    await flow.prompts.tell('error', formatSentence(left.sentence));
  }
  return left.kind === 'placed';
}

async function placeAgain(account: Account, flow: UseProviderFlow): Promise<void> {
  const placement = await (await flow.loadHomeLink()).place(account, 'asking');
  await flow.current.update();
  const label = linkSafeText(account.label);
  if (placement.kind === 'failed') {
    const why = formatSentence(placement.sentence);
    await flow.prompts.tell('warning', l10n.t('{0} could not be given to Codex. {1}', label, why));
    return;
  }
  if (placement.kind !== 'placed') {
    const message = l10n.t('{0} was changed. Codex on this computer does not use it now.', label);
    await flow.prompts.tell('information', message);
    return;
  }
  flow.prompts.flash(l10n.t('{0} was changed. Codex on this computer uses it as it is now.', label));
  followInBackground(flow);
}

async function offerUse(account: Account, flow: UseProviderFlow): Promise<void> {
  await flow.current.update();
  const use = l10n.t('Use It Now');
  const message = l10n.t('{0} was changed. Codex on this computer does not use it now.', linkSafeText(account.label));
  if ((await flow.prompts.offer('information', message, use)) === use) {
    await switchTo(account.id, flow);
  }
}

async function use(
  { account, isNew }: { readonly account: Account; readonly isNew: boolean },
  flow: UseProviderFlow,
  access: ProviderAccess,
): Promise<void> {
  const outcome = await switchTo(account.id, flow);
  if (outcome?.kind !== 'switched' || outcome.placement.kind !== 'placed' || !isProvider(account.credential)) {
    return;
  }
  const { before } = outcome.placement;
  const { setup } = account.credential;
  const line = buildKeyLine(setup, access.platform);
  const undo = l10n.t('Undo');
  const copy = l10n.t('Copy Line for a Shell');
  const buttons = [...(isNew ? [undo] : []), ...(line === undefined ? [] : [copy])];
  const choice = await flow.prompts.offer('information', explainUse(account.label, setup), ...buttons);
  if (choice === undo) {
    await undoUse(account, before, flow);
  } else if (choice === copy && line !== undefined) {
    await flow.clipboard.writeText(line);
  }
}

/** Takes a new provider away again; Codex goes back to what it used before, unless that was changed since. */
async function undoUse(account: Account, before: AccountId | undefined, flow: UseProviderFlow): Promise<void> {
  const isUnchanged = isUsed(account, await flow.current.update()) && (await findPrevious(flow)) === before;
  const result = await (await flow.loadSignOut()).signOut(account, 'forget', flow.ended);
  await flow.current.update();
  if (result.kind === 'failed') {
    await flow.prompts.tell('error', formatSentence(result.placement.sentence));
    return;
  }
  followInBackground(flow);
  const label = linkSafeText(account.label);
  if (!isUnchanged) {
    await flow.prompts.tell(
      'information',
      l10n.t('{0} was taken away again. What Codex uses was changed since, and stays as it is.', label),
    );
    return;
  }
  const entry = before === undefined ? undefined : await flow.directory.find(before);
  if (entry?.kind === 'account' && isProvider(entry.account.credential)) {
    await switchTo(entry.account.id, flow);
  }
  await flow.prompts.tell('information', l10n.t('{0} was taken away again. Codex uses what it used before.', label));
}

function isUsed({ id }: Account, state: AccountState): boolean {
  return 'account' in state && state.account.id === id;
}

async function findPrevious({ loadSwitch }: UseProviderFlow): Promise<AccountId | undefined> {
  return (await loadSwitch()).findPrevious();
}
