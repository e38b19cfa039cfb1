import { commands, type ExtensionContext, type SecretStorage } from 'vscode';
import { VsCodeSecrets } from '../../../src/ui/shell/vscodeSecrets.ts';
import { secretContract, type SecretScene } from '../../support/secretContract.ts';
import { addFaults } from '../../support/secretFaults.ts';

/**
 * An extension that has nothing but secrets. It is built twice, for the extension host beside the folder and for the
 * browser's worker: `NAME.run` plays one case of the contract on its own `context.secrets` and answers why it failed,
 * `NAME.where` tells which of the two hosts it is in.
 */
export function activate({ secrets, subscriptions, extension }: ExtensionContext): void {
  const { name } = extension.packageJSON as { readonly name: string };
  subscriptions.push(
    commands.registerCommand(`${name}.run`, (title: string) => play(title, secrets)),
    commands.registerCommand(`${name}.where`, () => ('WorkerGlobalScope' in globalThis ? 'worker' : 'process')),
  );
}

async function play(title: string, storage: SecretStorage): Promise<string | undefined> {
  const used = new Set<string>();
  const opened: VsCodeSecrets[] = [];
  const scene = createScene(storage, { used, opened });
  try {
    await secretContract.find(({ name }) => name === title)?.run(scene);
    return undefined;
  } catch (failure) {
    return String(failure);
  } finally {
    for (const secrets of opened) {
      secrets.dispose();
    }
    for (const key of used) {
      await storage.delete(key);
    }
  }
}

interface Leftovers {
  readonly used: Set<string>;
  readonly opened: VsCodeSecrets[];
}

function createScene(storage: SecretStorage, { used, opened }: Leftovers): SecretScene {
  const { methods, ...faults } = addFaults({
    get: (key) => storage.get(key),
    store: (key, value) => {
      used.add(key);
      return storage.store(key, value);
    },
    delete: (key) => storage.delete(key),
  });
  return {
    ...faults,
    open: () => {
      const secrets = new VsCodeSecrets({ ...methods, onDidChange: storage.onDidChange });
      opened.push(secrets);
      return secrets;
    },
  };
}
