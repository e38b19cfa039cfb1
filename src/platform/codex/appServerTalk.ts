import { parseServerLine, type ServerLine } from '../../protocol/appServer.ts';
import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';

interface Waiting {
  /** True when the line is what was waited for. */
  readonly take: (line: ServerLine) => boolean;
  readonly fail: (failure: unknown) => void;
}

/** One conversation with an app-server, over whatever carries its messages: each is one JSON text. */
export type AppServerTalk = Talk;

/** Begins one. @param send has one message sent */
export function beginTalk(send: (text: string) => void): AppServerTalk {
  return new Talk(send);
}

class Talk {
  readonly #send: (text: string) => void;
  readonly #waiting = new Set<Waiting>();
  /** What it said while nobody waited for it; a conversation is short. */
  readonly #unheard: Extract<ServerLine, { kind: 'notice' }>[] = [];
  #lastId = 0;
  #failure: unknown;

  constructor(send: (text: string) => void) {
    this.#send = send;
  }

  /** Says who we are; nothing else is answered before. @returns the server's own introduction */
  async introduce(version: string): Promise<unknown> {
    const clientInfo = { name: 'codex_accounts', title: 'Codex Accounts', version };
    const answer = await this.request('initialize', {
      clientInfo,
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    this.notify('initialized');
    return answer;
  }

  /** The result of a request. @throws AuthError `tryAgain` when it is refused or the server ends; what `fail` was told */
  request(method: string, params: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = this.#wait<unknown>((line, settle) => {
      if (line.kind === 'notice' || line.id !== id) {
        return false;
      }
      settle(line.kind === 'answer' ? line.result : new AuthError('tryAgain', buildSentence('codex.noAnswer', {})));
      return true;
    });
    this.#write({ id, method, params });
    return answer;
  }

  notify(method: string): void {
    this.#write({ method });
  }

  /** A notification that `read` understands, also one that came before it was waited for. */
  async next<T>(method: string, read: (params: unknown) => T | undefined): Promise<T> {
    for (const early of this.#unheard.filter((said) => said.method === method)) {
      const found = read(early.params);
      if (found !== undefined) {
        return found;
      }
    }
    return this.#wait<T>((line, settle) => {
      const found = line.kind === 'notice' && line.method === method ? read(line.params) : undefined;
      if (found === undefined) {
        return false;
      }
      settle(found);
      return true;
    });
  }

  /** A message came in. */
  hear(text: string): void {
    const parsed = parseServerLine(text);
    const taker = parsed === undefined ? undefined : [...this.#waiting].find(({ take }) => take(parsed));
    if (taker !== undefined) {
      this.#waiting.delete(taker);
    } else if (parsed?.kind === 'notice') {
      this.#unheard.push(parsed);
    }
  }

  /** The conversation is over: every wait ends with this, and so does each that comes later. */
  fail(failure: unknown): void {
    this.#failure ??= failure;
    for (const { fail } of this.#waiting) {
      fail(this.#failure);
    }
    this.#waiting.clear();
  }

  #write(message: object): void {
    if (this.#failure === undefined) {
      this.#send(JSON.stringify(message));
    }
  }

  #wait<T>(hear: (line: ServerLine, settle: (value: T | AuthError) => void) => boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(asError(this.#failure));
        return;
      }
      const settle = (value: T | AuthError): void => {
        if (value instanceof AuthError) {
          reject(value);
        } else {
          resolve(value);
        }
      };
      this.#waiting.add({
        take: (line) => hear(line, settle),
        fail: (failure) => {
          reject(asError(failure));
        },
      });
    });
  }
}

function asError(failure: unknown): Error {
  return failure instanceof Error
    ? failure
    : new AuthError('tryAgain', buildSentence('codex.noAnswer', {}), { cause: failure });
}
