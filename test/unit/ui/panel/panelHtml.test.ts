import { describe, expect, it } from 'vitest';
import { buildPanelHtml, createNonce } from '../../../../src/ui/panel/panelHtml.ts';

const page = {
  cspSource: 'https://*.vscode-cdn.net',
  scriptUri: 'https://x.vscode-cdn.net/dist/webview/panel.js',
  styleUri: 'https://x.vscode-cdn.net/media/panel.css',
  language: 'de',
  title: 'Codex Accounts',
  loading: 'Reading your accounts…',
  nonce: 'a1b2',
};

/** The policy as a browser reads it: entities undone, directives apart. */
function readPolicy(html: string): ReadonlyMap<string, readonly string[]> {
  const content = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(html)?.[1] ?? '';
  const text = content.replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  return new Map(
    text
      .split(';')
      .map((directive) => directive.trim().split(/\s+/u))
      .map(([name = '', ...values]) => [name, values]),
  );
}

describe('the panel page', () => {
  it('may run one script with this page’s nonce, load from its own folder, and nothing else', () => {
    expect(Object.fromEntries(readPolicy(buildPanelHtml(page)))).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'nonce-a1b2'"],
      'style-src': [page.cspSource],
      'img-src': [page.cspSource],
      'font-src': [page.cspSource],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'require-trusted-types-for': ["'script'"],
      'trusted-types': ["'none'"],
    });
  });

  it('has the policy before anything that it governs, one script, and no inline code', () => {
    const html = buildPanelHtml(page);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<link'));
    expect(html.match(/<script/gu)).toHaveLength(1);
    expect(html).toContain('<script nonce="a1b2" src="https://x.vscode-cdn.net/dist/webview/panel.js"></script>');
    expect(html).not.toMatch(/\son\w+=|<style|style=|javascript:/iu);
  });

  it('names its language and has a main landmark and a polite announcer', () => {
    const html = buildPanelHtml(page);
    expect(html).toContain('<html lang="de">');
    expect(html).toMatch(/<main id="panel" aria-busy="true">/u);
    expect(html).toMatch(/<div id="announcer"[^>]*aria-live="polite"/u);
  });

  it('keeps a hostile language and title inside their places', () => {
    const html = buildPanelHtml({
      ...page,
      cspSource: '"><script>',
      language: '"><script>',
      title: '</title><script>',
      loading: '<b>',
    });
    expect(html.match(/<script/gu)).toHaveLength(1);
    expect(html).not.toContain('<b>');
  });

  it('gets 128 fresh random bits for each page', () => {
    const nonces = Array.from({ length: 50 }, createNonce);
    expect(new Set(nonces).size).toBe(50);
    expect(nonces.every((nonce) => /^[0-9a-f]{32}$/u.test(nonce))).toBe(true);
  });
});
