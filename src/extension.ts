import type { ExtensionContext } from 'vscode';
import { afterStart } from './composition/afterStart.ts';
import { CodexAuthenticationProvider } from './ui/authentication/authenticationProvider.ts';
import { createApi, type CodexAccountsApi } from './ui/authentication/exportedApi.ts';
import { lazy } from './ui/shell/lazy.ts';
import { Log } from './ui/shell/log.ts';
import { registerCommands } from './ui/shell/registerCommands.ts';
import { settings } from './ui/shell/settings.ts';
import { createStatusItem } from './ui/status/statusItem.ts';
import { Disposables } from './base/disposables.ts';

/**
 * Puts up what must be there at once (commands, status-bar item, authentication provider) and has the services built behind
 * it: window start-up waits for neither our schemas nor our disk. No network, no dialog.
 */
export function activate(context: ExtensionContext): CodexAccountsApi {
  const scope = new Disposables();
  context.subscriptions.push(scope);
  const log = scope.add(new Log());
  const statusItem = scope.add(createStatusItem());
  const load = lazy(async () =>
    (await import('./composition/createServices.ts')).createServices({ context, scope, log, statusItem }),
  );
  scope.add(registerCommands(load));
  const provider = settings.authenticationProviderEnabled()
    ? scope.add(new CodexAuthenticationProvider(load, log))
    : undefined;
  const { api, follow } = scope.add(createApi());
  afterStart(scope.ended)
    .then(load)
    .then(
      (services) => {
        follow(services);
        provider?.follow(services);
        log.info('activated');
      },
      (failure: unknown) => {
        log.failure('activated', failure);
      },
    );
  return api;
}
