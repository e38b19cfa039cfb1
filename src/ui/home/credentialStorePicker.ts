import { l10n } from 'vscode';
import { pickSourced } from '../shell/pickSourced.ts';
import { storeSettingFact } from '../text/facts/storeFacts.ts';
import { mayOpenKeychain, moveToStore, offerToRemoveLeftover } from './credentialStoreMove.ts';
import type { Services } from '../shell/services.ts';
import { listStoreRows } from './storeRows.ts';

/** Where Codex on this host keeps its sign-in: says what each place is good for, and moves the sign-in there. */
export async function chooseCredentialStore(services: Services): Promise<void> {
  const service = await services.loadStore();
  const decision = await service.decide();
  const picked = await pickSourced(listStoreRows(decision), {
    title: l10n.t('Choose Credential Store'),
    placeHolder: storeSettingFact.say(),
  });
  if (picked === undefined) {
    return;
  }
  const now = decision.kind === 'store' ? decision.store : undefined;
  if (now === picked.store) {
    await offerToRemoveLeftover(services);
    return;
  }
  const isKeyring = [now, picked.store].some((store) => store === 'keyring' || store === 'auto');
  if (!isKeyring || (await mayOpenKeychain(services))) {
    const { announce } = await moveToStore(picked.store, services);
    await announce();
  }
}
