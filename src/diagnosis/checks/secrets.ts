import type { Check } from '../check.ts';
import { found, plain } from '../finding.ts';
import type { DiagnosisPorts } from '../ports.ts';
import { numberOf } from '../value.ts';

interface SecretsSeen {
  readonly isKept: boolean;
  readonly lost: number;
}

/** Whether what is stored comes back, now and after the last start. */
export const secretsCheck: Check<Pick<DiagnosisPorts, 'storage'>, SecretsSeen> = {
  id: 'secrets',
  observe: async ({ storage }, signal) => {
    const [isKept, lost] = await Promise.all([storage.trySecrets(signal), storage.countLost(signal)]);
    return { isKept, lost };
  },
  judge: ({ isKept, lost }) => {
    if (!isKept) {
      return [plain('secrets.refused', 'problem', { id: 'checkAgain' })];
    }
    return lost > 0
      ? [found('secrets.lost', 'problem', { args: { count: numberOf(lost) }, fixes: [{ id: 'manageAccounts' }] })]
      : [plain('secrets.kept', 'good')];
  },
};
