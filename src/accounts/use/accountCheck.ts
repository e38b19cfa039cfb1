import { successJson, type HttpAnswer, type HttpClient, type HttpRequest } from '../../network/http.ts';
import { buildModelsRequest, judgeModels } from '../../protocol/api/apiKey.ts';
import { agentExpiryMs, buildWhoamiRequest, parseWhoami } from '../../protocol/api/accessToken.ts';
import { findErrorCode, findObstacle, isFinalRefusal } from '../../protocol/oauth/tokenEndpoint.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { buildAccountsCheck, parseAccountsCheck, type Workspace } from '../../protocol/api/workspaces.ts';
import type { Account, Identity, ProviderCredential } from '../../storage/account.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Clock } from '../../util/clock.ts';
import { buildSentence, type Sentence } from '../../errors/sentence.ts';
import { Emitter, type Event } from '../../util/emitter.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { RefreshOutcome } from '../refresh/refreshOutcome.ts';
import type { Renewal } from '../refresh/refreshService.ts';

export interface AccountCheckPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly directory: AccountDirectory;
  readonly issuer: () => Issuer;
  readonly refresh: Pick<Renewal, 'run'>;
  /** Whether a provider answers and takes its key, by a request that bills nothing. */
  readonly probeProvider: (provider: ProviderCredential) => Promise<HealthVerdict>;
}

/** What the server said last about an account. Only its word ends one; everything else is "offline". */
export type Health = HealthVerdict & { readonly checkedAtMs: number };

/** What the service said of an account. `offline`: it did not answer, which says nothing of the account. */
export type HealthVerdict =
  | { readonly kind: 'good' | 'refused' }
  /** `sentence`: what stood in the way, where that is known. */
  | { readonly kind: 'offline'; readonly sentence?: Sentence | undefined }
  /** The sign-in lives, and does not open the account's workspace any more. */
  | { readonly kind: 'workspaceClosed' }
  /** Another installation on this computer holds the newest token. */
  | { readonly kind: 'keptElsewhere'; readonly product: string }
  /** Codex uses the sign-in from a Home that can not be written, so it is not renewed here. */
  | { readonly kind: 'homeNotWritable'; readonly sentence: Sentence };

interface Asked {
  readonly verdict: HealthVerdict;
  readonly identity: Partial<Identity>;
}

/** What one check found. */
export interface CheckResult {
  /** The account, with what the server knows better by now: plan and workspace name. */
  readonly account: Account;
  readonly health: Health;
}

/** Whether what an account signs in with still lives; `unknown` when nobody could say. */
export type GrantLife = 'alive' | 'ended' | 'unknown';

/** The same, and whether the refresh token lives. */
export interface GrantResult extends CheckResult {
  readonly grant: GrantLife;
}

const limitMs = 10_000;

/** Asks the server about an account, with calls that the Codex client makes too, and remembers the answer. */
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

  async run(account: Account): Promise<CheckResult> {
    const asked = await this.#ask(account);
    const health: Health = { ...asked.verdict, checkedAtMs: this.#ports.clock.nowMs() };
    const updated = await this.#keepIdentity(account, { ...account.identity, ...asked.identity });
    this.note(account.id, health);
    return { account: updated, health };
  }

  /**
   * Asks about what the account signs in with. A server may take an access token for a while after its grant was revoked,
   * so only a renewal tells about a grant; its answer is kept like that of every other.
   */
  async runOnGrant(account: Account): Promise<GrantResult> {
    if (account.credential.kind !== 'chatgpt') {
      const result = await this.run(account);
      return { ...result, grant: judgeLife(result.health) };
    }
    const outcome = await this.#renew(account);
    const verdict = judgeOutcome(outcome);
    if (verdict.kind === 'good' && 'account' in outcome) {
      return { ...(await this.run(outcome.account)), grant: 'alive' };
    }
    const health: Health = { ...verdict, checkedAtMs: this.#ports.clock.nowMs() };
    this.note(account.id, health);
    return { account, health, grant: judgeLife(verdict) };
  }

  /** The name of the workspace that tokens belong to, asked before they are saved; a courtesy, so never a failure. */
  async identify(tokens: TokenSet, identity: Identity): Promise<Identity> {
    const request = buildAccountsCheck(this.#ports.issuer(), tokens.accessToken, tokens.workspaceId);
    try {
      return { ...identity, ...readWorkspace(await this.#send((signal) => ({ ...request, signal })), identity) };
    } catch (failure) {
      if (failure instanceof AuthError) {
        return identity;
      }
      throw failure;
    }
  }

  /**
   * The workspaces that the person of a ChatGPT account may enter and that are no accounts here yet.
   * @throws AuthError `checkNetwork` when the server did not say
   */
  async listNewWorkspaces({ credential, identity }: Account): Promise<readonly Workspace[]> {
    const { directory, issuer } = this.#ports;
    const tokens = credential.kind === 'chatgpt' ? credential.tokens : undefined;
    const request = tokens && buildAccountsCheck(issuer(), tokens.accessToken, tokens.workspaceId);
    const workspaces = request && parseAccountsCheck(await this.#send((signal) => ({ ...request, signal })));
    if (workspaces === undefined) {
      throw new AuthError('checkNetwork', buildSentence('workspaces.notListed', {}));
    }
    const rows = await directory.list();
    const here = rows.flatMap((row) =>
      row.kind === 'ready' && row.account.identity.userId === identity.userId ? [row.account.identity.workspaceId] : [],
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

  async #ask(account: Account): Promise<Asked> {
    try {
      return await this.#askServer(account);
    } catch (failure) {
      if (failure instanceof AuthError) {
        return { verdict: { kind: 'offline', sentence: failure.sentence }, identity: {} };
      }
      throw failure;
    }
  }

  /** A lock that is not given, or a token that may not leave, is no word of the server. */
  async #renew(account: Account): Promise<RefreshOutcome> {
    try {
      return await this.#ports.refresh.run(account, 'now');
    } catch (failure) {
      if (failure instanceof AuthError) {
        return { kind: 'missing' };
      }
      throw failure;
    }
  }

  async #askServer(account: Account): Promise<Asked> {
    const issuer = this.#ports.issuer();
    const { credential, identity } = account;
    switch (credential.kind) {
      case 'chatgpt': {
        const answer = await this.#send((signal) => ({
          ...buildAccountsCheck(issuer, credential.tokens.accessToken, credential.tokens.workspaceId),
          signal,
        }));
        return {
          verdict: await this.#judgeTokens(answer, account, credential.tokens),
          identity: readWorkspace(answer, identity),
        };
      }
      case 'apiKey': {
        const answer = await this.#send((signal) => buildModelsRequest(issuer, credential.key, signal));
        const verdict = judgeModels(answer);
        return {
          verdict:
            verdict === 'alive' ? { kind: 'good' } : verdict === 'invalid' ? { kind: 'refused' } : notAnswered(answer),
          identity: {},
        };
      }
      case 'accessToken': {
        if (credential.shape === 'agentIdentity') {
          // No call tells, and this machine's clock is not the service's word.
          const endsAtMs = agentExpiryMs(credential.token) ?? Number.POSITIVE_INFINITY;
          return { verdict: { kind: endsAtMs <= this.#ports.clock.nowMs() ? 'offline' : 'good' }, identity: {} };
        }
        const answer = await this.#send((signal) => buildWhoamiRequest(issuer, credential.token, signal));
        const who = parseWhoami(answer);
        return who !== undefined
          ? { verdict: { kind: 'good' }, identity: { plan: who.plan } }
          : { verdict: isFinalRefusal(answer) ? { kind: 'refused' } : notAnswered(answer), identity: {} };
      }
      case 'azure':
      case 'bedrock':
      case 'local':
      case 'provider':
        return { verdict: await this.#ports.probeProvider(credential), identity: {} };
    }
  }

  /** A 401 is about the access token only: whether the grant behind it lives, a refresh finds out. */
  async #judgeTokens(answer: HttpAnswer, account: Account, tokens: TokenSet): Promise<HealthVerdict> {
    if (answer.status === 401) {
      const outcome = await this.#ports.refresh.run(account, 'now', 'unauthorized_recovery');
      // Where nothing can renew it, the access token is the sign-in, and the service has just refused it.
      const isOver = outcome.kind === 'missing' && tokens.refreshToken.isEmpty && findErrorCode(answer) !== undefined;
      return isOver ? { kind: 'refused' } : judgeOutcome(outcome);
    }
    return successJson(answer) === undefined ? notAnswered(answer) : { kind: 'good' };
  }

  async #send(build: (signal: AbortSignal) => HttpRequest): Promise<HttpAnswer> {
    const limit = new AbortController();
    const done = new AbortController();
    const request = build(limit.signal);
    const timer = this.#ports.clock.delay(limitMs, done.signal).then(
      () => {
        // What sends rejects with this reason.
        const seconds = String(limitMs / 1000);
        const { host } = new URL(request.url);
        limit.abort(new AuthError('checkNetwork', buildSentence('network.tooSlow', { host, seconds })));
      },
      () => undefined,
    );
    try {
      return await this.#ports.http.send(request);
    } finally {
      done.abort();
      await timer;
    }
  }

  async #keepIdentity(account: Account, identity: Identity): Promise<Account> {
    const known = account.identity;
    const isSame = known.plan === identity.plan && known.workspaceName === identity.workspaceName;
    return isSame ? account : ((await this.#ports.directory.updateIdentity(account.id, identity)) ?? account);
  }
}

/** What is no answer of the service may be somebody else's. */
function notAnswered(answer: HttpAnswer): HealthVerdict {
  return { kind: 'offline', sentence: findObstacle(answer) };
}

/** What a refresh says about an account's health. */
export function judgeOutcome(outcome: RefreshOutcome): HealthVerdict {
  switch (outcome.kind) {
    case 'renewed':
    case 'fresh':
      return { kind: 'good' };
    case 'dead':
      return { kind: 'refused' };
    case 'workspaceClosed':
      return { kind: 'workspaceClosed' };
    case 'keptElsewhere':
      return { kind: 'keptElsewhere', product: outcome.product };
    case 'homeNotWritable':
      return { kind: 'homeNotWritable', sentence: outcome.sentence };
    case 'offline':
      return { kind: 'offline', sentence: outcome.sentence };
    case 'leftToCodex':
    case 'missing':
      return { kind: 'offline' };
  }
}

function judgeLife({ kind }: HealthVerdict): GrantLife {
  switch (kind) {
    case 'good':
    case 'workspaceClosed':
      return 'alive';
    case 'refused':
      return 'ended';
    case 'offline':
    case 'keptElsewhere':
    case 'homeNotWritable':
      return 'unknown';
  }
}

function readWorkspace(answer: HttpAnswer, identity: Identity): Partial<Identity> {
  const found = parseAccountsCheck(answer)?.find(({ workspaceId }) => workspaceId === identity.workspaceId);
  return found === undefined
    ? {}
    : { plan: found.plan ?? identity.plan, workspaceName: found.isPersonal ? undefined : found.name };
}
