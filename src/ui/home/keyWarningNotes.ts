import type { ExtensionContext } from 'vscode';
import * as z from 'zod/mini';
import { parseJson } from '../../base/json.ts';
import type { RecordFolder } from '../../storage/ports.ts';
import type { KeyWarningMemory } from './keyWarningPrompts.ts';

const fileName = 'keyWarnings.json';
const quietKey = 'keyWarningsOff';
const noteSchema = z.looseObject({ v: z.literal(1), told: z.array(z.string()) });

/** More causes than anybody has; the oldest is forgotten. */
const mostCauses = 50;

/**
 * What was said about keys: for all windows in a file that they share, as VS Code's own memory is written as a whole by
 * each of them and read late by the others; for this folder in that memory.
 */
export class KeyWarningNotes implements KeyWarningMemory {
  readonly #folder: Pick<RecordFolder, 'read' | 'write' | 'withLock'>;
  readonly #ofFolder: Pick<ExtensionContext['workspaceState'], 'get' | 'update'>;

  constructor(
    folder: Pick<RecordFolder, 'read' | 'write' | 'withLock'>,
    ofFolder: Pick<ExtensionContext['workspaceState'], 'get' | 'update'>,
  ) {
    this.#folder = folder;
    this.#ofFolder = ofFolder;
  }

  get isQuietHere(): boolean {
    return this.#ofFolder.get<unknown>(quietKey) === true;
  }

  async noteTold(cause: string): Promise<boolean> {
    if ((await this.#readTold()).includes(cause)) {
      return false;
    }
    return this.#folder.withLock(fileName, async () => {
      const told = await this.#readTold();
      if (told.includes(cause)) {
        return false;
      }
      const note = { v: 1, told: [...told, cause].slice(-mostCauses) };
      await this.#folder.write(fileName, JSON.stringify(note, undefined, 2));
      return true;
    });
  }

  keepQuietHere(): PromiseLike<void> {
    return this.#ofFolder.update(quietKey, true);
  }

  async #readTold(): Promise<readonly string[]> {
    return noteSchema.safeParse(parseJson((await this.#folder.read(fileName)) ?? '')).data?.told ?? [];
  }
}
