import type { Account } from '../storage/account.ts';

/** One row of "what this account gives you". Words, sources and dates are in the UI's facts. */
export interface Unlock {
  readonly row: UnlockRow;
  readonly state: UnlockState;
}

/**
 * What every account is for, then the six rows of the documents' comparison (docs/decisions.md, What the documents
 * say).
 */
export const unlockRows = [
  'localWork',
  'cloudTasks',
  'fastMode',
  'newestModels',
  'payPerToken',
  'costCeiling',
  'automation',
] as const;

/** One thing that an account may unlock, by its name here. */
export type UnlockRow = (typeof unlockRows)[number];

/** `differs`: it is there, in another form than the row's name suggests; the UI says which. */
export type UnlockState = 'yes' | 'no' | 'differs' | 'unknown';

type States = Readonly<Record<UnlockRow, UnlockState>>;

/** Local work is documented for the way of signing in, whatever the plan. What else is not written down is not claimed. */
const unlisted: States = {
  localWork: 'yes',
  cloudTasks: 'unknown',
  fastMode: 'unknown',
  newestModels: 'unknown',
  payPerToken: 'unknown',
  costCeiling: 'unknown',
  automation: 'unknown',
};

const paid: States = {
  localWork: 'yes',
  cloudTasks: 'yes',
  fastMode: 'yes',
  newestModels: 'yes',
  payPerToken: 'no',
  costCeiling: 'yes',
  automation: 'differs',
};

const workspace: States = { ...paid, payPerToken: 'differs' };

const apiKey: States = {
  localWork: 'yes',
  cloudTasks: 'no',
  fastMode: 'differs',
  newestModels: 'differs',
  payPerToken: 'yes',
  costCeiling: 'yes',
  automation: 'yes',
};

const accessToken: States = { ...unlisted, localWork: 'differs', newestModels: 'differs', automation: 'yes' };

/** The documents say of other models only where they run. */
const provider: States = { ...unlisted, cloudTasks: 'no' };

/** Free and Go have a price card, but are not in the feature table. */
const paidPersonalPlans: readonly string[] = ['plus', 'pro', 'prolite'];

/** What an account unlocks, by its kind and plan. */
export function listUnlocks(
  account: Pick<Account, 'credential' | 'identity'>,
  isWorkspacePlan: boolean,
): readonly Unlock[] {
  const states = chooseStates(account, isWorkspacePlan);
  return unlockRows.map((row) => ({ row, state: states[row] }));
}

function chooseStates(
  { credential, identity }: Pick<Account, 'credential' | 'identity'>,
  isWorkspacePlan: boolean,
): States {
  switch (credential.kind) {
    case 'apiKey':
      return apiKey;
    case 'accessToken':
      return accessToken;
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      return provider;
    case 'chatgpt':
      if (isWorkspacePlan) {
        return workspace;
      }
      return paidPersonalPlans.includes(identity.plan ?? '') ? paid : unlisted;
  }
}
