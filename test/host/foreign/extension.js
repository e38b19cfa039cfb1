// What an extension of somebody else sees of Codex Accounts. It writes one JSON line per thing it heard into the file
// that FOREIGN_REPORT names; of a token only the hash.
const { createHash } = require('node:crypto');
const { appendFileSync } = require('node:fs');
const vscode = require('vscode');

const providerId = 'codex-accounts';

function report(kind, value) {
  appendFileSync(process.env.FOREIGN_REPORT, `${JSON.stringify({ kind, value })}\n`);
}

async function reporting(kind, ask) {
  try {
    report(kind, await ask());
  } catch (failure) {
    report('failure', { kind, message: failure.message });
  }
}

async function getSession() {
  const session = await vscode.authentication.getSession(providerId, [], { createIfNone: true });
  const { accessToken, ...rest } = session;
  return { ...rest, hash: createHash('sha256').update(accessToken).digest('hex') };
}

async function readApi() {
  const extension = vscode.extensions.getExtension('codex-accounts.codex-accounts');
  const api = await extension.activate();
  return { names: Object.keys(api).sort(), version: api.version, account: api.currentAccount() ?? null };
}

/** Stores and reads two secrets of its own, as any extension would. */
function secretCommands({ secrets }) {
  const store = (key) => () =>
    reporting('stored', async () => {
      await secrets.store(key, 'kept');
      return key;
    });
  return {
    storeFirstSecret: store('first'),
    storeSecondSecret: store('second'),
    clearSecrets: () =>
      reporting('cleared', async () => {
        await secrets.delete('first');
        await secrets.delete('second');
        return '';
      }),
    readSecrets: () =>
      reporting('secrets', async () => {
        const values = await Promise.all(
          ['first', 'second'].map(async (key) => [key, (await secrets.get(key)) ?? null]),
        );
        return Object.fromEntries(values);
      }),
  };
}

exports.activate = (context) => {
  const commands = {
    ...secretCommands(context),
    getSession: () => reporting('session', getSession),
    listAccounts: () => reporting('accounts', async () => vscode.authentication.getAccounts(providerId)),
    readApi: () => reporting('api', readApi),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`foreign.${name}`, run));
  }
  context.subscriptions.push(
    vscode.authentication.onDidChangeSessions(({ provider }) => {
      if (provider.id === providerId) report('changed', {});
    }),
  );
  const ours = vscode.extensions.getExtension('codex-accounts.codex-accounts');
  ours.activate().then((api) => {
    context.subscriptions.push(api.onDidChangeAccount((account) => report('account', account ?? null)));
  });
};
