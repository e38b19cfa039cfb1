import { element } from './elements.ts';
import { icon } from './icons.ts';
import { drawAction, drawActions, drawLink, type Run } from './controls.ts';
import type { PanelModel } from './messages.ts';
import { drawSection } from './sections.ts';

/** The whole page of a model: who it is first, then the sections, then the quiet end. */
export function drawPanel(model: PanelModel, run: Run): readonly HTMLElement[] {
  return [drawHero(model, run), ...model.sections.map((section) => drawSection(section, run)), drawFooter(model, run)];
}

function drawHero({ emblem, title, subtitle, status, actions }: PanelModel, run: Run): HTMLElement {
  return element('header', { class: 'hero' }, [
    element('div', { class: `emblem emblem-${emblem}` }, [icon(emblem)]),
    element('div', { class: 'hero-words' }, [
      element('h1', { id: 'title', tabindex: '-1', dir: 'auto' }, [title]),
      ...(subtitle === '' ? [] : [element('p', { class: 'subtitle', dir: 'auto' }, [subtitle])]),
      element('p', { class: `status status-${status.tone}` }, [icon(status.tone), element('span', {}, [status.text])]),
      ...drawActions('hero', actions, run),
    ]),
  ]);
}

function drawFooter({ footer }: PanelModel, run: Run): HTMLElement {
  const links = footer.links.map((link) => element('li', {}, [drawLink('footer', link)]));
  const log = footer.action === undefined ? [] : [element('li', {}, [drawAction('footer', footer.action, run)])];
  return element('footer', {}, [
    element('ul', { class: 'links' }, [...links, ...log]),
    element('p', {}, [footer.text]),
  ]);
}
