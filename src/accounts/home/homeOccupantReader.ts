import { signInKindOf, type HomeCredential } from '../../home/credential/credentialDocument.ts';
import type { Home, HomeState } from '../../home/home.ts';
import type { Account } from '../../storage/account.ts';
import type { Bindings, HomeBinding } from '../../storage/bindings.ts';
import { isPlaceFault } from '../../errors/placeFault.ts';
import type { AccountDirectory, Recognised } from '../directory/accountDirectory.ts';
import type { SeenAccounts } from '../directory/accountIndex.ts';
import { identifyHomeCredential, toVaultCredential } from '../directory/accountIdentity.ts';
import type { HomeKeyReader } from './homeKeyReader.ts';
import type { FoundInHome } from './ports.ts';

/** The Home as it is read, and our records of accounts and bindings. */
export interface HomeOccupantReaderPorts {
  readonly home: Home;
  /** The same Home in the course of a person's click, which may open a keychain that nothing else opens. */
  readonly homeOnClick?: Home;
  readonly bindings: Pick<Bindings, 'read'>;
  readonly directory: Pick<AccountDirectory, 'recognise'>;
  readonly keys: Pick<HomeKeyReader, 'findOwner' | 'findProvider'>;
}

/** Whose sign-in is in the Home, seen from the Vault. */
export type HomeOccupant =
  | { readonly kind: 'none' }
  | { readonly kind: 'ours'; readonly account: Account }
  | { readonly kind: 'foreign'; readonly found: FoundInHome }
  /** Only the CLI knows, and it was not there to ask, gave no answer, or has not answered yet. */
  | {
      readonly kind: 'untold';
      readonly reason: 'codexMissing' | 'noAnswer' | 'asking';
      readonly store: 'keychain' | 'encrypted';
    }
  | { readonly kind: 'unreadable'; readonly state: Extract<HomeState, { kind: 'unreadable' | 'problem' }> };

/** Whose sign-in is in the Home, and what our records say of the credential there; nothing of one that the Vault does not keep. */
export interface HomeFinding {
  readonly occupant: HomeOccupant;
  readonly record: Recognised | undefined;
}

/** `onClick`: in the course of a person's click; else nothing is opened that would ask them. */
export type LookManner = 'unasked' | 'onClick';

/** Whose sign-in is in a Home, and which account it uses by whose choice. */
export class HomeOccupantReader {
  readonly #ports: HomeOccupantReaderPorts;

  constructor(ports: HomeOccupantReaderPorts) {
    this.#ports = ports;
  }

  binding(): Promise<HomeBinding | undefined> {
    return this.#ports.bindings.read(this.#ports.home.folder);
  }

  /** Where our own records can not be read, nobody there is known as ours. */
  async look(manner: LookManner = 'unasked'): Promise<HomeOccupant> {
    const { home, homeOnClick = home } = this.#ports;
    const state = await (manner === 'onClick' ? homeOnClick : home).read();
    try {
      return (await this.describe(state)).occupant;
    } catch (failure) {
      if (state.kind === 'signedIn' && isPlaceFault(failure)) {
        return {
          kind: 'foreign',
          found: { kind: signInKindOf(state.credential), identity: identifyHomeCredential(state.credential) },
        };
      }
      throw failure;
    }
  }

  /** @param seen our accounts, where the operation has looked at them already */
  async describe(state: HomeState, seen?: SeenAccounts): Promise<HomeFinding> {
    switch (state.kind) {
      case 'signedOut':
        return { occupant: { kind: 'none' }, record: undefined };
      case 'unreadable':
      case 'problem':
        return { occupant: { kind: 'unreadable', state }, record: undefined };
      case 'signedIn': {
        const identity = identifyHomeCredential(state.credential);
        const credential = toVaultCredential(state.credential);
        const record =
          credential === undefined ? undefined : await this.#ports.directory.recognise(credential, identity, seen);
        return record?.account === undefined
          ? this.#describeKey(state.credential, record)
          : { occupant: { kind: 'ours', account: record.account }, record };
      }
    }
  }

  /** What is no sign-in of ours may be the key of a provider, ours or not. */
  async #describeKey(credential: HomeCredential, record: Recognised | undefined): Promise<HomeFinding> {
    const { keys } = this.#ports;
    const account = await keys.findOwner(credential);
    if (account !== undefined) {
      return { occupant: { kind: 'ours', account }, record: { account, freshness: 'current', isOver: false } };
    }
    const foreign = await keys.findProvider(credential);
    const provider = foreign === 'unknown' ? undefined : foreign?.provider;
    const found = { kind: signInKindOf(credential), identity: identifyHomeCredential(credential) };
    return { occupant: { kind: 'foreign', found: provider === undefined ? found : { ...found, provider } }, record };
  }
}
