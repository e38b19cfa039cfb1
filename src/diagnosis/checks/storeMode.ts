import type { StoreDecision } from '../../home/store/credentialStore.ts';
import type { Check } from '../check.ts';
import { found, plain } from '../finding.ts';
import type { DiagnosisPorts } from '../ports.ts';
import { wordOf } from '../value.ts';

/** Where Codex keeps its sign-in. A configuration that names no store is another check's to judge. */
export const storeCheck: Check<Pick<DiagnosisPorts, 'home'>, StoreDecision> = {
  id: 'store',
  observe: ({ home }, signal) => home.decideStore(signal),
  judge: (decision) => {
    if (decision.kind === 'invalid') {
      return [plain('store.invalid', 'notKnown')];
    }
    return decision.store === 'ephemeral'
      ? [plain('store.ephemeral', 'note', { id: 'chooseStore' })]
      : [found('store.inForce', 'good', { args: { store: wordOf(decision.store) } })];
  },
};
