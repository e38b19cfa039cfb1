/** Where a panel's page takes its parts from; all of it is ours, none of it comes from an account. */
export interface PanelPage {
  /** The webview's own origin list. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The display language, as VS Code names it. */
  readonly language: string;
  readonly title: string;
  /** Shown until the account has been read. */
  readonly loading: string;
  /** Fresh for every page: see `createNonce`. */
  readonly nonce: string;
}

/** 128 random bits as hex. */
export function createNonce(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * What the page may load and run: one script with this nonce, our style sheet, nothing else. In code-server the webview
 * shares the workbench's origin, so this is the only fence (docs/threats.md, T-WV-1).
 */
function buildPanelPolicy({ cspSource, nonce }: Pick<PanelPage, 'cspSource' | 'nonce'>): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `img-src ${cspSource}`,
    `font-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
}

/** The empty page that the panel's script fills. It holds no account data: that only ever travels as messages. */
export function buildPanelHtml(page: PanelPage): string {
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(buildPanelPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeAttribute(page.styleUri)}">
<title>${escapeAttribute(page.title)}</title>
</head>
<body>
<main id="panel" aria-busy="true"><p class="loading">${escapeAttribute(page.loading)}</p></main>
<div id="announcer" class="unseen" role="status" aria-live="polite"></div>
<script nonce="${page.nonce}" src="${escapeAttribute(page.scriptUri)}"></script>
</body>
</html>
`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => escapes[character] ?? '');
}
