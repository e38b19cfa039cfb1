import { createHash } from 'node:crypto';
import type { IssuerAnswer } from './wire.ts';

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => replacements[character] ?? '');
}

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #57606a; --paper: #f6f7f9; --card: #fff; --line: #8c959f;
  --accent: #0a5a9c; --on-accent: #fff; --note: #fff4d6; --note-ink: #5c4400; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --quiet: #a5adb6; --paper: #14171a; --card: #1e2226;
  --line: #6b747d; --accent: #8ac4ff; --on-accent: #0b1a28; --note: #3a3013; --note-ink: #ffe2a0; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(27rem, 100%); background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
  padding: 1.75rem; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .5rem; }
.note { background: var(--note); color: var(--note-ink); border-radius: .5rem; padding: .5rem .75rem;
  margin: 0 0 1.25rem; }
a { color: var(--accent); }
code { overflow-wrap: anywhere; font: .9em/1.4 ui-monospace, monospace; }
.problem { border-inline-start: .25rem solid #c4320a; padding-inline-start: .75rem; }
ul { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: .75rem; }
fieldset { border: 0; margin: 1rem 0; padding: 0; display: grid; gap: .75rem; }
legend { padding: 0; margin-block-end: .5rem; font-weight: 600; }
.choice { border: 1px solid var(--line); border-radius: .5rem; padding: .65rem .85rem; display: flex; gap: .65rem;
  align-items: baseline; flex-wrap: wrap; }
.choice label { font-weight: 600; }
.choice span { color: var(--quiet); }
input[type=radio] { accent-color: var(--accent); }
input[type=text] { width: 100%; font: inherit; font-size: 1.3rem; letter-spacing: .12em;
  text-transform: uppercase; padding: .5rem .75rem;
  border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); }
label.field { display: block; font-weight: 600; margin-block: 1rem .35rem; }
button { font: inherit; font-weight: 600; padding: .55rem 1.1rem; border-radius: .5rem; border: 1px solid var(--line);
  background: transparent; color: var(--ink); cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:focus-visible, input:focus-visible { outline: .2rem solid var(--accent); outline-offset: .15rem; }
.actions { display: flex; gap: .75rem; flex-wrap: wrap; margin-block-start: 1.25rem; }
`;

const siteName = 'Practice issuer';
const practiceNote = 'This is a practice issuer on this computer. No real account is used and nothing leaves it.';
const styleHash = createHash('sha256').update(style).digest('base64');

export interface Page {
  readonly status?: number;
  readonly title: string;
  /** HTML whose parts are escaped already. */
  readonly body: string;
  /** Origins that a form of this page may lead to after a redirect. */
  readonly formTargets?: readonly string[];
}

/** A page of the issuer: plain HTML and CSS, no scripts, light and dark, and a sentence that nothing here is real. */
export function answerPage({ status = 200, title, body, formTargets = [] }: Page): IssuerAnswer {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    ['form-action', "'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title === siteName ? title : `${title} – ${siteName}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="note" id="practice-note">${practiceNote}</p>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: html,
  };
}

export function answerProblemPage(title: string, sentence: string): IssuerAnswer {
  return answerPage({ status: 400, title, body: `<p class="problem" role="alert">${escapeHtml(sentence)}</p>` });
}
