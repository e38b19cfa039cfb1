import type { FromPanel } from './messages.ts';

/** What VS Code gives a page: a way to talk, and a small memory for while it is hidden. It holds ids only. */
export interface WebviewApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: { readonly focusedId: string }): unknown;
}
