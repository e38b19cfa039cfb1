import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SmallPage } from '../../support/smallPage.ts';
import { createModel, sections } from './models.ts';

const page = new SmallPage();
const panel = page.add('main', 'panel');
const announcer = page.add('div', 'announcer');
const show = (changes: Parameters<typeof createModel>[0] = {}): void => {
  page.receive({ kind: 'show', model: createModel(changes) });
};

beforeEach(async () => {
  vi.useFakeTimers();
  page.open();
  await import('../../../src/webview/panel.ts');
  show();
  page.posted.length = 0;
  return () => vi.useRealTimers();
});

describe('the script of the panel', () => {
  it('draws what the extension sends, and nothing that is no message of its', () => {
    show({ title: 'Grace' });
    expect(panel.querySelector('h1')?.textContent).toBe('Grace');
    page.receive({ kind: 'show', model: { ...createModel(), title: 5 } });
    page.receive({ kind: 'other' });
    page.receive('show');
    expect(panel.querySelector('h1')?.textContent).toBe('Grace');
    expect(panel.getAttribute('aria-busy')).toBeNull();
  });

  it('tells the extension a command and nothing else', () => {
    panel.querySelector('button')?.click();
    expect(page.posted).toEqual([{ kind: 'run', command: 'signIn' }]);
  });

  it('says aloud what has changed, and not the same again', () => {
    announcer.textContent = '';
    show({ subtitle: 'other' });
    expect(announcer.textContent).toBe('');
    show({ status: { tone: 'offline', text: 'Offline' } });
    expect(announcer.textContent).toBe('Ada. Offline');
  });

  it('keeps the focus on the same control, else on the heading', () => {
    panel.querySelector('button')?.focus();
    show({ title: 'Grace' });
    expect(page.activeElement.id).toBe('hero-signIn');
    show({ actions: [] });
    expect(page.activeElement.id).toBe('title');
  });

  it('takes no focus that was not on the page', () => {
    announcer.focus();
    show({ title: 'Grace' });
    expect(page.activeElement).toBe(announcer);
  });

  it('gives the focus back where it was when the window comes back', () => {
    panel.querySelector('a')?.focus();
    const { id } = page.activeElement;
    page.activeElement = page.body;
    page.comeBack();
    expect([id, page.activeElement.id]).toEqual(['footer-https://help.openai.com/a', id]);
  });

  it('counts each second without drawing the page anew', () => {
    const waiting = sections.filter((section) => section.kind === 'browser');
    show({ sections: waiting });
    const button = panel.querySelector('button');
    vi.advanceTimersByTime(1000);
    expect(panel.querySelector('.countdown')?.textContent).toBe('Ends in 1:29');
    show({ sections: waiting.map((one) => ({ ...one, countdown: { ...one.countdown, leftSeconds: 40 } })) });
    expect(panel.querySelector('.countdown')?.textContent).toBe('Ends in 0:40');
    expect(panel.querySelector('button')).toBe(button);
    show();
    expect(vi.getTimerCount()).toBe(0);
  });
});
