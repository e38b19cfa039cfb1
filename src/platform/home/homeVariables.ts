import { join } from 'node:path';
import { readText } from './configFiles.ts';

/** The `.env` of a Home: variables that every Codex of that Home takes at its start. */
export class HomeVariables {
  readonly path: string;
  /** There was none before the last write. */
  #isNew = false;

  constructor(home: string) {
    this.path = join(home, '.env');
  }

  /** Its text; nothing where there is none that can be read: the CLI goes on without it too. */
  async read(): Promise<string> {
    try {
      return (await readText(this.path)) ?? '';
    } catch {
      return '';
    }
  }

  /**
   * Replaces it as a whole if it still says what was read, readable by its owner alone. One that the last write made is
   * removed by writing nothing.
   * @param ended ends the wait for another window's write
   */
  async write(text: string, expected: string, ended: AbortSignal): Promise<void> {
    const { replaceVariables } = await import('./homeTextFile.ts');
    const change = { text, expected, goesWhenEmpty: this.#isNew };
    this.#isNew = (await replaceVariables(this.path, change, ended)).isNew;
  }
}
