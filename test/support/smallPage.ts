import { vi } from 'vitest';

/** As much of a page's element as the panel uses. It takes no markup: what is drawn is nodes, attributes and text. */
export class SmallElement {
  readonly tagName: string;
  readonly #page: SmallPage;
  readonly #attributes = new Map<string, string>();
  readonly #listeners: { readonly type: string; readonly listen: (event: object) => void }[] = [];
  #children: (SmallElement | string)[] = [];
  #parent: SmallElement | undefined;

  constructor(page: SmallPage, tagName: string) {
    this.#page = page;
    this.tagName = tagName;
  }

  readonly classList = {
    add: (name: string): void => {
      this.setAttribute('class', [...this.#classes(), name].join(' '));
    },
  };

  get id(): string {
    return this.#attributes.get('id') ?? '';
  }

  get textContent(): string {
    return this.#children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }

  set textContent(text: string) {
    this.replaceChildren(text);
  }

  setAttribute(name: string, value: string): void {
    this.#attributes.set(name, value);
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  append(...nodes: readonly (SmallElement | string)[]): void {
    this.#take(nodes);
    this.#children.push(...nodes);
  }

  prepend(...nodes: readonly (SmallElement | string)[]): void {
    this.#take(nodes);
    this.#children.unshift(...nodes);
  }

  replaceChildren(...nodes: readonly (SmallElement | string)[]): void {
    for (const child of this.#children) {
      if (typeof child !== 'string') child.#parent = undefined;
    }
    this.#children = [];
    // As in a browser: what is taken off the page loses the focus.
    if (!this.#page.body.contains(this.#page.activeElement)) this.#page.activeElement = this.#page.body;
    this.append(...nodes);
  }

  addEventListener(type: string, listen: (event: object) => void): void {
    this.#listeners.push({ type, listen });
  }

  /** Here, then on everything around it. */
  dispatch(type: string, target: SmallElement = this): void {
    for (const { listen } of this.#listeners.filter((one) => one.type === type)) listen({ target });
    this.#parent?.dispatch(type, target);
  }

  click(): void {
    this.dispatch('click');
  }

  focus(): void {
    this.#page.activeElement = this;
    this.dispatch('focusin');
  }

  contains(other: SmallElement): boolean {
    return other === this || (other.#parent !== undefined && this.contains(other.#parent));
  }

  querySelector(selector: string): SmallElement | null {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  /** Names, classes, ids and attributes; several with a comma between them. */
  querySelectorAll(selector: string): readonly SmallElement[] {
    const parts = selector.split(',').map((part) => part.trim());
    return this.#children.flatMap((child) =>
      typeof child === 'string'
        ? []
        : [...(parts.some((part) => child.#matches(part)) ? [child] : []), ...child.querySelectorAll(selector)],
    );
  }

  #matches(part: string): boolean {
    const [, name = '', className, id, attribute] =
      /^([\w-]*)(?:\.([\w-]+))?(?:#([\w-]+))?(?:\[([\w-]+)\])?$/u.exec(part) ?? [];
    return (
      (name === '' || name === this.tagName) &&
      (className === undefined || this.#classes().includes(className)) &&
      (id === undefined || id === this.id) &&
      (attribute === undefined || this.#attributes.has(attribute))
    );
  }

  #classes(): readonly string[] {
    return (this.#attributes.get('class') ?? '').split(' ').filter((name) => name !== '');
  }

  #take(nodes: readonly (SmallElement | string)[]): void {
    for (const node of nodes) {
      if (typeof node !== 'string') node.#parent = this;
    }
  }
}

/** A page with a body, and what VS Code gives it. */
export class SmallPage {
  readonly body: SmallElement = new SmallElement(this, 'body');
  activeElement: SmallElement = this.body;
  /** What the page has told the extension. */
  readonly posted: unknown[] = [];
  readonly #window: SmallElement = new SmallElement(this, 'window');
  readonly #listeners: ((event: object) => void)[] = [];
  #state: unknown;

  /** Puts it in the place of the browser's, until the end of the test. */
  open(): void {
    const findActive = (): SmallElement => this.activeElement;
    vi.stubGlobal('HTMLElement', SmallElement);
    vi.stubGlobal('document', {
      body: this.body,
      createElement: (name: string) => new SmallElement(this, name),
      createElementNS: (_namespace: string, name: string) => new SmallElement(this, name),
      getElementById: (id: string) => this.body.querySelector(`#${id}`),
      get activeElement() {
        return findActive();
      },
    });
    vi.stubGlobal('window', {
      addEventListener: (type: string, listen: (event: object) => void) => {
        if (type === 'message') this.#listeners.push(listen);
        else this.#window.addEventListener(type, listen);
      },
    });
    vi.stubGlobal('acquireVsCodeApi', () => ({
      postMessage: (message: unknown) => this.posted.push(message),
      getState: () => this.#state,
      setState: (state: unknown) => (this.#state = state),
    }));
  }

  add(name: string, id: string): SmallElement {
    const element = new SmallElement(this, name);
    element.setAttribute('id', id);
    this.body.append(element);
    return element;
  }

  /** A message of the extension. */
  receive(data: unknown): void {
    for (const listen of this.#listeners) listen({ data });
  }

  /** The window has the focus again; the page has lost it with the window. */
  comeBack(): void {
    this.#window.dispatch('focus');
  }
}
