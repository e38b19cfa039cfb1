import type { KeyringReach } from '../../home/store/keyringReach.ts';
import type { HomePlace } from '../../home/store/decidedCredential.ts';
import type { StoredCredential } from '../../home/store/storedCredential.ts';
import type { Account, Identity } from '../../storage/account.ts';
import type { HomeBinding } from '../../storage/bindings.ts';
import type { Ledger } from '../../storage/ledger.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import { hashWho } from '../directory/accountEntry.ts';
import { isPlaceFault } from '../../errors/placeFault.ts';
import type { HomeOccupant, HomeOccupantReader } from './homeOccupantReader.ts';
import { unknownIdentity } from '../directory/accountIdentity.ts';
import type { CodexAppServer, CodexAccountResult } from './ports.ts';

/** What is read directly, and the CLI for what only it can say. */
export interface HomeInspectorPorts {
  readonly credential: Pick<StoredCredential, 'locate' | 'reach'>;
  readonly reader: Pick<HomeOccupantReader, 'binding' | 'look'>;
  readonly codex: Pick<CodexAppServer, 'readAccount'>;
  readonly ledger: Pick<Ledger, 'list'>;
  readonly directory: Pick<AccountDirectory, 'find'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** How old an answer may be that nobody has contradicted. Each one costs a process. */
const goodForMs = 5 * 60 * 1000;

/**
 * Where the Home's credential is and who is signed in there. What we must not open, another program's keychain item or
 * the CLI's encrypted store, is not opened: the CLI is asked, and its last answer shown while it is asked again.
 */
export class HomeInspector implements Disposable {
  readonly #ports: HomeInspectorPorts;
  readonly #learned = new Emitter<void>();
  readonly onDidChangeStatus: Event<void> = this.#learned.event;
  #place: HomePlace;
  #told: CodexAccountResult | undefined;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(ports: HomeInspectorPorts, place: HomePlace) {
    this.#ports = ports;
    this.#place = place;
  }

  /** As of the last look. */
  get place(): HomePlace {
    return this.#place;
  }

  /** How far we reach into the keyring of this computer, whether the Home uses it or not. */
  reach(): Promise<KeyringReach> {
    return this.#ports.credential.reach();
  }

  binding(): Promise<HomeBinding | undefined> {
    return this.#ports.reader.binding();
  }

  async locate(): Promise<HomePlace> {
    this.#place = await this.#ports.credential.locate();
    return this.#place;
  }

  async look(): Promise<HomeOccupant> {
    if (!isHidden(await this.locate())) {
      return this.#ports.reader.look();
    }
    if (this.#told === undefined) {
      // What can not be asked now is asked with the next look.
      this.#ask().catch(() => undefined);
      return this.#untold('asking');
    }
    return this.#describe(this.#told);
  }

  /** Asks the CLI again where only it knows. @param isChanged what it said last may be wrong by now, however fresh */
  async renew(isChanged: boolean): Promise<void> {
    const isStale = this.#ports.clock.nowMs() - this.#toldAtMs >= goodForMs;
    if (!isHidden(this.#place) || !(isChanged || isStale)) {
      return;
    }
    if (isChanged && this.#asking !== undefined) {
      // What is being answered was asked before the change.
      await this.#asking;
    }
    await this.#ask();
  }

  dispose(): void {
    this.#learned.dispose();
  }

  #ask(): Promise<void> {
    this.#asking ??= this.#ports.codex
      .readAccount()
      .then((told) => {
        this.#told = told;
        this.#toldAtMs = this.#ports.clock.nowMs();
        this.#learned.fire();
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }

  async #describe(told: CodexAccountResult): Promise<HomeOccupant> {
    switch (told.kind) {
      case 'codexMissing':
      case 'noAnswer':
        return this.#untold(told.kind);
      case 'none':
        return { kind: 'none' };
      case 'provider':
        return this.#untold('noAnswer');
      case 'other':
        return { kind: 'foreign', found: { kind: 'other', identity: unknownIdentity } };
      case 'apiKey':
        return (
          (await this.#findBoundKey().catch(unlessOwnFolder)) ?? {
            kind: 'foreign',
            found: { kind: 'apiKey', identity: unknownIdentity },
          }
        );
      case 'chatgpt': {
        const { kind, ...identity } = told;
        const account = await this.#findPerson(identity).catch(unlessOwnFolder);
        return account === undefined ? { kind: 'foreign', found: { kind, identity } } : { kind: 'ours', account };
      }
    }
  }

  #untold(reason: 'asking' | 'codexMissing' | 'noAnswer'): HomeOccupant {
    return { kind: 'untold', reason, store: this.#place.kind === 'encrypted' ? 'encrypted' : 'keychain' };
  }

  /** The same person in the same workspace, never by e-mail; an account that the CLI does not name matches none. */
  async #findPerson(identity: Identity): Promise<Account | undefined> {
    const who = await hashWho(identity);
    const { entries } = await this.#ports.ledger.list();
    for (const { id } of entries.flatMap(({ accounts }) => accounts).filter((account) => account.who === who)) {
      const entry = await this.#ports.directory.find(id);
      if (entry.kind === 'account' && entry.account.credential.kind === 'chatgpt') {
        return entry.account;
      }
    }
    return undefined;
  }

  /** The CLI does not say which key it has: with one that was given to it, it is that one. */
  async #findBoundKey(): Promise<HomeOccupant | undefined> {
    const binding = await this.binding();
    const entry = binding?.binding === 'full' ? await this.#ports.directory.find(binding.accountId) : undefined;
    return entry?.kind === 'account' && entry.account.credential.kind === 'apiKey'
      ? { kind: 'ours', account: entry.account }
      : undefined;
  }
}

/** Where our own records can not be read, nobody there is known as ours. */
function unlessOwnFolder(failure: unknown): undefined {
  if (!isPlaceFault(failure)) {
    throw failure;
  }
}

/** Only the CLI can say who is signed in there. */
function isHidden(place: HomePlace): boolean {
  return place.kind === 'encrypted' || (place.kind === 'keyring' && place.reach === 'onClick');
}
