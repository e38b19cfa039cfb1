// A companion of an earlier release, as far as main sees of it.
const { commands } = require('vscode');

exports.activate = (context) => {
  context.subscriptions.push(
    commands.registerCommand('codexAccountsHost.hello', () => ({ ok: { protocol: 0, version: '0.0.1' } })),
  );
};
