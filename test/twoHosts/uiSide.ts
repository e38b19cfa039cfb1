import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';
import * as z from 'zod/mini';

const done = z.object({ id: z.number(), value: z.optional(z.unknown()), failure: z.optional(z.string()) });

/** The other end of the driver extension: what the test wants the UI side of a window to do. */
export class UiSide {
  readonly address: string;
  readonly #server: Server;
  readonly #waiting: string[] = [];
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  /** Every answer that crossed, as it arrived, for the search for secrets in them. */
  readonly answers: string[] = [];
  #idle: ServerResponse | undefined;
  #lastId = 0;

  private constructor(server: Server, address: string) {
    this.#server = server;
    this.address = address;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<UiSide> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new UiSide(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** Has the driver do something; resolves with what came of it there. */
  ask(task: Readonly<Record<string, unknown>> & { readonly call: string }): Promise<unknown> {
    this.#lastId += 1;
    const answered = Promise.withResolvers<unknown>();
    this.#open.set(this.#lastId, answered);
    this.#waiting.push(JSON.stringify({ ...task, id: this.#lastId }));
    this.#hand();
    return answered.promise;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (request.url === '/next') {
      this.#idle?.writeHead(204).end();
      this.#idle = response;
      this.#hand();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    this.answers.push(text);
    response.writeHead(204).end();
    const { id, value, failure } = done.parse(JSON.parse(text));
    const open = this.#open.get(id);
    this.#open.delete(id);
    if (failure === undefined) open?.resolve(value);
    else open?.reject(new Error(failure));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #hand(): void {
    const response = this.#idle;
    if (response === undefined || response.destroyed) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#idle = undefined;
    response.setHeader('Content-Type', 'application/json');
    response.writeHead(200).end(next);
  }
}

const packing = { dependencies: false, allowMissingRepository: true, skipLicense: true } as const;

/** Builds the driver for the test at `address` and packs it; the path of its .vsix. */
export async function packDriver(folder: string, address: string): Promise<string> {
  const cwd = join(folder, 'driver');
  mkdirSync(cwd);
  const source = join(import.meta.dirname, 'driver');
  cpSync(join(source, 'package.json'), join(cwd, 'package.json'));
  await build({
    entryPoints: [join(import.meta.dirname, 'driver.ts')],
    outfile: join(cwd, 'driver.js'),
    bundle: true,
    // What a web worker loads: this is the proof that the client needs nothing of Node.
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    define: { TEST_ADDRESS: JSON.stringify(address) },
    logLevel: 'warning',
  });
  const packagePath = join(folder, 'driver.vsix');
  await createVSIX({ cwd, packagePath, ...packing });
  return packagePath;
}

export async function packOlderCompanion(folder: string): Promise<string> {
  const packagePath = join(folder, 'older.vsix');
  await createVSIX({ cwd: join(import.meta.dirname, 'older'), packagePath, ...packing });
  return packagePath;
}

/** The text of a file, or undefined where none stands. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
