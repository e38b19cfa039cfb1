import { buildSentence } from '../../errors/sentence.ts';
import type { Check } from '../check.ts';
import { found, plain, type Fix } from '../finding.ts';
import type { DiagnosisPorts, HomeSights } from '../ports.ts';
import { said } from '../value.ts';

type KeyringSeen = Awaited<ReturnType<HomeSights['readKeyring']>>;

/** Whether the keyring is there, open and working, where the configuration wants one. */
export const keyringCheck: Check<Pick<DiagnosisPorts, 'home'>, KeyringSeen> = {
  id: 'keyring',
  observe: ({ home }, signal) => home.readKeyring(signal),
  judge: ({ store, reach, problem }) => {
    if (store.kind !== 'store' || (store.store !== 'keyring' && store.store !== 'auto')) {
      return [plain('keyring.notUsed', 'good')];
    }
    if (reach !== 'direct') {
      return [plain(reach === 'onClick' ? 'keyring.notOpened' : 'keyring.encrypted', 'notKnown')];
    }
    if (problem === undefined) {
      return [plain('keyring.works', 'good')];
    }
    const args = { reason: said(buildSentence(`home.${problem}`, { path: 'Codex Auth' })) };
    const fixes: readonly Fix[] = [{ id: 'useStore', store: 'file' }, { id: 'chooseStore' }];
    // In `auto` a keyring that fails leaves the file; one that only this build cannot open may hold what Codex uses.
    return store.store === 'auto' && problem !== 'keyringMissing'
      ? [found('keyring.failsAuto', 'note', { args, fixes })]
      : [found('keyring.fails', 'problem', { args, fixes })];
  },
};
