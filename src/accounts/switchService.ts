import type { Account, AccountId } from '../storage/account.ts';
import { AuthError } from '../util/authError.ts';
import type { Clock } from '../util/clock.ts';
import { say } from '../util/sentence.ts';
import type { AccountDirectory } from './accountDirectory.ts';
import { isCodexTurn } from './codexTurn.ts';
import type { HomeLink, Placement } from './homeLink.ts';
import type { CodexProcess, CodexProcesses } from './ports.ts';
import type { RefreshService } from './refreshService.ts';

export interface SwitchPorts {
  readonly directory: AccountDirectory;
  readonly homeLink: HomeLink;
  readonly refresh: RefreshService;
  readonly processes: CodexProcesses;
  readonly clock: Clock;
  /** Codex is running a task on the old account: switch all the same? */
  readonly mayDisturb: (processes: readonly CodexProcess[]) => Promise<boolean>;
}

export type SwitchOutcome =
  | {
      readonly kind: 'switched';
      readonly account: Account;
      readonly placement: Placement;
      /** Processes that go on with the account they read at their start. */
      readonly stillOnOld: readonly CodexProcess[];
    }
  | { readonly kind: 'already'; readonly account: Account }
  | { readonly kind: 'left' };

/** How often the account may be renewed by another window while it is being placed. */
const mostRenewals = 3;

/** Gives Codex on this host another account: read back, newest kept, the new one written, the rest told the truth. */
export class SwitchService {
  readonly #ports: SwitchPorts;

  constructor(ports: SwitchPorts) {
    this.#ports = ports;
  }

  /** @throws AuthError `signInAgain` when the account has no secrets here, `tryAgain` when Codex is renewing right now */
  async switchTo(id: AccountId): Promise<SwitchOutcome> {
    const { directory, homeLink, processes } = this.#ports;
    const entry = await directory.find(id);
    if (entry.kind !== 'account') {
      throw new AuthError('signInAgain', say('account.secretsLost', {}));
    }
    const occupant = await homeLink.look('onClick');
    const binding = await homeLink.binding();
    if (occupant.kind === 'ours' && occupant.account.id === id && binding?.accountId === id) {
      return { kind: 'already', account: occupant.account };
    }
    const running = (await processes.list()).filter(({ usesHome }) => usesHome !== false);
    if (occupant.kind === 'ours') {
      this.#requireQuiet(occupant.account, running);
    }
    const atWork = running.filter(({ role }) => role !== 'appServer');
    if (atWork.length > 0 && !(await this.#ports.mayDisturb(atWork))) {
      return { kind: 'left' };
    }
    const { account, placement } = await this.#place(entry.account);
    return placement.kind === 'left'
      ? { kind: 'left' }
      : { kind: 'switched', account, placement, stillOnOld: placement.kind === 'placed' ? running : [] };
  }

  /** The account used before this one; undefined when there was none. */
  async findPrevious(): Promise<AccountId | undefined> {
    return (await this.#ports.homeLink.binding())?.previousId;
  }

  #requireQuiet({ credential }: Account, running: readonly CodexProcess[]): void {
    if (credential.kind === 'chatgpt' && running.length > 0 && isCodexTurn(credential.tokens, this.#ports.clock.nowMs())) {
      throw new AuthError('tryAgain', say('switch.codexRenews', {}));
    }
  }

  /**
   * Another window may renew the account between our reading and our writing: it looks at the Home after the Ledger,
   * we at the Ledger after the Home, so one of us sees the other and the newest tokens stand there in the end.
   */
  async #place(wanted: Account): Promise<{ readonly account: Account; readonly placement: Placement }> {
    const { directory, homeLink } = this.#ports;
    for (let renewals = 0; ; renewals += 1) {
      const account = await this.#freshen(wanted);
      const placement = await homeLink.place(account, 'asking');
      const isOutrun = placement.kind === 'placed' && (await directory.standing(account.credential)) === 'spent';
      if (!isOutrun || renewals >= mostRenewals) {
        return { account, placement };
      }
    }
  }

  /** An account that rested may be due; offline it is placed as it is, and renewed later. A spent token never is. */
  async #freshen(account: Account): Promise<Account> {
    if (account.credential.kind !== 'chatgpt') {
      return account;
    }
    const outcome = await this.#ports.refresh.run(account, 'ifDue');
    if (outcome.kind === 'dead') {
      throw new AuthError('signInAgain', say(`grant.${outcome.cause}`, {}));
    }
    if (outcome.kind === 'keptElsewhere') {
      throw new AuthError('signInAgain', say('grant.keptElsewhere', { product: outcome.product }));
    }
    if (outcome.kind === 'workspaceClosed') {
      throw new AuthError('signInAgain', say('grant.workspaceClosed', {}));
    }
    if ('account' in outcome) {
      return outcome.account;
    }
    const entry = await this.#ports.directory.find(account.id);
    return entry.kind === 'account' ? entry.account : account;
  }
}
