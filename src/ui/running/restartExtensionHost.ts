import { UIKind, commands, env, l10n } from 'vscode';

/** Only a desktop window starts its extension hosts again by themselves; in a browser, the whole window is loaded again. */
type Window = 'desktop' | 'browser';

const commandOf: Readonly<Record<Window, string>> = {
  desktop: 'workbench.action.restartExtensionHost',
  browser: 'workbench.action.reloadWindow',
};

/** What the button says that does it. */
export function restartWord(): string {
  return findWindow() === 'browser' ? l10n.t('Reload Window') : l10n.t('Restart Extension Host');
}

/** Starts the extension hosts of this window again, ours among them: what comes after this may never run. */
export function restartExtensionHost(): Promise<void> {
  return restartWith(findWindow(), (command) => commands.executeCommand(command));
}

/** The command ends the connection that its answer would come over: that cut is its success. */
export async function restartWith(window: Window, execute: (command: string) => PromiseLike<unknown>): Promise<void> {
  try {
    await execute(commandOf[window]);
  } catch (failure) {
    if (!isCut(failure)) {
      throw failure;
    }
  }
}

/** VS Code's word for a call whose other end has gone. */
function isCut(failure: unknown): boolean {
  return failure instanceof Error && failure.name === 'Canceled';
}

/** What this window is. */
export function findWindow(): Window {
  return env.uiKind === UIKind.Web ? 'browser' : 'desktop';
}
