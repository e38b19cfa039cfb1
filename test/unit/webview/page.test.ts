import { beforeEach, describe, expect, it, vi } from 'vitest';
import { drawPanel } from '../../../src/webview/page.ts';
import type { PanelModel } from '../../../src/webview/messages.ts';
import { SmallPage } from '../../support/smallPage.ts';
import { createModel, sections } from './models.ts';

beforeEach(() => {
  new SmallPage().open();
});

/** The part of the page that a selector names. */
function find(model: PanelModel, selector: string): readonly HTMLElement[] {
  const drawn = drawPanel(model, vi.fn());
  return drawn.flatMap((part) => [...part.querySelectorAll<HTMLElement>(selector)]);
}

const textsOf = (elements: readonly HTMLElement[]) => elements.map(({ textContent }) => textContent);

describe('the page of a model', () => {
  it('says who it is first, then each section with its heading, then the end', () => {
    const drawn = drawPanel(createModel({ sections: [...sections] }), vi.fn());
    expect(drawn.map(({ tagName }) => tagName)).toEqual(['header', ...sections.map(() => 'section'), 'footer']);
    expect(drawn[0]?.querySelector('h1')?.textContent).toBe('Ada');
    expect(drawn[0]?.querySelector('.status')?.textContent).toBe('Signed in');
    expect(drawn.at(-1)?.textContent).toBe('help.openai.comNot made by OpenAI.');
  });

  it('names each section by its heading, for a screen reader', () => {
    const drawn = drawPanel(createModel({ sections: [...sections] }), vi.fn()).slice(1, -1);
    expect(
      drawn.map((section) => [
        section.getAttribute('aria-labelledby') === section.querySelector('h2')?.id,
        section.querySelector('h2')?.textContent,
      ]),
    ).toEqual(sections.map(({ heading }) => [true, heading]));
  });

  it('has no element for what the model leaves out', () => {
    const model = createModel({ subtitle: '', actions: [] });
    expect(find(model, '.subtitle, .actions, button')).toEqual([]);
    expect(find(createModel(), '.subtitle')).toHaveLength(1);
  });

  it('has each drawing hidden from screen readers, beside a word', () => {
    const drawings = find(createModel({ sections: [...sections] }), 'svg');
    expect(drawings.length).toBeGreaterThan(5);
    expect(drawings.every((drawing) => drawing.getAttribute('aria-hidden') === 'true')).toBe(true);
    expect(drawings.every((drawing) => (drawing.querySelector('path')?.getAttribute('d') ?? '') !== '')).toBe(true);
  });

  it('has one id for one thing, so that the focus finds its way back', () => {
    const ids = find(createModel({ sections: [...sections] }), 'button, a, h1, h2').map(({ id }) => id);
    expect(ids).not.toContain('');
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a button of the page', () => {
  it('asks for its command alone', () => {
    const run = vi.fn();
    const drawn = drawPanel(createModel({ sections: [...sections] }), run);
    const buttons = drawn.flatMap((part) => [...part.querySelectorAll('button')]);
    for (const button of buttons) button.click();
    expect(run.mock.calls).toEqual([['signIn'], ['showLog'], ['signInWithBrowser'], ['signIn'], ['copyUserCode']]);
  });

  it('opens the log from the end of the page', () => {
    const action = { command: 'showLog', label: 'Show Log', look: 'secondary' } as const;
    const footer = { text: '-', links: [], action };
    const run = vi.fn();
    drawPanel(createModel({ footer }), run).at(-1)?.querySelector('button')?.click();
    expect(run.mock.calls).toEqual([['showLog']]);
  });
});

describe('a section', () => {
  const only = (kind: (typeof sections)[number]['kind']) =>
    createModel({ actions: [], sections: sections.filter((section) => section.kind === kind) });

  it('shows a notice as text, never as markup, with its documents in one line', () => {
    expect(textsOf(find(only('notice'), 'p.source'))).toEqual([
      'help.openai.com · as of August 2026; help.openai.com · as of August 2026',
    ]);
    expect(textsOf(find(only('notice'), 'p'))).toContain('<b>No markup</b>');
    expect(find(only('notice'), 'b')).toEqual([]);
    expect(drawPanel(only('notice'), vi.fn())[1]?.getAttribute('class')).toBe('notice warning');
  });

  it('shows facts as terms with values: a path as code, a detail behind the value', () => {
    expect(textsOf(find(only('facts'), 'dt'))).toEqual(['File', 'Plan']);
    expect(textsOf(find(only('facts'), 'dd'))).toEqual([
      '/home/ada/.codex',
      'PlusSince Mayhelp.openai.com · as of August 2026',
    ]);
    expect(textsOf(find(only('facts'), 'code'))).toEqual(['/home/ada/.codex']);
    expect(textsOf(find(only('facts'), 'p.note'))).toEqual(['Kept here.']);
  });

  it('shows of what an account gives the verdict in a word and in a drawing', () => {
    expect(textsOf(find(only('unlocks'), '.verdict-differs'))).toEqual(['Differs']);
    expect(find(only('unlocks'), 'svg.icon-differs')).toHaveLength(1);
    expect(textsOf(find(only('unlocks'), '.sentence'))).toEqual(['Both say.']);
  });

  it('shows each way to sign in with the command that it stands for, the best one marked', () => {
    expect(textsOf(find(only('methods'), '.best'))).toEqual([
      'BrowserBestIn the browser.A minute.codex loginEnds the one before.help.openai.com · as of August 2026Use the Browser',
    ]);
    expect(textsOf(find(only('methods'), '.intro'))).toEqual(['Choose.', 'Read this. help.openai.com']);
  });

  it('shows a device code that no translation changes, and a place for its time', () => {
    const [code] = find(only('deviceCode'), '.user-code');
    expect([code?.textContent, code?.querySelector('code')?.getAttribute('translate')]).toEqual(['ABCD-1234', 'no']);
    expect(textsOf(find(only('deviceCode'), '.phishing'))).toEqual(['Never share it.']);
    expect(find(only('deviceCode'), '.countdown')).toHaveLength(1);
  });

  it('shows that the browser is waited for, with a place for its time', () => {
    const [, section] = drawPanel(only('browser'), vi.fn());
    expect([...(section?.querySelectorAll('p') ?? [])].map(({ textContent }) => textContent)).toEqual([
      'Waiting.',
      'Nothing came?',
      '',
    ]);
    expect(find(only('browser'), '.countdown')).toHaveLength(1);
  });
});
