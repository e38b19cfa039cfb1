import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { AppServer } from './appServer.ts';
import { makeCodexHome, type CodexHome } from './codexCli.ts';

/** What the CLI makes of a `config.toml`: the data as it reads it, or why it takes no configuration from it. */
export type CodexReading = { readonly data: unknown } | { readonly refused: 'noToml' | 'invalid' };

const answer = z.object({
  layers: z.array(z.object({ name: z.object({ type: z.string() }), config: z.unknown() })),
});

/** Has one running Codex read many a `config.toml`, which it does anew with each `config/read`. */
export class CodexConfigReader {
  readonly #home: CodexHome;
  readonly #server: AppServer;

  private constructor(home: CodexHome, server: AppServer) {
    this.#home = home;
    this.#server = server;
  }

  static async start(): Promise<CodexConfigReader> {
    const home = await makeCodexHome('');
    return new CodexConfigReader(home, await AppServer.start({ home }));
  }

  async read(text: string): Promise<CodexReading> {
    writeFileSync(join(this.#home.path, 'config.toml'), text);
    try {
      const { layers } = answer.parse(await this.#server.request('config/read', { includeLayers: true }));
      return { data: layers.find((layer) => layer.name.type === 'user')?.config };
    } catch (failure) {
      const words = String(failure);
      if (words.includes('failed to read configuration layers')) {
        return { refused: 'noToml' };
      }
      if (words.includes('(-32603)')) {
        return { refused: 'invalid' };
      }
      throw failure;
    }
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.#home.remove();
  }
}
