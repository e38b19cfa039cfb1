import { successJson, type HttpAnswer, type HttpClient, type HttpRequest } from '../../network/http.ts';
import { sendShortRequest } from '../../network/shortRequest.ts';
import { buildModelsRequest, judgeModels } from '../../protocol/api/apiKey.ts';
import { agentExpiryMs, buildWhoamiRequest, parseWhoami } from '../../protocol/api/accessToken.ts';
import {
  detailsOf,
  findErrorCode,
  findServerAnswer,
  findSpecificCode,
  sparesCredential,
} from '../../protocol/oauth/serverAnswer.ts';
import { findObstacle, isFinalRefusal } from '../../protocol/oauth/tokenEndpoint.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { findPlan } from '../../protocol/api/plan.ts';
import { buildAccountsCheck, parseAccountsCheck, type Workspace } from '../../protocol/api/workspaces.ts';
import type { Account, Identity, ProviderCredential } from '../../storage/account.ts';
import { AuthError } from '../../errors/authError.ts';
import { abortable } from '../../base/abortable.ts';
import type { Clock } from '../../base/clock.ts';
import { serverError } from '../../errors/serverAnswer.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { Renewal } from '../refresh/refreshService.ts';
import { judgeOutcome, type HealthVerdict } from './healthVerdict.ts';

/** The server and its address; `refresh` finds out what a 401 means, and `signal` ends what is asked. */
export interface ServerQuestionsPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly issuer: () => Issuer;
  readonly refresh: Pick<Renewal, 'run'>;
  /** Whether a provider answers and takes its key, by a request that bills nothing. */
  readonly probeProvider: (provider: ProviderCredential, signal: AbortSignal) => Promise<HealthVerdict>;
  readonly signal: AbortSignal;
}

/** What the server said, and what it told of the account besides. */
interface Asked {
  readonly verdict: HealthVerdict;
  readonly identity: Partial<Identity>;
}

/** What the server can be asked about an account, with calls that the Codex client makes too, by one who waits. */
export class ServerQuestions {
  readonly #ports: ServerQuestionsPorts;

  constructor(ports: ServerQuestionsPorts) {
    this.#ports = ports;
  }

  /** Whether the account is taken; that nobody answers is no failure. */
  async ask(account: Account): Promise<Asked> {
    try {
      return await this.#askServer(account);
    } catch (failure) {
      if (failure instanceof AuthError) {
        return { verdict: { kind: 'offline', sentence: failure.sentence }, identity: {} };
      }
      throw failure;
    }
  }

  /**
   * The name of the workspace that tokens belong to, asked before they are saved; a courtesy, so never a failure, also
   * when nobody waits any more.
   */
  async identify(tokens: TokenSet, identity: Identity): Promise<Identity> {
    const request = buildAccountsCheck(this.#ports.issuer(), tokens.accessToken, tokens.workspaceId);
    try {
      return { ...identity, ...readWorkspace(await this.#send((signal) => ({ ...request, signal })), identity) };
    } catch (failure) {
      if (failure instanceof AuthError || this.#ports.signal.aborted) {
        return identity;
      }
      throw failure;
    }
  }

  /**
   * The workspaces that the person of a ChatGPT account may enter.
   * @throws AuthError `checkNetwork` when the server did not say
   */
  async listWorkspaces({ credential }: Account): Promise<readonly Workspace[]> {
    const tokens = credential.kind === 'chatgpt' ? credential.tokens : undefined;
    const request = tokens && buildAccountsCheck(this.#ports.issuer(), tokens.accessToken, tokens.workspaceId);
    const workspaces = request && parseAccountsCheck(await this.#send((signal) => ({ ...request, signal })));
    if (workspaces === undefined) {
      throw new AuthError('checkNetwork', buildSentence('workspaces.notListed', {}));
    }
    return workspaces;
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
      case 'custom':
        return { verdict: await this.#ports.probeProvider(credential, this.#ports.signal), identity: {} };
    }
  }

  /** A 401 is about the access token only: whether the grant behind it lives, a refresh finds out. */
  async #judgeTokens(answer: HttpAnswer, account: Account, tokens: TokenSet): Promise<HealthVerdict> {
    if (answer.status === 401 && !sparesCredential(answer)) {
      const { refresh, signal } = this.#ports;
      // A renewal that is on its way goes on without whoever leaves: it is the grant's, and others may wait for it.
      const outcome = await abortable(signal, () => refresh.run(account, 'now', 'unauthorized_recovery'));
      // Where nothing can renew it, the access token is the sign-in, and the service has just refused it.
      const isOver = outcome.kind === 'missing' && tokens.refreshToken.isEmpty && findErrorCode(answer) !== undefined;
      if (isOver) {
        return { kind: 'refused' };
      }
      return outcome.kind === 'renewed' ? this.#askRenewed(outcome.account) : judgeOutcome(outcome);
    }
    return successJson(answer) === undefined ? notAnswered(answer) : { kind: 'good' };
  }

  /**
   * The grant lives; whether what it gives is let in is another question. A company that prescribes its own sign-in lets
   * a renewed token in no more (openai/codex issues 5553 and 7918).
   */
  async #askRenewed({ credential, identity }: Account): Promise<HealthVerdict> {
    const tokens = credential.kind === 'chatgpt' ? credential.tokens : undefined;
    const request = tokens && buildAccountsCheck(this.#ports.issuer(), tokens.accessToken, tokens.workspaceId);
    const answer = request && (await this.#send((signal) => ({ ...request, signal })));
    if (answer?.status !== 401 || findSpecificCode(answer) === undefined) {
      return { kind: 'good' };
    }
    const kind = findPlan(identity.plan)?.isWorkspace === true ? 'ssoNeeded' : 'unknown';
    const known = findServerAnswer(answer) ?? serverError(kind, detailsOf(answer, findSpecificCode(answer)));
    return { kind: 'offline', sentence: known.sentence };
  }

  #send(build: (signal: AbortSignal) => HttpRequest): Promise<HttpAnswer> {
    return sendShortRequest(build, this.#ports);
  }
}

/** What is no answer of the service may be somebody else's. */
function notAnswered(answer: HttpAnswer): HealthVerdict {
  return { kind: 'offline', sentence: findObstacle(answer) };
}

function readWorkspace(answer: HttpAnswer, identity: Identity): Partial<Identity> {
  const found = parseAccountsCheck(answer)?.find(({ workspaceId }) => workspaceId === identity.workspaceId);
  return found === undefined
    ? {}
    : {
        ...(found.plan === undefined ? {} : { plan: found.plan }),
        workspaceName: found.isPersonal ? undefined : found.name,
      };
}
