import type { Account, AccountKind } from '../../storage/account.ts';
import type { AccountId, GrantId } from '../../storage/ids.ts';
import type { ModelProvider } from '../../home/modelProvider.ts';
import type { Bindings } from '../../storage/bindings.ts';
import { findDeath, compareToLedger, type GrantEntry, type Ledger } from '../../storage/ledger.ts';
import type { Vault } from '../../storage/vault.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { AccountCheck, Health } from './accountCheck.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import { hashOf } from '../directory/grantTokens.ts';
import { isPlaceFault } from '../../errors/placeFault.ts';
import type { HomeOccupant, HomeOccupantReader } from '../home/homeOccupantReader.ts';
import type { ProviderReader } from '../home/providerReader.ts';
import type { EndCause } from '../refresh/refreshOutcome.ts';

/** Which account is in use here, and how it is. The one truth that every surface draws. */
export type AccountState =
  | { readonly kind: 'loading' }
  /** No one is signed in with us; `home` says whether Codex itself is. */
  | { readonly kind: 'signedOut'; readonly home: HomeOccupant; readonly provider?: ModelProvider | undefined }
  /** Our own records can not be read: `sentence` says why, and `home` what Codex itself has. */
  | { readonly kind: 'unreadable'; readonly home: HomeOccupant; readonly sentence: Sentence }
  | {
      readonly kind: 'signedIn';
      readonly account: Account;
      readonly home: HomeOccupant;
      readonly health: Health | undefined;
      /** A configuration of another program has Codex use other models than this account's. */
      readonly provider?: ModelProvider | undefined;
    }
  | {
      readonly kind: 'needsSignIn';
      readonly reason: 'refused' | 'workspaceClosed' | EndCause;
      readonly account: Account;
    }
  /** Another product on this computer holds the newest token of the account; one sign-in in place brings it back here. */
  | { readonly kind: 'keptElsewhere'; readonly product: string; readonly account: Account }
  /** The Ledger knows the account, its secrets are gone: never shown as "never signed in". */
  | {
      readonly kind: 'secretsLost';
      readonly id: AccountId;
      readonly accountKind: AccountKind | undefined;
      readonly grantId: GrantId;
    };

/** Everything whose change may mean another account in use. */
export interface CurrentAccountPorts {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly bindings: Bindings;
  readonly directory: AccountDirectory;
  readonly reader: Pick<HomeOccupantReader, 'binding' | 'look'>;
  readonly providerReader: Pick<ProviderReader, 'look'>;
  readonly check: Pick<AccountCheck, 'findLast' | 'onDidChange'>;
}

/** Follows the account in use: reads it anew whenever something it was read from has changed. */
export class CurrentAccount implements Disposable {
  readonly #ports: CurrentAccountPorts;
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<AccountState>());
  readonly onDidChange: Event<AccountState> = this.#changed.event;
  #state: AccountState = { kind: 'loading' };
  #reading: Promise<AccountState> | undefined;
  /** How often a reading was asked for; grown during one, it is repeated. */
  #wishes = 0;

  constructor(ports: CurrentAccountPorts) {
    this.#ports = ports;
    const follow = (): void => {
      // Whoever asks is told why it can not be read; an event has nobody to tell.
      this.update().catch(() => undefined);
    };
    for (const event of [ports.bindings.onDidChange, ports.ledger.onDidChange]) {
      this.#scope.add(event(follow));
    }
    for (const event of [ports.vault.onDidChange, ports.check.onDidChange]) {
      this.#scope.add(event(follow));
    }
  }

  get state(): AccountState {
    return this.#state;
  }

  /** Reads the truth again. Calls that come while it is being read are answered by one more reading. */
  async update(): Promise<AccountState> {
    this.#wishes += 1;
    if (this.#reading !== undefined) {
      return this.#reading;
    }
    this.#reading = this.#readUntilFresh();
    try {
      return await this.#reading;
    } finally {
      this.#reading = undefined;
    }
  }

  dispose(): void {
    this.#scope.dispose();
  }

  async #readUntilFresh(): Promise<AccountState> {
    let readings: number;
    do {
      readings = this.#wishes;
      this.#state = await this.#readOrSayWhy();
    } while (this.#wishes !== readings && !this.#scope.isDisposed);
    this.#changed.fire(this.#state);
    return this.#state;
  }

  async #readOrSayWhy(): Promise<AccountState> {
    try {
      return await this.#read();
    } catch (failure) {
      if (!isPlaceFault(failure)) {
        throw failure;
      }
      return { kind: 'unreadable', home: await this.#ports.reader.look(), sentence: failure.sentence };
    }
  }

  async #read(): Promise<AccountState> {
    const { reader, check } = this.#ports;
    const binding = await reader.binding();
    const home = await reader.look();
    const inUse = await this.#ports.providerReader.look();
    const seen = inUse?.kind === 'foreign' ? { home, provider: inUse.provider } : { home };
    const id =
      inUse?.kind === 'ours'
        ? inUse.account.id
        : (binding?.accountId ?? (home.kind === 'ours' ? home.account.id : undefined));
    if (id === undefined) {
      return { kind: 'signedOut', ...seen };
    }
    const entry = await this.#ports.directory.find(id);
    if (entry.kind !== 'account') {
      return this.#describeLost(id, seen);
    }
    const { account } = entry;
    const book = await this.#ports.ledger.read(account.grantId);
    return judge({ ...seen, account, health: check.findLast(id) }, { book, isSpent: await isSpent(account, book) });
  }

  async #describeLost(
    id: AccountId,
    seen: Omit<Extract<AccountState, { kind: 'signedOut' }>, 'kind'>,
  ): Promise<AccountState> {
    const { entries } = await this.#ports.ledger.list();
    const entry = entries.find(({ accounts }) => accounts.some((account) => account.id === id));
    const kind = entry?.accounts.find((account) => account.id === id)?.kind;
    return entry === undefined
      ? { kind: 'signedOut', ...seen }
      : { kind: 'secretsLost', id, accountKind: kind, grantId: entry.grantId };
  }
}

/** The server's word about the token that the Ledger calls current outlives windows and restarts, so it comes first. */
function judge(
  seen: Omit<Extract<AccountState, { kind: 'signedIn' }>, 'kind'>,
  { book, isSpent }: { readonly book: GrantEntry | undefined; readonly isSpent: boolean },
): AccountState {
  const { account, health } = seen;
  const dead = findDeath(book);
  if (dead !== undefined) {
    return { kind: 'needsSignIn', reason: dead, account };
  }
  if (
    health?.kind === 'refused' &&
    account.credential.kind === 'chatgpt' &&
    account.credential.tokens.refreshToken.isEmpty
  ) {
    return { kind: 'needsSignIn', reason: 'notRenewable', account };
  }
  if (health?.kind === 'workspaceClosed' || (health?.kind === 'refused' && account.credential.kind !== 'chatgpt')) {
    return { kind: 'needsSignIn', reason: health.kind, account };
  }
  // Once a newer token has arrived here, it is no longer kept elsewhere.
  return health?.kind === 'keptElsewhere' && isSpent
    ? { kind: 'keptElsewhere', product: health.product, account }
    : { kind: 'signedIn', ...seen };
}

async function isSpent({ credential }: Account, book: GrantEntry | undefined): Promise<boolean> {
  return credential.kind === 'chatgpt' && compareToLedger(book, await hashOf(credential.tokens)) === 'spent';
}
