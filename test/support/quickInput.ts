import type { Locator, Page } from 'playwright-core';
import type { DomElement } from './domElement.ts';

export interface QuickPickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The heading above the row; empty when it has none. */
  readonly separator: string;
}

/** The quick pick or input box that is open at the top of the window. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The widget itself, for what has no method here; one that is fading away takes no keys and does not count. */
  get widget(): Locator {
    return this.#page.locator('.quick-input-widget:not(.quick-input-widget-closing)').filter({ visible: true });
  }

  get input(): Locator {
    return this.widget.locator('.quick-input-box input');
  }

  async title(): Promise<string> {
    return (await this.widget.locator('.quick-input-title').innerText()).trim();
  }

  /** The line below the input: its prompt, or why what was typed is refused. */
  async message(): Promise<string> {
    return (await this.widget.locator('.quick-input-message').innerText()).trim();
  }

  /** Replaces what stands in the input. */
  async fill(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** Types a value and confirms it. */
  async enter(text: string): Promise<void> {
    await this.fill(text);
    await this.input.press('Enter');
  }

  /** The rows drawn now (the list draws about a dozen at a time), once there is one. */
  async rows(): Promise<QuickPickRow[]> {
    const rows = this.widget.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    return rows.evaluateAll(readRows);
  }

  /** The row with exactly this label. */
  row(label: string): Locator {
    const name = this.#page.locator('.quick-input-list-row .label-name').getByText(label, { exact: true });
    return this.widget.locator('.quick-input-list .monaco-list-row').filter({ has: name }).first();
  }

  /** Clicks the words of a row: while it is drawn, a button of it may be in its middle. */
  async pick(label: string, options: { readonly timeout?: number } = {}): Promise<void> {
    await this.row(label).locator('.label-name').first().click(options);
  }

  /** Clicks a button in the title bar, named by its tooltip. */
  async clickButton(name: string): Promise<void> {
    await this.widget.getByRole('button', { name, exact: true }).click();
  }

  async cancel(): Promise<void> {
    await this.widget.waitFor();
    await this.#page.keyboard.press('Escape');
    await this.closed();
  }

  async closed(): Promise<void> {
    await this.#page.locator('.quick-input-widget').filter({ visible: true }).waitFor({ state: 'detached' });
  }
}

/** Runs in the page. */
function readRows(items: readonly DomElement[]): QuickPickRow[] {
  return items.map((item) => {
    const text = (selector: string): string => {
      const found = item.querySelector(selector);
      return found === null || found.style.display === 'none' ? '' : (found.textContent ?? '').trim();
    };
    return {
      label: text('.quick-input-list-row .label-name'),
      description: text('.quick-input-list-row .label-description'),
      detail: text('.quick-input-list-label-meta .label-name'),
      separator: text('.quick-input-list-separator'),
    };
  });
}
