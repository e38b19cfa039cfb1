import { commands, type ExtensionContext } from 'vscode';
import {
  helloRequest,
  homeAccessCommands,
  putRequest,
  removeRequest,
  restartRequest,
  statusRequest,
} from '../src/hosts/remote/companionProtocol.ts';
import { Disposables } from '../src/base/disposables.ts';
import { handleCommand, type CommandHandler } from './commandHandler.ts';
import type { Host } from './composeCompanion.ts';
import { HostLog } from './hostLog.ts';

/** Started by the first call from main, or by “Put Back” in the palette. No network; a dialog only for who asked. */
export function activate(context: ExtensionContext): void {
  const scope = new Disposables();
  context.subscriptions.push(scope);
  const log = scope.add(new HostLog());
  let host: Promise<Host> | undefined;
  const load = (): Promise<Host> => {
    host ??= import('./composeCompanion.ts')
      .then(({ composeHost }) => composeHost(context, scope, log))
      .catch((failure: unknown) => {
        // A disk that was full may have room for the next call.
        host = undefined;
        throw failure;
      });
    return host;
  };
  const register = <A, T>(command: string, handler: Omit<CommandHandler<A, T>, 'onFailure'>): void => {
    const onFailure = (failure: unknown): void => {
      log.failure(command, failure);
    };
    scope.add(
      commands.registerCommand(command, async (argument: unknown) => {
        const result = await handleCommand({ ...handler, onFailure }, argument);
        log.info(command, 'code' in result ? result.code : 'ok');
        return result;
      }),
    );
  };
  register(homeAccessCommands.hello, {
    schema: helloRequest,
    work: async () => ({ ok: await (await load()).hello() }),
  });
  register(homeAccessCommands.status, {
    schema: statusRequest,
    work: async (request) => (await load()).open().hostCommands.status(request),
  });
  register(homeAccessCommands.put, {
    schema: putRequest,
    work: async (request) => (await load()).open().hostCommands.put(request),
  });
  register(homeAccessCommands.remove, {
    schema: removeRequest,
    work: async (request) => (await load()).open().hostCommands.remove(request),
  });
  register(homeAccessCommands.restartCodex, {
    schema: restartRequest,
    work: async (request) => (await load()).open().hostCommands.restartCodex(request),
  });
  scope.add(
    commands.registerCommand('codexAccountsHost.putBack', async () => {
      const { putBack } = await import('./putBack.ts');
      await putBack((await load()).open(), 'asking');
    }),
  );
}
