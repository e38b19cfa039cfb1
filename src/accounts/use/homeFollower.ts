import type { HomeCredential } from '../../home/credential/credentialDocument.ts';
import type { Home, HomeState } from '../../home/home.ts';
import type { Account, Credential } from '../../storage/account.ts';
import type { Bindings, HomeBinding } from '../../storage/bindings.ts';
import { compareToLedger, type Ledger, type TokenFreshness } from '../../storage/ledger.ts';
import type { Vault } from '../../storage/vault.ts';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { CoalescedTask } from '../../base/coalescedTask.ts';
import type { AccountCheck, GrantLife } from './accountCheck.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import { hashOf } from '../directory/grantTokens.ts';
import { type GrantStore } from '../refresh/grantStore.ts';
import type { HomeKeyReader } from '../home/homeKeyReader.ts';
import type { HomeTokens } from '../refresh/homeTokens.ts';
import { identifyHomeCredential, toVaultCredential } from '../directory/accountIdentity.ts';

/** The Home that others change, and our records that follow it. */
export interface HomeFollowerPorts {
  readonly home: Home;
  readonly bindings: Bindings;
  readonly directory: AccountDirectory;
  readonly grantStore: GrantStore;
  readonly keys: Pick<HomeKeyReader, 'findOwner' | 'findProvider'>;
  readonly homeTokens: Pick<HomeTokens, 'adoptNewer' | 'replaceOlder'>;
  readonly check: Pick<AccountCheck, 'run' | 'runOnGrant'>;
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'onDidChange'>;
  readonly vault: Pick<Vault, 'onDidChange'>;
  /** Something in the Home's folder changed. */
  readonly onDidChangeHome: Event<void>;
}

/** What another program did to the Home, and what became of it here. */
export type HomeNews =
  | { readonly kind: 'nothing' }
  /** The CLI renewed the tokens: the Vault has them now. */
  | { readonly kind: 'renewed'; readonly account: Account }
  /** Codex was given another account of ours. */
  | { readonly kind: 'switched'; readonly account: Account }
  /** Somebody signed in there: it is beside the others now. */
  | { readonly kind: 'signedIn'; readonly account: Account }
  /** Somebody signed in there, and the person chose another account meanwhile: it is kept, and not in use. */
  | { readonly kind: 'added'; readonly account: Account }
  /** An older copy had been put there; the newest tokens are there again. */
  | { readonly kind: 'restored'; readonly account: Account }
  /** Whoever signed out there may have ended the account's sign-in on the server too: that was asked before this is told. */
  | { readonly kind: 'signedOut'; readonly account: Account; readonly grant: GrantLife }
  /** The Home itself is gone, as after a rebuild: no one signed out. */
  | { readonly kind: 'gone'; readonly account: Account };

/** A write of several steps is looked at once, after it. */
const settleMs = 150;

/** Follows what the CLI, the app and the IDE extension do to the Home: sign-in, renewal, workspace switch, sign-out. */
export class HomeFollower implements Disposable {
  readonly #ports: HomeFollowerPorts;
  readonly #scope = new Disposables();
  readonly #news = this.#scope.add(new Emitter<HomeNews>());
  readonly onDidHear: Event<HomeNews> = this.#news.event;
  readonly #looks: CoalescedTask;
  readonly #records: CoalescedTask;
  /** What Ledger and Vault said when the Home was last found in step with them, or brought there. */
  #followed: string | undefined;

  constructor(ports: HomeFollowerPorts) {
    this.#ports = ports;
    this.#looks = this.#scope.add(new CoalescedTask(ports.clock, settleMs, () => this.#lookOnce()));
    this.#records = this.#scope.add(new CoalescedTask(ports.clock, settleMs, () => this.#lookIfMoved()));
  }

  start(): void {
    const { onDidChangeHome, ledger, vault } = this.#ports;
    // What can not be read or written now is looked at with the next change; an event has nobody to tell.
    this.#scope.add(
      onDidChangeHome(() => {
        this.look().catch(() => undefined);
      }),
    );
    const follow = (): void => {
      this.#records.request().catch(() => undefined);
    };
    // A window that died after the Ledger has left the Home a spent token; its secret may arrive here later than that.
    this.#scope.add(ledger.onDidChange(follow));
    this.#scope.add(vault.onDidChange(follow));
  }

  /** Looks at the Home; calls that come while it is being looked at are answered by one more look. */
  look(): Promise<void> {
    return this.#looks.request();
  }

  /** Resolves when everything that was noticed has been followed. */
  async settle(): Promise<void> {
    for (;;) {
      const running = this.#records.running ?? this.#looks.running;
      if (running === undefined) {
        return;
      }
      await running;
    }
  }

  /** One look without waiting for quiet. */
  async follow(): Promise<HomeNews> {
    const { bindings, home } = this.#ports;
    if ((await bindings.read(home.folder)) === undefined) {
      // Nobody uses the Home through us: what is there is offered, not taken.
      return { kind: 'nothing' };
    }
    const { binding, state } = await bindings.withCredential(home.folder, async () => ({
      binding: await bindings.read(home.folder),
      state: await home.read(),
    }));
    if (binding === undefined) {
      return { kind: 'nothing' };
    }
    switch (state.kind) {
      case 'signedIn':
        return this.#followCredential(state, binding);
      case 'signedOut':
        return binding.binding === 'full'
          ? this.#followSignOut(binding, state.isGone ? 'gone' : 'signedOut')
          : { kind: 'nothing' };
      case 'unreadable':
      case 'problem':
        return { kind: 'nothing' };
    }
  }

  dispose(): void {
    this.#scope.dispose();
  }

  async #lookOnce(): Promise<void> {
    const before = await this.#readRecords();
    const news = await this.follow();
    // What this look itself wrote is nothing new to follow.
    this.#followed = news.kind === 'nothing' ? before : await this.#readRecords();
    if (news.kind !== 'nothing' && !this.#scope.isDisposed) {
      this.#news.fire(news);
    }
  }

  /** Other grants change too, and what this window did itself is followed already: neither costs a look at the Home. */
  async #lookIfMoved(): Promise<void> {
    // What a look is writing in this moment is its own until it is over.
    await this.#looks.running;
    const records = await this.#readRecords();
    if (records !== undefined && records !== this.#followed) {
      await this.look();
    }
  }

  /** Which token of the Home's grant the Ledger calls current, and which the Vault has. */
  async #readRecords(): Promise<string | undefined> {
    const { bindings, home, directory, grantStore } = this.#ports;
    const binding = await bindings.read(home.folder);
    const found = binding?.binding === 'full' ? await directory.find(binding.accountId) : undefined;
    if (found?.kind !== 'account' || found.account.credential.kind !== 'chatgpt') {
      return undefined;
    }
    const { grantId, credential } = found.account;
    return JSON.stringify([grantId, (await grantStore.readEntry(grantId))?.current, await hashOf(credential.tokens)]);
  }

  async #followCredential(state: Extract<HomeState, { kind: 'signedIn' }>, seen: HomeBinding): Promise<HomeNews> {
    const { directory } = this.#ports;
    const credential = toVaultCredential(state.credential);
    if (credential === undefined) {
      return { kind: 'nothing' };
    }
    const identity = identifyHomeCredential(state.credential);
    const known = await directory.findSame(credential, identity);
    if (known === undefined && (await this.#isOfProvider(state.credential))) {
      // Another tool wrote it, or we did: it is no sign-in, and is offered as what it is.
      return { kind: 'nothing' };
    }
    const freshness = await this.#judgeFreshness(credential, known);
    if (freshness === 'spent') {
      // An outdated copy of a grant that this profile does not have is left alone.
      return known === undefined ? { kind: 'nothing' } : this.#restore(known);
    }
    if (freshness === 'current' && known !== undefined) {
      const account = (await this.#adopt(known)) ?? known;
      if (known.id !== seen.accountId) {
        return (await this.#bind(account, 'full', seen)) ? { kind: 'switched', account } : { kind: 'nothing' };
      }
      return account === known ? { kind: 'nothing' } : { kind: 'renewed', account };
    }
    if (known === undefined && (await directory.isForgotten(credential))) {
      return { kind: 'nothing' };
    }
    const adopted = known === undefined ? undefined : await this.#adopt(known);
    const account = adopted ?? (await directory.save(credential, identity)).account;
    const isBound = await this.#bind(account, 'full', seen);
    if (known === undefined) {
      return { kind: isBound ? 'signedIn' : 'added', account };
    }
    if (!isBound) {
      return { kind: 'nothing' };
    }
    return account.id === seen.accountId ? { kind: 'renewed', account } : { kind: 'switched', account };
  }

  async #isOfProvider(credential: HomeCredential): Promise<boolean> {
    const { keys } = this.#ports;
    return ((await keys.findOwner(credential)) ?? (await keys.findProvider(credential))) !== undefined;
  }

  /** A document of an older CLI names no grant, and a renewed one hashes to another: the known account's book counts too. */
  async #judgeFreshness(credential: Credential, known: Account | undefined): Promise<TokenFreshness> {
    const { directory, grantStore } = this.#ports;
    const freshness = await directory.freshness(credential);
    if (freshness !== 'unknown' || known === undefined || credential.kind !== 'chatgpt') {
      return freshness;
    }
    return compareToLedger(await grantStore.readEntry(known.grantId), await hashOf(credential.tokens));
  }

  #adopt(account: Account): Promise<Account | undefined> {
    const { grantStore, homeTokens } = this.#ports;
    return grantStore.withGrant(account.grantId, this.#scope.ended, () => homeTokens.adoptNewer(account));
  }

  async #restore(account: Account): Promise<HomeNews> {
    const { grantStore, homeTokens } = this.#ports;
    const result = await grantStore.withGrant(account.grantId, this.#scope.ended, () =>
      homeTokens.replaceOlder(account),
    );
    return result === 'replaced' ? { kind: 'restored', account } : { kind: 'nothing' };
  }

  /** The sign-out of the CLI, and of VS Code's own Codex, also revokes: whether the grant still lives, the server says. */
  async #followSignOut(seen: HomeBinding, kind: 'signedOut' | 'gone'): Promise<HomeNews> {
    const entry = await this.#ports.directory.find(seen.accountId);
    if (entry.kind !== 'account' || !(await this.#bind(entry.account, 'none', seen))) {
      return { kind: 'nothing' };
    }
    if (kind === 'gone') {
      return { kind, account: (await this.#ports.check.run(entry.account, this.#scope.ended)).account };
    }
    const { account, grant } = await this.#ports.check.runOnGrant(entry.account, this.#scope.ended);
    return { kind, account, grant };
  }

  /**
   * Binds the Home as the look has found it, unless it was bound anew since then: what the person chose meanwhile stays,
   * and is looked at by itself.
   */
  #bind(account: Account, binding: 'full' | 'none', seen: HomeBinding): Promise<boolean> {
    const { bindings, home, clock } = this.#ports;
    return bindings.withCredential(home.folder, async () => {
      const now = await bindings.read(home.folder);
      if (now?.accountId === account.id && now.binding === binding) {
        return true;
      }
      if (now?.accountId !== seen.accountId || now.binding !== seen.binding || now.sinceMs !== seen.sinceMs) {
        return false;
      }
      await bindings.bind({ home: home.folder, accountId: account.id, binding, sinceMs: clock.nowMs() });
      return true;
    });
  }
}
