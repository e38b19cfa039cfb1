import type { Services } from './services.ts';

/** Until every label is made anew, the mark says neither: switched back halfway, those that were made are made anew again. */
export async function renewLabels(
  { directory, loadHosts, current }: Pick<Services, 'directory' | 'current' | 'loadHosts'>,
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
