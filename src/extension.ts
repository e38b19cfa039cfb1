import type { ExtensionContext } from 'vscode';
import { lazy } from './ui/lazy.ts';
import { Log } from './ui/log.ts';
import { registerCommands } from './ui/registerCommands.ts';
import { createStatusItem } from './ui/statusItem.ts';
import { Disposables } from './util/disposables.ts';

/**
 * Puts up what must stand at once, the commands and the status-bar item, and has the house built behind them: window
 * start-up waits for neither our schemas nor our disk. No network, no dialog.
 */
export function activate(context: ExtensionContext): void {
  const scope = new Disposables();
  context.subscriptions.push(scope);
  const log = scope.add(new Log());
  const statusItem = scope.add(createStatusItem());
  const house = lazy(async () => (await import('./composition/house.ts')).buildHouse({ context, scope, log, statusItem }));
  scope.add(registerCommands(house));
  house().catch((failure: unknown) => {
    log.failure('activated', failure);
  });
}
