import { commands, Uri, workspace, type ExtensionContext } from 'vscode';
import * as z from 'zod/mini';
import { putRequest } from '../../src/hosts/remote/companionProtocol.ts';
import { CompanionClient } from '../../src/hosts/remote/companionClient.ts';

/** The address of the test; the build puts it in. */
declare const TEST_ADDRESS: string;

const task = z.discriminatedUnion('call', [
  z.object({ id: z.number(), call: z.literal('hello') }),
  z.object({ id: z.number(), call: z.literal('status'), hostId: z.string() }),
  z.object({ id: z.number(), call: z.literal('put'), request: putRequest }),
  z.object({ id: z.number(), call: z.literal('remove'), hostId: z.string() }),
  z.object({ id: z.number(), call: z.literal('restartCodex'), hostId: z.string() }),
  /** Any command with any argument, as every other extension of the window can call it. */
  z.object({ id: z.number(), call: z.literal('raw'), command: z.string(), argument: z.optional(z.unknown()) }),
  /** Installs a .vsix of the remote's disk as main does with the one it carries. */
  z.object({ id: z.number(), call: z.literal('install'), path: z.string() }),
]);

type Task = z.infer<typeof task>;

const execute = (command: string, argument: unknown): Promise<unknown> =>
  Promise.resolve(commands.executeCommand(command, argument));
const client = new CompanionClient({ execute }, '0.1.0');

async function perform(given: Task): Promise<unknown> {
  switch (given.call) {
    case 'hello':
      return client.hello();
    case 'status':
      return client.status({ hostId: given.hostId });
    case 'put':
      return client.put(given.request);
    case 'remove':
      return client.remove(given.hostId);
    case 'restartCodex':
      return client.restartCodex(given.hostId);
    case 'raw':
      return execute(given.command, given.argument);
    case 'install': {
      const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
      await commands.executeCommand('workbench.extensions.installExtension', folder.with({ path: given.path }));
      return 'installed';
    }
  }
}

/** Asks the test what to do, does it and tells what came back, until the window closes. */
export async function activate(context: ExtensionContext): Promise<void> {
  const over = new AbortController();
  context.subscriptions.push({
    dispose: () => {
      over.abort();
    },
  });
  void follow(over.signal);
  await Promise.resolve();
}

async function follow(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(`${TEST_ADDRESS}/next`, { signal });
    if (answer.status === 200) {
      void run(task.parse(await answer.json()));
    }
  }
}

async function run(given: Task): Promise<void> {
  const outcome = await perform(given).then(
    (value) => ({ value }),
    (failure: unknown) => ({ failure: String(failure) }),
  );
  await fetch(`${TEST_ADDRESS}/done`, { method: 'POST', body: JSON.stringify({ id: given.id, ...outcome }) });
}
