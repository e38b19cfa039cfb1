import { UIKind, env, l10n } from 'vscode';

/** Only a desktop window starts its extension hosts again by themselves; in a browser, the whole window is loaded again. */
export type RestartWindow = 'desktop' | 'browser';

/** What the button says that does it. */
export function restartWord(): string {
  return findWindow() === 'browser' ? l10n.t('Reload Window') : l10n.t('Restart Extension Host');
}

/** What this window is. */
export function findWindow(): RestartWindow {
  return env.uiKind === UIKind.Web ? 'browser' : 'desktop';
}
