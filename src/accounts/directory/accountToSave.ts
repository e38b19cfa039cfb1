import type { Account, Credential, Identity } from '../../storage/account.ts';
import { accountId, type AccountId, type GrantId } from '../../storage/ids.ts';
import { rfc3339, type Clock } from '../../base/clock.ts';
import { randomBase64Url } from '../../base/bytes.ts';
import { followLabel, makeUnique, suggestFor } from './labels.ts';
import type { SuggestLabels } from './ports.ts';

/** A credential on its way in, and what is here of its account. */
export interface IncomingCredential {
  readonly credential: Credential;
  readonly identity: Identity;
  readonly grantId: GrantId;
  /** Of an account that is known; its secrets may be lost. */
  readonly id: AccountId | undefined;
  readonly existing: Account | undefined;
}

/** What gives a new account its time and its label. */
export interface AccountToSavePorts {
  readonly clock: Clock;
  readonly suggestLabels: SuggestLabels;
  /** The labels of the accounts there are. */
  readonly taken: () => Promise<readonly string[]>;
}

/** The account that a credential makes, new or renewed: it keeps what is known of it, and its label is nobody else's. */
export async function buildAccountToSave(
  { credential, identity, grantId, id, existing }: IncomingCredential,
  { clock, suggestLabels, taken }: AccountToSavePorts,
): Promise<Account> {
  const known = existing?.identity;
  const merged: Identity = {
    email: identity.email ?? known?.email,
    userId: identity.userId ?? known?.userId,
    plan: identity.plan ?? known?.plan,
    workspaceId: identity.workspaceId ?? known?.workspaceId,
    workspaceName: identity.workspaceName ?? known?.workspaceName,
  };
  if (existing !== undefined) {
    const now = { credential, identity: merged };
    const label = await followLabel(suggestLabels, { account: existing, now, taken });
    return { ...existing, label, grantId, identity: merged, credential };
  }
  return {
    // Lost secrets leave the id behind: what remembers the account by it finds it again.
    id: id ?? accountId.parse(randomBase64Url(16)),
    gen: 0,
    label: makeUnique(suggestFor(suggestLabels, { credential, identity: merged }), await taken()),
    colour: undefined,
    createdAt: rfc3339(clock.nowMs()),
    grantId,
    identity: merged,
    credential,
  };
}
