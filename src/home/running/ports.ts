import type { ReportedAccount } from '../../protocol/appServer.ts';

/**
 * What a Codex process was started as. `backgroundServer`: keeps the account of every interactive `codex` that joins it,
 * and outlives them; `updateLoop`: holds no account; `appServer`: of another program, such as the official extension;
 * `agentHost`: VS Code's own Codex; `terminal`: an interactive one, and what can not be told.
 */
export type CodexRole = 'backgroundServer' | 'updateLoop' | 'appServer' | 'agentHost' | 'exec' | 'terminal';

/** One Codex process of this user. */
export interface CodexProcess {
  readonly pid: number;
  readonly role: CodexRole;
  /** Whether it uses this Home; undefined where the operating system does not tell. */
  readonly usesHome: boolean | undefined;
  /** Whether it is connected to the internet at this moment; undefined where the operating system does not tell. */
  readonly hasConnection: boolean | undefined;
  /** How long it has been running; undefined where the operating system does not tell. */
  readonly ageMs: number | undefined;
  /** It was told to do without a background server. */
  readonly isAlone: boolean;
  /** Whether it was started from this very process, the extension host; undefined where that is not told. */
  readonly isOurChild: boolean | undefined;
}

/** The processes of this computer that are a Codex of one Home. */
export interface CodexProcesses {
  list(signal?: AbortSignal): Promise<readonly CodexProcess[]>;
}

/** The background server of one Home, as its own files and the operating system tell. */
export interface FoundServer {
  readonly pid: number;
  /** Undefined where the operating system does not tell. */
  readonly ageMs: number | undefined;
  /** The variable that it was started with and that signs it in, whatever is in the Home; its name alone. */
  readonly variable: string | undefined;
}

/** What a background server says about itself; undefined is what it did not say. */
export interface ServerAnswers {
  /** Asked only when `mayAskAccount` was true. */
  readonly account: ReportedAccount | undefined;
  /** Whether a turn or a command in the background runs. */
  readonly isAtWork: boolean | undefined;
  readonly version: string | undefined;
  /** It is reached from another device: whoever has that on gets it back as it was. */
  readonly isRemoteControlled: boolean;
  /** Programs that are connected to it, this question aside; undefined where the operating system does not tell. */
  readonly clients: number | undefined;
}

/** How a background server is ended. `restart` starts it again at once, for the terminals that are open on it. */
export type ServerEnding = 'stop' | 'restart';

/** The server that outlives the terminals of the interactive `codex`. */
export interface BackgroundServer {
  find(): Promise<FoundServer | undefined>;
  /**
   * Asks over its socket; no answer holds a credential. One that found its token due at its start, and could not renew
   * it, tries so again with any connection (measured with 0.171.0), and must not be asked; no other renews for it.
   * @param mayAskAccount false while its own token is due: the question who is signed in would have it renewed
   * @param signal ends the question for who waits no longer; it has a limit of its own
   * @returns undefined when it can not be asked: no answer in time, or a socket that is not this user's alone
   */
  ask(
    server: Pick<FoundServer, 'pid'>,
    mayAskAccount: boolean,
    signal?: AbortSignal,
  ): Promise<ServerAnswers | undefined>;
  /**
   * @param mayEnd asked again at the last moment, right before anything is done to it
   * @returns what was done; `declined` when it may not be ended any more; undefined when it is still there, or was not
   * to be reached
   */
  end(
    server: Pick<FoundServer, 'pid'>,
    ending: ServerEnding,
    mayEnd: () => Promise<boolean>,
  ): Promise<ServerEnding | 'declined' | undefined>;
}

/** Whose sign-in is in the Home. */
export type HomeHolder =
  | { readonly kind: 'none' }
  /** Who is signed in there is not asked for: the models are somebody else's. */
  | { readonly kind: 'provider' }
  | { readonly kind: 'chatgpt'; readonly userId: string | undefined; readonly workspaceId: string | undefined }
  | { readonly kind: 'apiKey' }
  /** It can not be read from here, or does not say who it is, as an access token. */
  | { readonly kind: 'unknown' };

/** The Home beside what runs on it. */
export interface HomeFacts {
  readonly holder: HomeHolder;
  /** Since when that one has been there; undefined when it is not known. */
  readonly sinceMs: number | undefined;
  /** False when the token in the Home is so near its end that Codex may be about to renew it. */
  readonly isAtRest: boolean;
  /** Since when a refresh token is in the Home that any Codex may spend at its next use; undefined when none does. */
  readonly dueSinceMs: number | undefined;
}
