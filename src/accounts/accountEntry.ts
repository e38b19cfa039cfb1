import { describeWho, type Account, type GrantId, type Identity } from '../storage/account.ts';
import type { GrantEntry, Owner } from '../storage/ledger.ts';
import { sha256Hex } from '../util/bytes.ts';

/** The Ledger's entry of an account's grant once the account is saved: listed there, its token's hash the current one. */
export async function enterAccount(
  account: Account,
  { owner, current, before }: { readonly owner: Owner; readonly current: string; readonly before: GrantEntry | undefined },
): Promise<GrantEntry> {
  const others = (before?.accounts ?? []).filter(({ id }) => id !== account.id);
  const changed = before !== undefined && before.current !== current;
  return {
    grantId: account.grantId,
    gen: changed ? before.gen + 1 : (before?.gen ?? 1),
    owner,
    current,
    spent: changed ? [...before.spent.filter((hash) => hash !== current), before.current] : (before?.spent ?? []),
    accounts: [
      ...others,
      {
        id: account.id,
        kind: account.credential.kind,
        vaultId: owner.vaultId,
        who: await hashWho(account.identity, account.grantId),
      },
    ],
    pending: changed ? undefined : before?.pending,
    dead: changed ? undefined : before?.dead,
    writtenBy: owner.product,
    forgottenAtMs: undefined,
  };
}

/** Who it is, as the Ledger may know it. An account without a person is only ever itself: it goes by its grant. */
export async function hashWho(identity: Identity, grantId: GrantId): Promise<string> {
  return sha256Hex(describeWho(identity) ?? grantId);
}
