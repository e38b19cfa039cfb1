import { commands } from 'vscode';
import { findWindow, type RestartWindow } from '../text/restartWord.ts';

const commandOf: Readonly<Record<RestartWindow, string>> = {
  desktop: 'workbench.action.restartExtensionHost',
  browser: 'workbench.action.reloadWindow',
};

/** Starts the extension hosts of this window again, ours among them: what comes after this may never run. */
export function restartExtensionHost(): Promise<void> {
  return restartWith(findWindow(), (command) => commands.executeCommand(command));
}

/** The command ends the connection that its answer would come over: that cut is its success. */
export async function restartWith(
  window: RestartWindow,
  execute: (command: string) => PromiseLike<unknown>,
): Promise<void> {
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
