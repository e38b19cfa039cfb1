import { Countdown, countdownClass } from './countdown.ts';
import { keepFocus, rememberFocus } from './focus.ts';
import { parseToPanel, type PanelModel } from './messages.ts';
import { drawPanel } from './page.ts';
import type { WebviewApi } from './webviewApi.ts';
import { browserTicker } from './ticker.ts';

declare function acquireVsCodeApi(): WebviewApi;

const host = acquireVsCodeApi();
const page = requireElement('panel');
const announcer = requireElement('announcer');
const countdown = new Countdown({
  ticker: browserTicker,
  show: (text) => {
    page.querySelector(`.${countdownClass}`)?.replaceChildren(text);
  },
  announce: (text) => {
    announcer.textContent = text;
  },
});
let shown: PanelModel | undefined;

function show(model: PanelModel): void {
  const wasShown = shown;
  shown = model;
  const isSame = JSON.stringify(withoutClock(wasShown)) === JSON.stringify(withoutClock(model));
  if (!isSame) {
    keepFocus(page, () => {
      const drawing = drawPanel(model, (command) => {
        host.postMessage({ kind: 'run', command });
      });
      page.replaceChildren(...drawing);
      page.removeAttribute('aria-busy');
    });
  }
  if (wasShown !== undefined && wasShown.status.text !== model.status.text) {
    announcer.textContent = `${model.title}. ${model.status.text}`;
  }
  countdown.follow(model);
}

/** A clock that has moved on is no reason to draw the page anew under the person's hands. */
function withoutClock(model: PanelModel | undefined): unknown {
  return (
    model && {
      ...model,
      sections: model.sections.map((section) =>
        'countdown' in section ? { ...section, countdown: undefined } : section,
      ),
    }
  );
}

function requireElement(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`The page has no element "${id}".`);
  }
  return found;
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = parseToPanel(event.data);
  if (message !== undefined) {
    show(message.model);
  }
});
rememberFocus(page, host);
host.postMessage({ kind: 'ready' });
