import { element } from './elements.ts';
import type { PanelAction, PanelCommand, PanelLink } from './messages.ts';

/** Asks the extension for a command. */
export type Run = (command: PanelCommand) => void;

/** A button whose id stays the same from drawing to drawing, so that the focus can stay on it. */
export function drawAction(place: string, { command, label, look }: PanelAction, run: Run): HTMLElement {
  const button = element('button', { type: 'button', id: `${place}-${command}`, class: look }, [label]);
  button.addEventListener('click', () => {
    run(command);
  });
  return button;
}

/** A row of buttons, or nothing at all. */
export function drawActions(place: string, actions: readonly PanelAction[], run: Run): readonly HTMLElement[] {
  const buttons = actions.map((action) => drawAction(place, action, run));
  return buttons.length === 0 ? [] : [element('div', { class: 'actions' }, buttons)];
}

/** VS Code opens it in the browser; nothing is loaded into the page. */
export function drawLink(place: string, { text, href }: PanelLink): HTMLElement {
  return element('a', { href, id: `${place}-${href}` }, [text]);
}
