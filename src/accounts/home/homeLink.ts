import { Secret } from '../../base/secret.ts';
import { signInKindOf, type HomeCredential } from '../../home/credential/credentialDocument.ts';
import type { Home, HomeSnapshot, HomeState } from '../../home/home.ts';
import type { ReplaceResult } from '../../home/ports.ts';
import { isProvider, type Account, type ProviderAccount, type ProviderCredential } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import type { Bindings, HomeBinding } from '../../storage/bindings.ts';
import type { TokenFreshness } from '../../storage/ledger.ts';
import { AuthError, homeError } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { SeenAccounts } from '../directory/accountIndex.ts';
import type { HomeFinding, HomeOccupant, HomeOccupantReader, LookManner } from './homeOccupantReader.ts';
import {
  identifyGrant,
  identifyHomeCredential,
  toHomeCredential,
  toHomeKey,
  toVaultCredential,
  unknownIdentity,
} from '../directory/accountIdentity.ts';
import type { HomeKeyReader } from './homeKeyReader.ts';
import type { HomeQuestions, LeftProvider, ProviderConfig } from './ports.ts';

/** The Home, what is noted of it, and whom to ask before it changes. */
export interface HomeLinkPorts {
  readonly home: Home;
  /** The same Home in the course of a person's click, which may open a keychain that nothing else opens. */
  readonly homeOnClick?: Home;
  readonly reader: HomeOccupantReader;
  readonly bindings: Bindings;
  readonly directory: AccountDirectory;
  readonly questions: HomeQuestions;
  readonly config: ProviderConfig;
  readonly keys: Pick<HomeKeyReader, 'findProvider' | 'ensureProvider'>;
  readonly clock: Clock;
  /** Keeps text that nobody understands, so that replacing it loses nothing. */
  readonly setAside: (document: Secret) => Promise<void>;
}

/** What became of the Home after a sign-in. The account itself is safe in the Vault in every case. */
export type PlaceResult =
  /**
   * `before`: the other account that was there until then and can be given back; undefined when there was none.
   * `provider`: the provider that Codex used until then, whoever was signed in.
   */
  | { readonly kind: 'placed'; readonly before?: AccountId | undefined; readonly provider?: AccountId | undefined }
  /** The person left the Home as it was. */
  | { readonly kind: 'left' }
  /** Something is there that is replaced only with the person's yes, and nobody was asked. */
  | { readonly kind: 'mustAsk' }
  | { readonly kind: 'failed'; readonly sentence: Sentence };

/** `wasEmpty`: nothing was there that could be given back. */
interface Placed extends Extract<PlaceResult, { kind: 'placed' }> {
  readonly wasEmpty?: boolean;
}

type ReadState = Exclude<HomeState, { kind: 'problem' }>;

type SignedInState = Extract<HomeState, { kind: 'signedIn' }>;

const mostConflicts = 5;

/**
 * Keeps a Home and the Vault in step: placing an account, keeping what is there, taking a sign-in over. In one file, because each of
 * them keeps first what it finds, under one lock.
 */
export class HomeLink {
  readonly #ports: HomeLinkPorts;
  readonly #atHand: Home;

  constructor(ports: HomeLinkPorts) {
    this.#ports = ports;
    this.#atHand = ports.homeOnClick ?? ports.home;
  }

  binding(): Promise<HomeBinding | undefined> {
    return this.#ports.reader.binding();
  }

  look(manner: LookManner = 'unasked'): Promise<HomeOccupant> {
    return this.#ports.reader.look(manner);
  }

  /**
   * Makes Codex on this host use an account. What is in the Home is kept first: newer tokens of ours go into the
   * Vault, a foreign sign-in is taken over only with the person's yes, and nothing unreadable is overwritten
   * unasked. `silently` asks nothing: it answers `mustAsk` instead.
   * @param seen our accounts, where the operation has looked at them already
   */
  async place(account: Account, manner: 'silently' | 'asking', seen?: SeenAccounts): Promise<PlaceResult> {
    const { config } = this.#ports;
    const { credential } = account;
    return orFailed(async () => {
      if (isProvider(credential)) {
        return this.#useProvider({ ...account, credential }, manner, seen);
      }
      await config.ensureCanLeave();
      const result = await this.#place(account, toHomeCredential(credential), { manner, seen });
      if (result.kind !== 'placed') {
        return result;
      }
      // Somebody else's models would hide the sign-in, and be sent it.
      const left = await this.#orUndone(() => config.leave(), result);
      // The key of a provider comes back with the provider; before it, somebody was signed in.
      const isOfProvider = left !== undefined && result.before === left.accountId;
      const before = isOfProvider ? left.signedInId : result.before;
      return { kind: 'placed', before: before === account.id ? undefined : before, provider: left?.accountId };
    });
  }

  /** A provider whose key Codex takes from the Home has it there in the place of a sign-in, which comes back when it goes. */
  async #useProvider(
    account: ProviderAccount,
    manner: 'silently' | 'asking',
    seen: SeenAccounts | undefined,
  ): Promise<PlaceResult> {
    const { config } = this.#ports;
    const key = toHomeKey(account.credential);
    if (key === undefined) {
      const { before, left } = await config.use(account);
      await this.#giveBack(left);
      return { kind: 'placed', before };
    }
    await config.ensureCanUse(account);
    const result = await this.#place(account, key, { manner, seen });
    if (result.kind !== 'placed') {
      return result;
    }
    const { before } = await this.#orUndone(() => config.use(account, result.before), result);
    return { kind: 'placed', before };
  }

  /** Where the configuration does not follow, the Home is as before: no token or key goes where the old one went. */
  async #orUndone<T>(follow: () => Promise<T>, { before, wasEmpty }: Placed): Promise<T> {
    try {
      return await follow();
    } catch (failure) {
      const entry = before === undefined ? undefined : await this.#ports.directory.find(before);
      if (entry?.kind === 'account') {
        const { credential } = entry.account;
        const wanted = isProvider(credential) ? toHomeKey(credential) : toHomeCredential(credential);
        await (wanted === undefined ? undefined : this.#place(entry.account, wanted, { manner: 'silently' }));
      } else if (wasEmpty === true) {
        await this.clear();
      }
      throw failure;
    }
  }

  /**
   * What was in the Home before the key of a provider is there again; nothing where no one was signed in. Two of our providers
   * may have the same key.
   */
  async #giveBack(left: LeftProvider | undefined): Promise<void> {
    const occupant = left === undefined ? undefined : await this.look('onClick');
    if (left === undefined || occupant?.kind !== 'ours' || !isProvider(occupant.account.credential)) {
      return;
    }
    const entry = left.signedInId === undefined ? undefined : await this.#ports.directory.find(left.signedInId);
    if (entry?.kind === 'account' && !isProvider(entry.account.credential)) {
      await this.#place(entry.account, toHomeCredential(entry.account.credential), { manner: 'silently' });
    } else {
      await this.#withCredential(() => this.empty(this.#atHand));
    }
  }

  /** The same for the sign-in alone: whose models Codex uses stays as it is. A provider is none. */
  async putBack(account: Account, manner: 'silently' | 'asking'): Promise<PlaceResult> {
    const { credential } = account;
    return isProvider(credential)
      ? { kind: 'left' }
      : orFailed(() => this.#place(account, toHomeCredential(credential), { manner }));
  }

  /** Has Codex use OpenAI again where it uses the provider of this account. */
  async leaveProvider(id: AccountId): Promise<Extract<PlaceResult, { kind: 'placed' | 'failed' }>> {
    return orFailed(async () => {
      await this.#giveBack(await this.#ports.config.leave(id));
      return { kind: 'placed' };
    });
  }

  /** Takes the Home's sign-in into the Vault, where it is beside the others. The Home is not changed. */
  async takeOver(): Promise<Account | undefined> {
    const state = await this.#atHand.read();
    const foreign = state.kind === 'signedIn' ? await this.#ports.keys.ensureProvider(state.credential) : undefined;
    if (foreign !== undefined) {
      return this.#keepProvider(foreign.credential);
    }
    const credential = state.kind === 'signedIn' ? toVaultCredential(state.credential) : undefined;
    if (state.kind !== 'signedIn' || credential === undefined) {
      return undefined;
    }
    const { account } = await this.#ports.directory.save(credential, identifyHomeCredential(state.credential));
    await this.#bind(account, 'full', { isThere: true });
    return account;
  }

  /** A key that is not for OpenAI is kept as the provider that it is for, which the configuration selects already. */
  async #keepProvider(credential: ProviderCredential): Promise<Account> {
    const { account } = await this.#ports.directory.save(credential, unknownIdentity);
    await this.#ports.config.adopt({ ...account, credential });
    await this.#bind(account, 'full');
    return account;
  }

  /** Signs Codex out on this host. Newer tokens that are there are kept first; nothing is revoked. */
  async clear(): Promise<PlaceResult> {
    return orFailed(async () => {
      await this.#withCredential(async () => {
        await this.empty(this.#atHand);
        await this.unbind();
      });
      return { kind: 'placed' };
    });
  }

  /**
   * Takes the credential out of a place, after keeping what is in it.
   * @throws AuthError when it can not be read or emptied, or keeps changing
   */
  async empty(place: Home): Promise<void> {
    for (let conflicts = 0; conflicts < mostConflicts; conflicts += 1) {
      const state = await place.read();
      if (state.kind === 'problem') {
        throw problemError(state, place.credentialPath);
      }
      await this.#keepBeforeClearing(state);
      if ((await place.clear(state.seen)) === 'done') {
        return;
      }
    }
    throw homeError('keepsChanging', place.credentialPath, { code: 'tryAgain' });
  }

  /** What is ours goes newest into the Vault; what is not, its text is set aside. */
  async #keepBeforeClearing(state: ReadState): Promise<void> {
    const { kind } = await this.#keepOurs(state);
    if (kind !== 'ours' && kind !== 'none') {
      await this.#ports.setAside(state.seen.document ?? new Secret(''));
    }
  }

  async #keepOurs(state: HomeState): Promise<HomeOccupant> {
    const { occupant, record } = await this.#ports.reader.describe(state);
    if (state.kind === 'signedIn' && occupant.kind === 'ours' && !isProvider(occupant.account.credential)) {
      await this.#keep(state, record?.freshness);
    }
    return occupant;
  }

  /** The account with the newest tokens there are: the Codex CLI may have refreshed those in the Home. */
  async keepNewestOf(account: Account): Promise<Account> {
    await this.#keepOurs(await this.#atHand.read());
    const entry = await this.#ports.directory.find(account.id);
    return entry.kind === 'account' ? entry.account : account;
  }

  /** Remembers the choice of an account without touching the Home: it is used in this editor only. */
  async bindPrivately(account: Account): Promise<void> {
    await this.#bind(account, 'none');
  }

  async unbind(): Promise<void> {
    await this.#ports.bindings.remove(this.#ports.home.folder);
  }

  async #place(
    account: Account,
    wanted: HomeCredential,
    { manner, seen }: { readonly manner: 'silently' | 'asking'; readonly seen?: SeenAccounts | undefined },
  ): Promise<Placed | Exclude<PlaceResult, { kind: 'placed' }>> {
    const home = this.#atHand;
    for (let conflicts = 0; conflicts < mostConflicts; conflicts += 1) {
      const state = await home.read();
      if (state.kind === 'problem') {
        throw problemError(state, home.credentialPath);
      }
      // Once for all that is decided: what is put there goes through only while the Home is as it was read.
      const finding = await this.#ports.reader.describe(state, conflicts === 0 ? seen : undefined);
      const isNoneOfOurs = finding.occupant.kind === 'foreign' || finding.occupant.kind === 'unreadable';
      if (manner === 'silently' && isNoneOfOurs) {
        await this.#bind(account, 'none');
        return { kind: 'mustAsk' };
      }
      const renewed = await this.#keepRenewed(account, state, finding);
      if (renewed !== undefined) {
        await this.#bind(renewed, 'full', { isThere: true });
        return { kind: 'placed' };
      }
      const replaced = await this.#prepareReplacing(account, state, finding);
      if (replaced === 'mayNot') {
        await this.#bind(account, 'none');
        return { kind: 'left' };
      }
      if ((await this.#withCredential(() => this.#putAndBind(account, wanted, state.seen))) === 'done') {
        const before = replaced?.id === account.id ? undefined : replaced?.id;
        return { kind: 'placed', before, wasEmpty: replaced === undefined };
      }
    }
    throw homeError('keepsChanging', home.credentialPath, { code: 'tryAgain' });
  }

  async #putAndBind(account: Account, wanted: HomeCredential, seen: HomeSnapshot): Promise<ReplaceResult> {
    const result = await this.#atHand.put(wanted, seen);
    if (result === 'done') {
      await this.#bind(account, 'full');
    }
    return result;
  }

  #withCredential<T>(work: () => Promise<T>): Promise<T> {
    return this.#ports.bindings.withCredential(this.#ports.home.folder, work);
  }

  /** The very account, signed in again by the CLI since the Vault's sign-in of it: then that one is the account. */
  async #keepRenewed(
    account: Account,
    state: ReadState,
    { occupant, record }: HomeFinding,
  ): Promise<Account | undefined> {
    if (state.kind !== 'signedIn' || state.credential.kind !== 'chatgpt' || account.credential.kind !== 'chatgpt') {
      return undefined;
    }
    const { tokens } = state.credential;
    const isOtherGrant = (await identifyGrant(state.credential)) !== account.grantId;
    const isLater = Date.parse(tokens.lastRefresh ?? '') > Date.parse(account.credential.tokens.lastRefresh ?? '');
    const isTheAccount = occupant.kind === 'ours' && occupant.account.id === account.id;
    // A date says when, not whether: what the Ledger knows to be over never wins over a sign-in of ours.
    if (!isTheAccount || !isOtherGrant || !isLater || record?.isOver === true) {
      return undefined;
    }
    return (await this.#ports.directory.save(state.credential, identifyHomeCredential(state.credential))).account;
  }

  /** Keeps what is in the Home. @returns the account that it is in the Vault, as far as there is one */
  async #prepareReplacing(
    account: Account,
    state: ReadState,
    { occupant, record }: HomeFinding,
  ): Promise<Account | 'mayNot' | undefined> {
    if (state.kind === 'signedOut') {
      return undefined;
    }
    if (state.kind === 'unreadable') {
      return (await this.#setAsideUnreadable(state.seen.document ?? new Secret(''))) ? undefined : 'mayNot';
    }
    if (occupant.kind !== 'ours') {
      return this.#replaceForeign(state);
    }
    if (isProvider(occupant.account.credential)) {
      return occupant.account;
    }
    // An older release took the key of a relay for one of OpenAI's: the relay gives way, lest it be sent the next sign-in.
    const foreign =
      isProvider(account.credential) || occupant.account.id === account.id
        ? undefined
        : await this.#ports.keys.findProvider(state.credential);
    if (foreign !== undefined && foreign !== 'unknown') {
      return this.#keepProvider(foreign.credential);
    }
    const isReplacedSignIn = occupant.account.id === account.id && !(await isOnGrant(state, account));
    const kept = isReplacedSignIn ? undefined : await this.#keep(state, record?.freshness);
    return kept ?? occupant.account;
  }

  async #replaceForeign(state: SignedInState): Promise<Account | 'mayNot' | undefined> {
    const { directory, questions, keys } = this.#ports;
    const foreign = await keys.ensureProvider(state.credential);
    const found = {
      kind: signInKindOf(state.credential),
      identity: identifyHomeCredential(state.credential),
      provider: foreign?.provider,
    };
    if ((await questions.replaceForeign(found)) === 'leave') {
      return 'mayNot';
    }
    if (foreign !== undefined) {
      return this.#keepProvider(foreign.credential);
    }
    const credential = toVaultCredential(state.credential);
    // While the person was asked, another window may have saved it, and renewed it since.
    return this.#keep(state, credential === undefined ? undefined : await directory.freshness(credential));
  }

  async #setAsideUnreadable(document: Secret): Promise<boolean> {
    const answer = await this.#ports.questions.replaceUnreadable(this.#atHand.credentialPath);
    if (answer === 'setAsideAndReplace') {
      await this.#ports.setAside(document);
    }
    return answer === 'setAsideAndReplace';
  }

  /** Before something in the Home is replaced, the Vault has the newest of it. @returns the account it was saved in now */
  async #keep(state: SignedInState, freshness: TokenFreshness | undefined): Promise<Account | undefined> {
    const credential = toVaultCredential(state.credential);
    if (credential === undefined) {
      await this.#ports.setAside(state.seen.document ?? new Secret(''));
      return undefined;
    }
    return freshness === 'unknown'
      ? (await this.#ports.directory.save(credential, identifyHomeCredential(state.credential))).account
      : undefined;
  }

  /** @param isThere the account is in the Home already: nobody knows since when */
  async #bind(account: Account, binding: 'full' | 'none', { isThere } = { isThere: false }): Promise<void> {
    const { bindings, home, clock } = this.#ports;
    if (isProvider(account.credential)) {
      // Who is signed in stays chosen, and is not there while the key is.
      const signedIn = binding === 'full' ? await bindings.read(home.folder) : undefined;
      await (signedIn === undefined
        ? undefined
        : bindings.bind({ ...signedIn, binding: 'none', sinceMs: clock.nowMs() }));
      return;
    }
    await bindings.bind({
      home: home.folder,
      accountId: account.id,
      binding,
      sinceMs: isThere ? undefined : clock.nowMs(),
    });
  }
}

/** What could not be done for a reason that a person can do something about is told as such. */
async function orFailed<Result>(
  work: () => Promise<Result>,
): Promise<Result | Extract<PlaceResult, { kind: 'failed' }>> {
  try {
    return await work();
  } catch (failure) {
    if (failure instanceof AuthError) {
      return { kind: 'failed', sentence: failure.sentence };
    }
    throw failure;
  }
}

/** An older sign-in of the same account is on another grant; its tokens are not the account's any more. */
async function isOnGrant(state: SignedInState, account: Account): Promise<boolean> {
  const credential = toVaultCredential(state.credential);
  return credential !== undefined && (await identifyGrant(credential)) === account.grantId;
}

/** The sentence for a file we can not write, with its fix. */
function problemError(state: Extract<HomeState, { kind: 'problem' }>, path: string): AuthError {
  return homeError(state.problem, path);
}
