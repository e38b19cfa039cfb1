import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { HostRecords } from '../../storage/hostRecords.ts';

export interface LabelRenewalFlow {
  readonly directory: Pick<AccountDirectory, 'renewLabels'>;
  readonly current: Pick<CurrentAccount, 'update'>;
  readonly loadHosts: () => Promise<{ readonly records: Pick<HostRecords, 'rename'> }>;
}

/** Until every label is made anew, the mark says neither: switched back halfway, those that were made are made anew again. */
export async function renewLabels(
  { directory, loadHosts, current }: LabelRenewalFlow,
  mark: (made: boolean | 'changing') => Thenable<void>,
  hides: boolean,
): Promise<void> {
  await mark('changing');
  const { accounts, isComplete } = await directory.renewLabels();
  for (const account of accounts) {
    await (await loadHosts()).records.rename(account);
  }
  if (isComplete) {
    await mark(hides);
  }
  await current.update();
}
