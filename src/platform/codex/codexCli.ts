import type { CodexAppServer, CodexAccountResult } from '../../accounts/home/ports.ts';
import {
  parseCompletedSignIn,
  parseStartedSignIn,
  parseReportedAccount,
  parseReportedKind,
} from '../../protocol/appServer.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { AuthError, isCancelled } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { startAppServer } from './appServerChild.ts';
import type { AppServerTalk } from './appServerTalk.ts';
import { buildCodexEnvironment, findSystemCodex, type CodexProgram, type SystemSearch } from './codexProgram.ts';

/** Which Home, where the CLI is looked for, and until when anybody waits. */
export interface CodexCliOptions extends SystemSearch {
  readonly home: string;
  readonly version: string;
  /** Aborts when this extension ends: its app-servers end with it. */
  readonly ended: AbortSignal;
  /** Where the person signs in; OpenAI when it is not said. */
  readonly issuer?: () => Issuer;
  readonly answerLimitMs?: number;
}

const usualLimitMs = 10_000;
/** As long as the app-server itself waits for a person. */
const signInLimitMs = 10 * 60 * 1000;

/** The Codex CLI of this computer, asked through its `app-server`: it alone opens the store that it keeps to itself. */
export class CodexCli implements CodexAppServer {
  readonly #options: CodexCliOptions;

  constructor(options: CodexCliOptions) {
    this.#options = options;
  }

  /** Who is signed in. Nothing is renewed for it. */
  async readAccount(): Promise<CodexAccountResult> {
    const program = await this.#find();
    if (program === undefined) {
      return { kind: 'codexMissing' };
    }
    const limit = AbortSignal.timeout(this.#options.answerLimitMs ?? usualLimitMs);
    try {
      const told = await this.#talk(program, limit, async (talk) => {
        // Answered offline too, with the kind alone; the second question fails there, late. Neither is asked for a token.
        const kind = parseReportedKind(
          await talk.request('getAuthStatus', { includeToken: false, refreshToken: false }),
        );
        return (
          (await talk.request('account/read', { refreshToken: false }).then(parseReportedAccount, () => undefined)) ??
          kind
        );
      });
      return told ?? { kind: 'noAnswer' };
    } catch {
      return { kind: 'noAnswer' };
    }
  }

  /**
   * A ChatGPT sign-in by the CLI, into whichever store it keeps. Unlike `codex login` this revokes nothing
   * (docs/codex-protocol.md, Authorize address), so the sign-in that it replaces lives on wherever else it is.
   */
  async signIn(open: (url: string) => Promise<boolean>, cancelled: AbortSignal): Promise<void> {
    const program = await this.#find();
    if (program === undefined) {
      throw new AuthError('fixFile', buildSentence('codex.missing', {}));
    }
    const isDone = await this.#talk(
      program,
      AbortSignal.any([cancelled, AbortSignal.timeout(signInLimitMs)]),
      async (talk) => {
        const started = parseStartedSignIn(await talk.request('account/login/start', { type: 'chatgpt' }));
        if (started === undefined) {
          return false;
        }
        const done = talk.next('account/login/completed', (params) => parseCompletedSignIn(params, started.loginId));
        done.catch(() => undefined);
        return (await open(started.url)) && (await done);
      },
    );
    if (!isDone) {
      throw new AuthError('tryAgain', buildSentence('codex.signInFailed', {}));
    }
  }

  #find(): Promise<CodexProgram | undefined> {
    return findSystemCodex(this.#options);
  }

  async #talk<T>(program: CodexProgram, signal: AbortSignal, work: (talk: AppServerTalk) => Promise<T>): Promise<T> {
    const { home, environment, version, ended, issuer } = this.#options;
    const server = startAppServer(
      program,
      buildCodexEnvironment(home, environment, issuer?.()),
      AbortSignal.any([ended, signal]),
    );
    try {
      await server.talk.introduce(version);
      return await work(server.talk);
    } catch (failure) {
      throw failure instanceof AuthError || isCancelled(failure)
        ? failure
        : new AuthError('tryAgain', buildSentence('codex.noAnswer', {}), { cause: failure });
    } finally {
      server.end();
    }
  }
}
