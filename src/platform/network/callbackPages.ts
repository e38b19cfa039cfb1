import { createHash } from 'node:crypto';

/** The words of one page. */
export interface PageWords {
  readonly title: string;
  readonly text: string;
  readonly tone: 'good' | 'bad';
  /** A constant address of ours, never one of a request. */
  readonly link?: { readonly text: string; readonly address: string };
}

const style = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText;
  font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 30rem; margin: 1.5rem; padding: 2rem 2.5rem; text-align: center; border-radius: 1rem;
  border: 1px solid color-mix(in srgb, CanvasText 18%, Canvas);
  background: color-mix(in srgb, CanvasText 4%, Canvas); }
.mark { display: inline-grid; place-items: center; width: 3.5rem; height: 3.5rem; border-radius: 50%;
  font-size: 1.75rem; font-weight: 600; }
.good { color: light-dark(#0b6b34, #7ee2a8); background: light-dark(#e1f6e8, #12351f); }
.bad { color: light-dark(#9a2a12, #ffb4a1); background: light-dark(#fdeae5, #45170d); }
h1 { margin: 1rem 0 .25rem; font-size: 1.5rem; line-height: 1.3; }
p { margin: .5rem 0 0; }
h1, p { text-wrap: balance; }
a { color: LinkText; }
small { display: block; margin-top: 1.5rem; opacity: .75; }
@media (forced-colors: active) { .mark { border: 2px solid CanvasText; } }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** The words of a whole set of pages, by name. */
export interface PageSet<K extends string> {
  readonly pages: Readonly<Record<K, PageWords>>;
  readonly footer: string;
  /** BCP 47. */
  readonly language: string;
}

/** The pages that a browser gets, each with its words. */
export function renderCallbackPages<K extends string>({
  pages,
  footer,
  language,
}: PageSet<K>): Readonly<Record<K, string>>;
export function renderCallbackPages({ pages, footer, language }: PageSet<string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(pages).map(([name, words]) => [name, renderCallbackPage(words, footer, language)]),
  );
}

/**
 * One page for the browser: its words and nothing else, no scripts, no outside resources. It is complete before the
 * first request arrives, so nothing of a request can be in it (docs/threats.md, T-XSS-1).
 */
function renderCallbackPage(words: PageWords, footer: string, language: string): string {
  const mark = words.tone === 'good' ? '✓' : '!';
  return `<!doctype html>
<html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(words.title)}</title><style>${style}</style></head>
<body><main><span class="mark ${words.tone}" aria-hidden="true">${mark}</span>
<h1>${escapeHtml(words.title)}</h1><p>${escapeHtml(words.text)}</p>${renderLink(words)}<small>${escapeHtml(footer)}</small></main></body></html>
`;
}

function renderLink({ link }: PageWords): string {
  return link === undefined
    ? ''
    : `<p><a href="${escapeHtml(link.address)}" rel="noreferrer">${escapeHtml(link.text)}</a></p>`;
}

/** The same headers for every answer. */
export const pageHeaders: readonly (readonly [string, string])[] = [
  ['content-type', 'text/html; charset=utf-8'],
  [
    'content-security-policy',
    `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  ],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cache-control', 'no-store'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['connection', 'close'],
];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? '');
}
