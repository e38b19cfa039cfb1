import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** With these settings a terminal draws its screen as text in the page, not as a picture, and nothing of its own on it. */
export const readableTerminal: Readonly<Record<string, unknown>> = {
  'terminal.integrated.confirmOnKill': 'never',
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.initialHint': false,
  'terminal.integrated.suggest.enabled': false,
};

/** The integrated terminal that was opened last, used with the keyboard; the window needs the settings `readableTerminal`. */
export class Terminal {
  readonly #workbench: Workbench;
  readonly #rows: Locator;

  private constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#rows = workbench.page.locator('.editor-instance .xterm-rows > div');
  }

  /** Opens one as large as an editor and waits for the shell's prompt. */
  static async open(workbench: Workbench): Promise<Terminal> {
    await workbench.runCommand('Terminal: Create New Terminal in Editor Area');
    const terminal = new Terminal(workbench);
    await terminal.#rows.filter({ hasText: /\S/u }).first().waitFor();
    return terminal;
  }

  /** Gives the focus back to the one that is shown. */
  static async focus(workbench: Workbench): Promise<Terminal> {
    await workbench.page.locator('.editor-instance .xterm').first().click();
    return new Terminal(workbench);
  }

  /** Types text as it stands, without Enter. */
  async type(text: string): Promise<void> {
    await this.#workbench.page.keyboard.type(text);
  }

  /** Presses a key by its name, such as `Enter` or `Control+C`. */
  async press(key: string): Promise<void> {
    await this.#workbench.page.keyboard.press(key);
  }

  /** Types a line and presses Enter. */
  async enter(line: string): Promise<void> {
    await this.type(line);
    await this.press('Enter');
  }

  /** What stands on the screen now, line by line, without the blanks at the ends; polled with `expect.poll`. */
  async screen(): Promise<string> {
    const lines = await this.#rows.allInnerTexts();
    return lines
      .map((line) => line.replaceAll('\u00A0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }
}
