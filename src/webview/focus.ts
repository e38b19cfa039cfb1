import type { WebviewApi } from './webviewApi.ts';

/** Draws anew and puts the focus back where it was; when that place is gone, on the heading, never on nothing. */
export function keepFocus(page: HTMLElement, draw: () => void): void {
  const focused = document.activeElement;
  const id = focused !== null && page.contains(focused) ? focused.id : undefined;
  draw();
  if (id !== undefined) {
    (findControl(page, id) ?? page.querySelector('h1'))?.focus({ preventScroll: true });
  }
}

/** Keeps the id of the focused control while the page is hidden, and nothing else of it. */
export function rememberFocus(page: HTMLElement, host: WebviewApi): void {
  page.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) {
      host.setState({ focusedId: target.id });
    }
  });
  window.addEventListener('focus', () => {
    const id = readFocusedId(host.getState());
    if (id !== undefined && document.activeElement === document.body) {
      findControl(page, id)?.focus({ preventScroll: true });
    }
  });
}

function findControl(page: HTMLElement, id: string): HTMLElement | undefined {
  return [...page.querySelectorAll<HTMLElement>('button, a, [tabindex]')].find(
    (control) => control.id === id && id !== '',
  );
}

function readFocusedId(state: unknown): string | undefined {
  return typeof state === 'object' && state !== null && 'focusedId' in state && typeof state.focusedId === 'string'
    ? state.focusedId
    : undefined;
}
