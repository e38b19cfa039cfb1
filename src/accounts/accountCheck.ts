import type { HttpAnswer, HttpClient, HttpRequest } from '../protocol/http.ts';
import { buildModelsRequest, judgeModels } from '../protocol/apiKey.ts';
import { agentExpiryMs, buildWhoamiRequest, parseWhoami } from '../protocol/accessToken.ts';
import { decodeClaims } from '../protocol/claims.ts';
import type { Issuer } from '../protocol/issuer.ts';
import { buildAccountsCheck, parseAccountsCheck } from '../protocol/workspaces.ts';
import type { Account, Identity } from '../storage/account.ts';
import { AuthError } from '../util/authError.ts';
import type { Clock } from '../util/clock.ts';
import { Emitter, type Event } from '../util/emitter.ts';
import type { AccountDirectory } from './accountDirectory.ts';

export interface AccountCheckPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly directory: AccountDirectory;
  readonly issuer: () => Issuer;
}

/** What the server said last about an account. Only its word ends one; everything else is "offline". */
export type Health =
  | { readonly kind: 'good'; readonly checkedAtMs: number }
  | { readonly kind: 'offline'; readonly checkedAtMs: number }
  | { readonly kind: 'refused'; readonly checkedAtMs: number };

export interface CheckResult {
  /** The account, with what the server knows better by now: plan and workspace name. */
  readonly account: Account;
  readonly health: Health;
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
    const health: Health = { kind: asked.kind, checkedAtMs: this.#ports.clock.nowMs() };
    const updated = await this.#keepIdentity(account, { ...account.identity, ...asked.identity });
    this.#last.set(account.id, health);
    this.#changed.fire(account.id);
    return { account: updated, health };
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask(account: Account): Promise<{ kind: Health['kind']; identity: Partial<Identity> }> {
    try {
      return await this.#askServer(account);
    } catch (failure) {
      if (failure instanceof AuthError) {
        return { kind: 'offline', identity: {} };
      }
      throw failure;
    }
  }

  async #askServer(account: Account): Promise<{ kind: Health['kind']; identity: Partial<Identity> }> {
    const issuer = this.#ports.issuer();
    const { credential, identity } = account;
    switch (credential.kind) {
      case 'chatgpt': {
        const answer = await this.#send((signal) => ({
          ...buildAccountsCheck(issuer, credential.tokens.accessToken, credential.tokens.accountId),
          signal,
        }));
        return { kind: this.#judgeTokens(answer, account), identity: readWorkspace(answer, identity) };
      }
      case 'apiKey': {
        const answer = await this.#send((signal) => buildModelsRequest(issuer, credential.key, signal));
        const verdict = judgeModels(answer);
        return { kind: verdict === 'alive' ? 'good' : verdict === 'invalid' ? 'refused' : 'offline', identity: {} };
      }
      case 'accessToken': {
        if (credential.shape === 'agentIdentity') {
          const endsAtMs = agentExpiryMs(credential.token.reveal()) ?? Number.POSITIVE_INFINITY;
          return { kind: endsAtMs <= this.#ports.clock.nowMs() ? 'refused' : 'good', identity: {} };
        }
        const answer = await this.#send((signal) => buildWhoamiRequest(issuer, credential.token, signal));
        const who = parseWhoami(answer);
        const refused = answer.status === 401 || answer.status === 403;
        return { kind: who !== undefined ? 'good' : refused ? 'refused' : 'offline', identity: who === undefined ? {} : { plan: who.plan } };
      }
    }
  }

  /** A 401 on an access token that has run out says nothing about the grant behind it. */
  #judgeTokens(answer: HttpAnswer, account: Account): Health['kind'] {
    if (answer.status !== 401 || account.credential.kind !== 'chatgpt') {
      return answer.status >= 200 && answer.status < 300 ? 'good' : 'offline';
    }
    const endsAtMs = decodeClaims(account.credential.tokens.accessToken.reveal())?.expiresAtMs;
    return endsAtMs !== undefined && endsAtMs <= this.#ports.clock.nowMs() ? 'offline' : 'refused';
  }

  async #send(build: (signal: AbortSignal) => HttpRequest): Promise<HttpAnswer> {
    const limit = new AbortController();
    const done = new AbortController();
    const timer = this.#ports.clock.delay(limitMs, done.signal).then(
      () => {
        limit.abort();
      },
      () => undefined,
    );
    try {
      return await this.#ports.http.send(build(limit.signal));
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

function readWorkspace(answer: HttpAnswer, identity: Identity): Partial<Identity> {
  const found = parseAccountsCheck(answer)?.find(({ accountId }) => accountId === identity.workspaceId);
  return found === undefined
    ? {}
    : { plan: found.plan ?? identity.plan, workspaceName: found.isPersonal ? undefined : found.name };
}
