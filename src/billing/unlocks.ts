import type { Account } from '../storage/account.ts';

/** One row of "what this account gives you". Words live in the UI; source and date travel with the fact. */
export interface Unlock {
  readonly row: UnlockRow;
  readonly state: UnlockState;
  /** The documentation page the statement rests on. */
  readonly source: string;
  /** When that page was read: `YYYY-MM`. */
  readonly asOf: string;
}

/** The six rows of the documents' comparison (codex-docs.md 12, S98 to S103). */
export type UnlockRow = 'cloudTasks' | 'fastMode' | 'newestModels' | 'payPerToken' | 'costCeiling' | 'automation';

/** `differs`: it is there, in another form than the row's name suggests; the UI says which. */
export type UnlockState = 'yes' | 'no' | 'differs' | 'unknown';

const rows: readonly UnlockRow[] = ['cloudTasks', 'fastMode', 'newestModels', 'payPerToken', 'costCeiling', 'automation'];

const sources: Readonly<Record<UnlockRow, string>> = {
  cloudTasks: 'https://learn.chatgpt.com/docs/auth',
  fastMode: 'https://learn.chatgpt.com/docs/agent-configuration/speed',
  newestModels: 'https://learn.chatgpt.com/docs/pricing',
  payPerToken: 'https://learn.chatgpt.com/docs/pricing',
  costCeiling: 'https://learn.chatgpt.com/docs/pricing',
  automation: 'https://learn.chatgpt.com/docs/non-interactive-mode',
};

const readOn = '2026-09';

const paid: Readonly<Record<UnlockRow, UnlockState>> = {
  cloudTasks: 'yes',
  fastMode: 'yes',
  newestModels: 'yes',
  payPerToken: 'no',
  costCeiling: 'yes',
  automation: 'differs',
};

/** Free and Go have a price card, but are not in the feature table: what is not written down is not claimed. */
const unlisted: Readonly<Record<UnlockRow, UnlockState>> = {
  cloudTasks: 'unknown',
  fastMode: 'unknown',
  newestModels: 'unknown',
  payPerToken: 'unknown',
  costCeiling: 'unknown',
  automation: 'unknown',
};

const workspace: Readonly<Record<UnlockRow, UnlockState>> = { ...paid, payPerToken: 'differs' };

const apiKey: Readonly<Record<UnlockRow, UnlockState>> = {
  cloudTasks: 'no',
  fastMode: 'differs',
  newestModels: 'differs',
  payPerToken: 'yes',
  costCeiling: 'yes',
  automation: 'yes',
};

const accessToken: Readonly<Record<UnlockRow, UnlockState>> = { ...unlisted, newestModels: 'differs', automation: 'yes' };

const paidPersonalPlans: readonly string[] = ['plus', 'pro', 'prolite', 'promax'];

/** What an account unlocks, by its kind and plan (codex-docs.md 7, with D6, D7, D8 and D23). */
export function listUnlocks(account: Pick<Account, 'credential' | 'identity'>, isWorkspacePlan: boolean): readonly Unlock[] {
  const states = chooseStates(account, isWorkspacePlan);
  return rows.map((row) => ({ row, state: states[row], source: sources[row], asOf: readOn }));
}

function chooseStates(
  { credential, identity }: Pick<Account, 'credential' | 'identity'>,
  isWorkspacePlan: boolean,
): Readonly<Record<UnlockRow, UnlockState>> {
  switch (credential.kind) {
    case 'apiKey':
      return apiKey;
    case 'accessToken':
      return accessToken;
    case 'chatgpt':
      if (isWorkspacePlan) {
        return workspace;
      }
      return paidPersonalPlans.includes(identity.plan ?? '') ? paid : unlisted;
  }
}
