import { drawAction, drawActions, drawLink, type Run } from './controls.ts';
import { countdownClass } from './countdown.ts';
import { element } from './elements.ts';
import { icon } from './icons.ts';
import { drawMeter } from './meters.ts';
import type { PanelSection, PanelSource } from './messages.ts';

type SectionOf<K extends PanelSection['kind']> = Extract<PanelSection, { kind: K }>;

/** One section of the page: a landmark with its own heading. */
export function drawSection(section: PanelSection, run: Run): HTMLElement {
  switch (section.kind) {
    case 'notice':
      return drawNotice(section, run);
    case 'facts':
      return drawFacts(section);
    case 'usage':
      return drawUsage(section, run);
    case 'unlocks':
      return drawUnlocks(section);
    case 'methods':
      return drawMethods(section, run);
    case 'deviceCode':
      return drawDeviceCode(section, run);
    case 'browser':
      return drawBrowser(section, run);
  }
}

function frame({ id, heading, kind }: PanelSection, children: readonly HTMLElement[]): HTMLElement {
  const headingId = `${id}-heading`;
  return element('section', { class: kind, 'aria-labelledby': headingId }, [
    element('h2', { id: headingId }, [heading]),
    ...children,
  ]);
}

function drawNotice(section: SectionOf<'notice'>, run: Run): HTMLElement {
  const drawn = frame(section, [
    element('p', { dir: 'auto' }, [section.text]),
    ...drawSources(section.id, section.sources ?? []),
    ...drawActions(section.id, section.actions, run),
  ]);
  drawn.classList.add(section.tone);
  drawn.prepend(icon(section.tone));
  return drawn;
}

function drawFacts(section: SectionOf<'facts'>): HTMLElement {
  const rows = section.rows.map(({ term, value, look, detail, sources = [] }, index) =>
    element('div', { class: 'row' }, [
      element('dt', {}, [term]),
      element('dd', {}, [
        element(look === 'path' ? 'code' : 'span', { dir: 'auto' }, [value]),
        ...(detail === undefined ? [] : [element('span', { class: 'detail', dir: 'auto' }, [detail])]),
        ...drawSources(`${section.id}-${String(index)}`, sources),
      ]),
    ]),
  );
  const note =
    section.note === undefined
      ? []
      : [element('p', { class: 'note' }, [icon('lock'), element('span', {}, [section.note])])];
  return frame(section, [element('dl', { class: 'card' }, rows), ...note]);
}

function drawUsage(section: SectionOf<'usage'>, run: Run): HTMLElement {
  const rows = section.rows.map(({ term, value }) =>
    element('div', { class: 'row' }, [element('dt', {}, [term]), element('dd', { dir: 'auto' }, [value])]),
  );
  return frame(section, [
    ...(section.meters.length === 0 ? [] : [element('ul', { class: 'card meters' }, section.meters.map(drawMeter))]),
    ...(rows.length === 0 ? [] : [element('dl', { class: 'card' }, rows)]),
    ...section.notes.map((note) => element('p', { class: 'detail' }, [note])),
    ...drawActions(section.id, section.actions, run),
  ]);
}

function drawUnlocks(section: SectionOf<'unlocks'>): HTMLElement {
  const rows = section.rows.map(({ title, state, word, statements }, index) =>
    element('li', { class: 'row' }, [
      element('h3', {}, [title]),
      element('p', { class: `verdict verdict-${state}` }, [icon(state), element('span', {}, [word])]),
      element(
        'div',
        { class: 'statements' },
        statements.flatMap(({ sentence, sources }, place) => [
          element('p', { class: 'sentence' }, [sentence]),
          ...drawSources(`unlock-${String(index)}-${String(place)}`, sources),
        ]),
      ),
    ]),
  );
  return frame(section, [element('p', { class: 'intro' }, [section.intro]), element('ul', { class: 'card' }, rows)]);
}

/** The documents behind a statement, in one line. */
function drawSources(owner: string, sources: readonly PanelSource[]): readonly HTMLElement[] {
  const drawn = sources.map(({ link, asOf }, index) => [
    drawLink(`${owner}-${String(index)}`, link),
    ' · ',
    element('span', {}, [asOf]),
  ]);
  const [first = [], ...others] = drawn;
  return drawn.length === 0
    ? []
    : [element('p', { class: 'source' }, [...first, ...others.flatMap((one) => ['; ', ...one])])];
}

function drawMethods(section: SectionOf<'methods'>, run: Run): HTMLElement {
  const { id, advice } = section;
  const cards = section.cards.map(({ title, badge, text, detail, sources, commandLine, commandNote, action }) =>
    element('li', { class: badge === undefined ? 'card' : 'card best' }, [
      element('div', { class: 'card-title' }, [
        element('h3', {}, [title]),
        ...(badge === undefined ? [] : [element('span', { class: 'badge' }, [badge])]),
      ]),
      element('p', {}, [text]),
      element('p', { class: 'detail' }, [detail]),
      element('p', { class: 'command-line' }, [
        element('code', {}, [commandLine]),
        element('span', { class: 'command-note' }, [commandNote]),
      ]),
      ...drawSources(`${id}-${action.command}`, sources),
      drawAction(id, action, run),
    ]),
  );
  return frame(section, [
    element('p', { class: 'intro' }, [section.intro]),
    ...drawSources(`${id}-intro`, section.sources),
    element('p', { class: 'intro' }, [advice.text, ' ', drawLink(`${id}-advice`, advice.link)]),
    ...drawSources(`${id}-advice-source`, advice.sources),
    element('ul', { class: 'cards' }, cards),
    ...drawActions(`${id}-more`, [section.more], run),
  ]);
}

function drawDeviceCode(section: SectionOf<'deviceCode'>, run: Run): HTMLElement {
  const links = section.links.map((link) => element('li', {}, [drawLink(section.id, link)]));
  return frame(section, [
    element('div', { class: 'card code-card' }, [
      element('p', { class: 'label' }, [section.addressLabel]),
      element('p', { class: 'address' }, [element('code', {}, [section.address])]),
      element('p', { class: 'label', id: 'code-label' }, [section.codeLabel]),
      element('p', { class: 'user-code' }, [element('code', { translate: 'no' }, [section.code])]),
      ...drawActions(section.id, section.actions, run),
      element('p', { class: countdownClass }),
    ]),
    element('p', { class: 'phishing' }, [icon('warning'), element('span', {}, [section.warning])]),
    element('ul', { class: 'links' }, links),
  ]);
}

function drawBrowser(section: SectionOf<'browser'>, run: Run): HTMLElement {
  return frame(section, [
    element('div', { class: 'card' }, [
      element('p', {}, [section.text]),
      element('p', { class: 'detail' }, [section.hint]),
      ...drawActions(section.id, section.actions, run),
      element('p', { class: countdownClass }),
    ]),
  ]);
}
