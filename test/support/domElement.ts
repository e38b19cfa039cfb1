/** The little of a page's elements that functions evaluated in the page read; the tests' own types have no DOM. */
export interface DomElement {
  readonly className: string;
  readonly textContent: string | null;
  readonly style: { readonly display: string };
  readonly clientWidth: number;
  readonly scrollWidth: number;
  closest(selector: string): DomElement | null;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
}
