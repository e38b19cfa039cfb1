import { accountId, grantId, type AccountId, type GrantId } from '../../src/storage/ids.ts';

/** An id as the schema of our files gives it. */
export const accountIdOf = (text: string): AccountId => accountId.parse(text);
/** An id as the schema of our files gives it. */
export const grantIdOf = (text: string): GrantId => grantId.parse(text);
