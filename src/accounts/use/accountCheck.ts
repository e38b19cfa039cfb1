import type { HttpClient } from '../../network/http.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import type { Workspace } from '../../protocol/api/workspaces.ts';
import type { Account, Identity, ProviderCredential } from '../../storage/account.ts';
import { AuthError } from '../../errors/authError.ts';
import { abortable } from '../../base/abortable.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { RefreshOutcome } from '../refresh/refreshOutcome.ts';
import type { Renewal } from '../refresh/refreshService.ts';
import { judgeOutcome, type HealthVerdict } from './healthVerdict.ts';
import type { ServerQuestions } from './serverQuestions.ts';

/** The server, and where its better knowledge is kept. */
export interface AccountCheckPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly directory: AccountDirectory;
  readonly issuer: () => Issuer;
  readonly refresh: Pick<Renewal, 'run'>;
  /** Whether a provider answers and takes its key, by a request that bills nothing. */
  readonly probeProvider: (provider: ProviderCredential, signal: AbortSignal) => Promise<HealthVerdict>;
}

/** What the server said last about an account. Only its word ends one; everything else is "offline". */
export type Health = HealthVerdict & { readonly checkedAtMs: number };

/** What one check found. */
export interface CheckResult {
  /** The account, with what the server knows better by now: plan and workspace name. */
  readonly account: Account;
  readonly health: Health;
  /** The raw plan that the service named in this check; undefined when it named none. */
  readonly toldPlan?: string | undefined;
}

/** Whether what an account signs in with still lives; `unknown` where it is not known. */
export type GrantLife = 'alive' | 'ended' | 'unknown';

/** The same, and whether the refresh token lives. */
export interface GrantResult extends CheckResult {
  readonly grant: GrantLife;
}

/**
 * Asks the server about an account, with calls that the Codex client makes too, and remembers the answer. Each question
 * ends with the signal of whoever waits for it.
 */
export class AccountCheck {
  readonly #ports: AccountCheckPorts;
  readonly #last = new Map<Account['id'], Health>();
  readonly #changed = new Emitter<Account['id']>();
  readonly onDidChange: Event<Account['id']> = this.#changed.event;

  constructor(ports: AccountCheckPorts) {
    this.#ports = ports;
  }

  /** The last answer of this session, if there was one. */
  findLast(id: Account['id']): Health | undefined {
    return this.#last.get(id);
  }

  async run(account: Account, signal: AbortSignal): Promise<CheckResult> {
    const asked = await (await this.#loadQuestions(signal)).ask(account);
    const health: Health = { ...asked.verdict, checkedAtMs: this.#ports.clock.nowMs() };
    const updated = await this.#keepIdentity(account, { ...account.identity, ...asked.identity });
    this.note(account.id, health);
    return { account: updated, health, toldPlan: asked.identity.plan };
  }

  /**
   * Asks about what the account signs in with. A server may take an access token for a while after its grant was revoked,
   * so only a renewal tells about a grant; its answer is kept like that of every other.
   */
  async runOnGrant(account: Account, signal: AbortSignal): Promise<GrantResult> {
    if (account.credential.kind !== 'chatgpt') {
      const result = await this.run(account, signal);
      return { ...result, grant: judgeLife(result.health) };
    }
    const outcome = await this.#renew(account, signal);
    const verdict = judgeOutcome(outcome);
    if (verdict.kind === 'good' && 'account' in outcome) {
      return { ...(await this.run(outcome.account, signal)), grant: 'alive' };
    }
    const health: Health = { ...verdict, checkedAtMs: this.#ports.clock.nowMs() };
    this.note(account.id, health);
    return { account, health, grant: judgeLife(verdict) };
  }

  /**
   * The name of the workspace that tokens belong to, asked before they are saved; a courtesy, so never a failure: who
   * leaves meanwhile has the tokens all the same.
   */
  async identify(tokens: TokenSet, identity: Identity, signal: AbortSignal): Promise<Identity> {
    return (await this.#loadQuestions(signal)).identify(tokens, identity);
  }

  /**
   * The workspaces that the person of a ChatGPT account may enter and that are no accounts here yet.
   * @throws AuthError `checkNetwork` when the server did not say
   */
  async listNewWorkspaces(account: Account, signal: AbortSignal): Promise<readonly Workspace[]> {
    const workspaces = await (await this.#loadQuestions(signal)).listWorkspaces(account);
    const rows = await this.#ports.directory.list();
    const here = rows.flatMap((row) =>
      row.kind === 'ready' && row.account.identity.userId === account.identity.userId
        ? [row.account.identity.workspaceId]
        : [],
    );
    return workspaces.filter(({ workspaceId }) => !here.includes(workspaceId));
  }

  /** Remembers what another request of ours found out. */
  note(id: Account['id'], health: Health): void {
    this.#last.set(id, health);
    this.#changed.fire(id);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** Loaded with the first question: a window that starts asks nothing. */
  async #loadQuestions(signal: AbortSignal): Promise<ServerQuestions> {
    return new (await import('./serverQuestions.ts')).ServerQuestions({ ...this.#ports, signal });
  }

  /**
   * A lock that is not given, or a token that may not leave, is no word of the server. A renewal that is on its way goes
   * on without whoever leaves: it is the grant's, and others may wait for it.
   */
  async #renew(account: Account, signal: AbortSignal): Promise<RefreshOutcome> {
    try {
      return await abortable(signal, () => this.#ports.refresh.run(account, 'now'));
    } catch (failure) {
      if (failure instanceof AuthError) {
        return { kind: 'missing' };
      }
      throw failure;
    }
  }

  async #keepIdentity(account: Account, identity: Identity): Promise<Account> {
    const known = account.identity;
    const isSame = known.plan === identity.plan && known.workspaceName === identity.workspaceName;
    return isSame ? account : ((await this.#ports.directory.updateIdentity(account.id, identity)) ?? account);
  }
}

function judgeLife({ kind }: HealthVerdict): GrantLife {
  switch (kind) {
    case 'good':
    case 'notAsked':
    case 'workspaceClosed':
      return 'alive';
    case 'refused':
      return 'ended';
    case 'offline':
    case 'misconfigured':
    case 'keptElsewhere':
    case 'homeNotWritable':
      return 'unknown';
  }
}
