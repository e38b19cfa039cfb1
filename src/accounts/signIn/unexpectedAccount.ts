import type { Account, Credential, Identity } from '../../storage/account.ts';
import type { AccountCheck } from '../use/accountCheck.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { AccountIndex } from '../directory/accountIndex.ts';
import type { HomeLink } from '../home/homeLink.ts';
import type { Surprise } from './ports.ts';

/** Who tells the workspaces of a sign-in, and who decides about one that nobody asked for. */
export interface SurprisePorts {
  readonly directory: Pick<AccountDirectory, 'isOver'>;
  readonly check: Pick<AccountCheck, 'findLast'>;
  readonly homeLink: Pick<HomeLink, 'look'>;
}

/** Who is asked to come back. */
export interface Expected {
  /** No other workspace is taken. */
  readonly workspaceId: string;
  /** The person whose account is signed in again; undefined where anybody known here may come, as for a new workspace. */
  readonly userId?: string | undefined;
}

/** Who came back, and the accounts that are here. */
export interface CameBack {
  readonly credential: Credential;
  readonly identity: Identity;
  readonly expected: Expected | undefined;
  readonly known: AccountIndex;
}

/** What a person would not expect of the account that came back; undefined when it is kept and only said. */
export async function findSurprise(
  ports: SurprisePorts,
  { credential, identity, expected, known }: CameBack,
): Promise<Surprise | undefined> {
  if (expected?.userId !== undefined && identity.userId !== expected.userId) {
    return 'otherPerson';
  }
  const same = await known.findSame(credential, identity);
  if (same !== undefined) {
    return expected === undefined && (await isInOrder(ports, same)) ? 'sameAccount' : undefined;
  }
  const rows = await known.list();
  const isKnown = rows.some((row) => row.kind === 'ready' && isSamePerson(row.account.identity, identity));
  if (expected !== undefined) {
    return isKnown ? undefined : 'otherPerson';
  }
  return isKnown ? 'otherWorkspace' : undefined;
}

/** An account that has ended, or that Codex is signed out of, is what one signs in again for. */
async function isInOrder(
  { directory, check, homeLink }: SurprisePorts,
  account: Pick<Account, 'id' | 'credential'>,
): Promise<boolean> {
  const health = check.findLast(account.id)?.kind;
  const isWell = health === undefined || health === 'good' || health === 'offline';
  return isWell && !(await directory.isOver(account.credential)) && (await homeLink.look()).kind !== 'none';
}

function isSamePerson(left: Identity, right: Identity): boolean {
  return left.userId !== undefined && left.userId === right.userId;
}
