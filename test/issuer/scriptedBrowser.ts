/** What a person does on the issuer's pages, by the words on them. */
export interface PersonalChoice {
  /** The person's name on the button. */
  readonly person: string;
  /** The workspace's name beside the radio button. */
  readonly workspace: string;
}

interface ShownPage {
  readonly status: number;
  readonly url: URL;
  readonly html: string;
}

function requireMatch(html: string, pattern: RegExp, what: string): RegExpExecArray {
  const match = pattern.exec(html);
  if (match === null) {
    throw new Error(`The page has no ${what}.`);
  }
  return match;
}

function readAttribute(tag: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`, 'u').exec(tag)?.[1] ?? '';
}

function hiddenFields(html: string): [string, string][] {
  return [...html.matchAll(/<input type="hidden"[^>]*>/gu)].map(([tag]) => [
    readAttribute(tag, 'name'),
    readAttribute(tag, 'value'),
  ]);
}

/** Goes through the issuer's pages with plain requests, as a browser without scripts would. */
export class ScriptedBrowser {
  #page: ShownPage;

  private constructor(page: ShownPage) {
    this.#page = page;
  }

  /** Opens a page. Redirects are not followed. */
  static async open(url: string): Promise<ScriptedBrowser> {
    const response = await fetch(url, { redirect: 'manual' });
    return new ScriptedBrowser({ status: response.status, url: new URL(url), html: await response.text() });
  }

  get status(): number {
    return this.#page.status;
  }

  get html(): string {
    return this.#page.html;
  }

  /**
   * Presses a button, with the given fields filled in beside the hidden ones and the radio button already chosen.
   * @returns where the answer redirects to; undefined when it is a page, which is then the one shown
   */
  async press(buttonName: string, fields: Readonly<Record<string, string>> = {}): Promise<URL | undefined> {
    const { html, url } = this.#page;
    const [button] = requireMatch(
      html,
      new RegExp(`<button[^>]*>${buttonName}</button>`, 'u'),
      `button "${buttonName}"`,
    );
    const [form] = requireMatch(html, /<form [^>]*>/u, 'form');
    const body = new URLSearchParams([...hiddenFields(html), ...Object.entries(fields)]);
    if (readAttribute(button, 'name') !== '') {
      body.set(readAttribute(button, 'name'), readAttribute(button, 'value'));
    }
    const target = new URL(readAttribute(form, 'action'), url);
    const response = await fetch(target, { method: 'POST', body, redirect: 'manual' });
    const location = response.headers.get('location');
    if (location !== null) {
      return new URL(location, target);
    }
    this.#page = { status: response.status, url: target, html: await response.text() };
    return undefined;
  }

  /** The form field of the radio button beside these words. @throws Error when it is not there or disabled */
  radio(label: string): Readonly<Record<string, string>> {
    const { html } = this.#page;
    const id =
      requireMatch(html, new RegExp(`<label for="([^"]*)">${label}</label>`, 'u'), `radio "${label}"`)[1] ?? '';
    const [input] = requireMatch(html, new RegExp(`<input [^>]*id="${id}"[^>]*>`, 'u'), `input of "${label}"`);
    if (/ disabled\b/u.test(input)) {
      throw new Error(`The radio button "${label}" is disabled.`);
    }
    return { [readAttribute(input, 'name')]: readAttribute(input, 'value') };
  }
}

/** Signs in on the authorize page. @returns the redirect address with its answer, which is not requested */
export async function signInOnPage(authorizeUrl: string, choice: PersonalChoice): Promise<URL> {
  const browser = await ScriptedBrowser.open(authorizeUrl);
  await browser.press(choice.person);
  const callback = await browser.press('Continue', browser.radio(choice.workspace));
  if (callback === undefined) {
    throw new Error('The consent page did not lead back.');
  }
  return callback;
}

/** Types a device code on its page and approves it. @returns the last page's HTML */
export async function approveOnDevicePage(
  verificationUrl: string,
  userCode: string,
  choice: PersonalChoice,
): Promise<string> {
  const browser = await ScriptedBrowser.open(verificationUrl);
  await browser.press('Continue', { user_code: userCode });
  await browser.press(choice.person);
  await browser.press('Approve', browser.radio(choice.workspace));
  return browser.html;
}
