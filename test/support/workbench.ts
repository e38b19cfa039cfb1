import { join } from 'node:path';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { screenshotFolder } from './browser.ts';
import type { DomElement } from './domElement.ts';
import { QuickInput } from './quickInput.ts';

export interface WorkbenchTarget {
  readonly browser: Browser;
  /** Address of the server, without a trailing slash. */
  readonly url: string;
  readonly folder: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Notification {
  readonly severity: 'info' | 'warning' | 'error' | 'progress';
  readonly message: string;
  readonly buttons: readonly string[];
}

const themeFiles: ReadonlyMap<string, string> = new Map([
  ['Dark High Contrast', 'hc_black'],
  ['Light High Contrast', 'hc_light'],
]);

/** A VS Code window in the browser, used with keyboard and mouse as a person does; each step waits its turn. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
  }

  /** Runs a command from the palette by its whole title, such as `Codex Accounts: Sign In`. */
  async runCommand(title: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await this.page.keyboard.press('F1');
      try {
        await this.quickInput.input.waitFor({ timeout: 2_000 });
        await this.quickInput.fill(`>${title}`);
        await this.quickInput.pick(title, { timeout: 2_000 });
        await this.page.getByPlaceholder('Type the name of a command to run.').waitFor({ state: 'hidden' });
        return;
      } catch (error) {
        // The palette lists the commands that were known when it opened; extensions may still be starting. A key that
        // is pressed while a page takes the focus goes to nobody.
        if (attempt === 10) throw new Error(`The palette has no command "${title}".`, { cause: error });
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** The status bar item of `extensionId` (`publisher.name`) with the id it was created with. */
  statusBarItem(extensionId: string, itemId: string): Locator {
    return this.page.locator(`[id="${extensionId}.${itemId}"]`);
  }

  /** What a screen reader is told about a status bar item. */
  async statusBarLabel(item: Locator): Promise<string> {
    return (await item.getAttribute('aria-label')) ?? '';
  }

  /** Points at something and reads the hover that appears. */
  async readHover(item: Locator): Promise<string> {
    await item.hover();
    const hover = this.page.locator('.monaco-hover:not(.hidden)').last();
    await hover.waitFor();
    return (await hover.innerText()).replaceAll('\u00A0', ' ');
  }

  async notifications(): Promise<Notification[]> {
    return this.page.locator('.notifications-toasts .notification-list-item').evaluateAll(readNotifications);
  }

  /** Waits for a notification whose message contains `text`. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** A notification, once it is there; one that has gone behind the bell already is looked up there. */
  async findNotification(text: string | RegExp): Promise<Locator> {
    const toast = this.notification(text).first();
    try {
      await toast.waitFor({ timeout: 10_000 });
      return toast;
    } catch {
      await this.runCommand('Notifications: Show Notifications');
      const row = this.page.locator('.notifications-center .notification-list-item').filter({ hasText: text }).first();
      await row.waitFor();
      return row;
    }
  }

  /** One notification as a person reads it, wherever it stands by now. */
  async describeNotification(text: string | RegExp): Promise<Notification | undefined> {
    const [described] = await (await this.findNotification(text)).evaluateAll(readNotifications);
    return described;
  }

  /** Whether VS Code hides a part of a notification's text. */
  async isNotificationCut(text: string | RegExp): Promise<boolean> {
    const message = (await this.findNotification(text)).locator('.notification-list-item-message');
    return message.evaluate(({ clientWidth, scrollWidth }: DomElement) => scrollWidth > clientWidth);
  }

  async clickNotificationButton(text: string | RegExp, button: string): Promise<void> {
    await (await this.findNotification(text)).getByRole('button', { name: button, exact: true }).click();
  }

  /** Sends every notification away, read or not. */
  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator('.notifications-toasts .notification-list-item').first().waitFor({ state: 'detached' });
  }

  /** The modal dialog; its text is message and detail. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async acceptDialog(button: string): Promise<void> {
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** The page that `action` makes VS Code open; a loopback address opens at once, others only after a dialog. */
  async pageOpenedBy(action: (opened: Promise<Page>) => Promise<void>): Promise<Page> {
    const opened = this.page.context().waitForEvent('page');
    const [page] = await Promise.all([opened, action(opened)]);
    return page;
  }

  /** Switches to a color theme by its name, such as `Light Modern`, and waits until the window is drawn in it. */
  async switchTheme(name: string): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.fill(name);
    await this.quickInput.pick(name);
    await this.quickInput.closed();
    // The window bears the name of the theme's file.
    const file = themeFiles.get(name) ?? name.toLowerCase().replaceAll(' ', '_');
    await this.page.locator(`.monaco-workbench[class*="-themes-${file}-json"]`).waitFor();
  }

  /** The document inside the webview that is shown now. */
  async webviewFrame(): Promise<Frame> {
    const outer = await (await this.page.waitForSelector('iframe.webview.ready')).contentFrame();
    const inner = await (await outer?.waitForSelector('#active-frame'))?.contentFrame();
    if (inner === null || inner === undefined) throw new Error('The webview has no document.');
    return inner;
  }

  /** Saves what is seen as out/screenshots/NAME.png. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(screenshotFolder, `${name}.png`), animations: 'disabled' });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Waits until the window takes keys: its status bar stands and nothing is busy loading. */
  async ready(): Promise<void> {
    await this.page.locator('[id="status.notifications"]').waitFor({ timeout: 60_000 });
  }

  /** Opens a second tab on the same address, in the same browser profile. */
  async openSecondTab(): Promise<Workbench> {
    const page = await this.page.context().newPage();
    await page.goto(this.page.url());
    const workbench = new Workbench(page);
    await workbench.ready();
    return workbench;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Runs in the page. */
function readNotifications(items: readonly DomElement[]): Notification[] {
  return items.map((item) => {
    const icon = item.querySelector('.notification-list-item-icon')?.className ?? '';
    const progress = item.closest('.monaco-list-row')?.querySelector('.monaco-progress-container:not(.done)');
    const level = icon.includes('error') ? 'error' : icon.includes('warning') ? 'warning' : 'info';
    return {
      severity: progress === null || progress === undefined ? level : 'progress',
      message: item.querySelector('.notification-list-item-message')?.textContent ?? '',
      buttons: [...item.querySelectorAll('.monaco-text-button')].map((button) => button.textContent ?? ''),
    };
  });
}

/** Opens a window on a running VS Code, in a browser profile of its own unless `context` is given. */
export async function openWorkbench(target: WorkbenchTarget, context?: BrowserContext): Promise<Workbench> {
  const profile =
    context ??
    (await target.browser.newContext({
      viewport: target.viewport ?? { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      // No step has to wait for something that fades, and no picture shows it half faded.
      reducedMotion: 'reduce',
    }));
  const page = await profile.newPage();
  await page.goto(`${target.url}/?folder=${encodeURIComponent(target.folder)}`);
  const workbench = new Workbench(page);
  await workbench.ready();
  return workbench;
}
