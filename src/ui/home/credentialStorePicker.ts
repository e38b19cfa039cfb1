import { l10n } from 'vscode';
import type { StoreService } from '../../home/store/storeService.ts';
import { pickSourced, type SourcedPickFlow } from '../shell/pickSourced.ts';
import { storeSettingFact } from '../text/facts/storeFacts.ts';
import {
  mayOpenKeychain,
  moveToStore,
  offerToRemoveLeftover,
  type LeftoverFlow,
  type StoreMoveFlow,
} from './credentialStoreMove.ts';
import { listStoreRows } from './storeRows.ts';

export type StorePickerFlow = {
  readonly loadStore: () => Promise<Pick<StoreService, 'decide'>>;
} & SourcedPickFlow &
  StoreMoveFlow &
  LeftoverFlow;

/** Where Codex on this host keeps its sign-in: says what each place is good for, and moves the sign-in there. */
export async function chooseCredentialStore(flow: StorePickerFlow): Promise<void> {
  const service = await flow.loadStore();
  const decision = await service.decide();
  const picked = await pickSourced(
    listStoreRows(decision),
    { title: l10n.t('Choose Credential Store'), placeHolder: storeSettingFact.say() },
    flow,
  );
  if (picked === undefined) {
    return;
  }
  const now = decision.kind === 'store' ? decision.store : undefined;
  if (now === picked.store) {
    await offerToRemoveLeftover(flow);
    return;
  }
  const isKeyring = [now, picked.store].some((store) => store === 'keyring' || store === 'auto');
  if (!isKeyring || (await mayOpenKeychain(flow))) {
    const { announce } = await moveToStore(picked.store, flow);
    await announce();
  }
}
