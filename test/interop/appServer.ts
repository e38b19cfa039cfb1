import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { spawnCodex, type CodexHome } from './codexCli.ts';

export interface AppServerOptions {
  readonly home: CodexHome;
  readonly environment?: Readonly<Record<string, string>>;
  readonly startedBy?: readonly string[];
  /** How long one answer may take. */
  readonly timeoutMs?: number;
}

/** What the server says on its own accord. */
export interface Notification {
  readonly method: string;
  readonly params: unknown;
}

const messageSchema = z.object({
  id: z.optional(z.union([z.number(), z.string()])),
  method: z.optional(z.string()),
  params: z.optional(z.unknown()),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ code: z.number(), message: z.string() })),
});

type Message = z.infer<typeof messageSchema>;

interface Waiting {
  readonly accept: (message: Message) => boolean;
  readonly settle: (message: Message) => void;
}

const defaultTimeoutMs = 60_000;
const clientInfo = { name: 'codex_accounts_interop', title: null, version: '0.0.0' };

/**
 * A client of the real `codex app-server`: JSON-RPC lines on its standard streams (docs/codex-protocol.md, app-server).
 */
export class AppServer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #timeoutMs: number;
  readonly #waiting = new Set<Waiting>();
  readonly #unheard: Message[] = [];
  #printedErrors = '';
  #nextId = 1;

  private constructor(child: ChildProcessWithoutNullStreams, timeoutMs: number) {
    this.#child = child;
    this.#timeoutMs = timeoutMs;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#printedErrors += text;
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#hear(messageSchema.parse(JSON.parse(line)));
    });
  }

  /** Starts one and shakes hands with it. */
  static async start(options: AppServerOptions): Promise<AppServer> {
    const child = spawnCodex({ ...options, args: ['app-server'] });
    const server = new AppServer(child, options.timeoutMs ?? defaultTimeoutMs);
    await server.request('initialize', {
      clientInfo,
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    server.#send({ method: 'initialized' });
    return server;
  }

  /** @throws Error with the server's words when it answers with an error or not in time */
  async request(method: string, params: unknown = {}): Promise<unknown> {
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = this.#await(
      `the answer to ${method}`,
      (message) => message.id === id && message.method === undefined,
    );
    this.#send({ id, method, params });
    const { error, result } = await answer;
    if (error !== undefined) {
      throw new Error(`${method}: ${error.message} (${String(error.code)})`);
    }
    return result;
  }

  /** The next notification of that name, one that came while nobody waited included. */
  async nextNotification(method: string): Promise<Notification> {
    const message = await this.#await(`the notification ${method}`, (candidate) => candidate.method === method);
    return { method, params: message.params };
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const closed = once(this.#child, 'close');
      this.#child.kill('SIGKILL');
      await closed;
    }
  }

  #send(message: Readonly<Record<string, unknown>>): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #hear(message: Message): void {
    for (const waiting of this.#waiting) {
      if (waiting.accept(message)) {
        waiting.settle(message);
        return;
      }
    }
    this.#unheard.push(message);
  }

  async #await(what: string, accept: Waiting['accept']): Promise<Message> {
    const index = this.#unheard.findIndex(accept);
    const [early] = index === -1 ? [] : this.#unheard.splice(index, 1);
    if (early !== undefined) {
      return early;
    }
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new Error(`The app-server did not send ${what} in time. It printed:\n${this.#printedErrors}`));
      }, this.#timeoutMs);
      const waiting: Waiting = {
        accept,
        settle: (message) => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          resolve(message);
        },
      };
      this.#waiting.add(waiting);
    });
  }
}
