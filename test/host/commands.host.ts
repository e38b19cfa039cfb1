import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { assert, suite, test } from '../support/hostHarness.ts';

const id = 'codex-accounts.codex-accounts';

function requireExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error('The extension is not there.');
  return extension;
}

/** The command ids of package.json. */
function contributed(): string[] {
  const { contributes } = requireExtension().packageJSON as { contributes: { commands: { command: string }[] } };
  return contributes.commands.map(({ command }) => command).sort();
}

/** More often than any command asks one thing after the other. */
const mostDismissals = 20;

/** How a command ended for a person who dismisses what it asks; `open` when it waits for something else, as a browser. */
async function call(command: string, argument: unknown): Promise<unknown> {
  const ends: { readonly outcome?: unknown; readonly failure?: unknown }[] = [];
  vscode.commands.executeCommand(command, argument, argument).then(
    (outcome) => ends.push({ outcome }),
    (failure: unknown) => ends.push({ failure }),
  );
  for (let dismissals = 0; dismissals < mostDismissals && ends.length === 0; dismissals += 1) {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  }
  const [end = { outcome: 'open' }] = ends;
  if ('failure' in end) throw end.failure;
  return end.outcome;
}

suite('the extension in its host', () => {
  test('activates', async () => {
    const extension = requireExtension();
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test('gives no secret to other extensions', async () => {
    const exported = await requireExtension().activate();
    assert.doesNotMatch(JSON.stringify(exported ?? null), /token|secret|sk-|eyJ/iu);
  });

  test('has registered every command it contributes, and hides none', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((name) => name.startsWith('codexAccounts.'));
    for (const command of contributed()) assert.ok(registered.includes(command), `${command} is not registered`);
  });

  const hostile: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['an empty object', {}],
    ['"__proto__"', '__proto__'],
    [
      'an object that claims to be confirmed',
      { confirmed: true, force: true, reach: 'everywhere', accountId: '../../x', key: 'sk-x' },
    ],
    ['a huge text', 'x'.repeat(20_000_000)],
  ];
  for (const [name, argument] of hostile) {
    test(`every command, called with ${name}, waits for the person or says no`, async () => {
      for (const command of contributed()) {
        const outcome = await call(command, argument);
        assert.ok(outcome === undefined || outcome === 'open', `${command} answered ${typeof outcome}`);
      }
      assert.equal(existsSync(join(homedir(), '.codex', 'auth.json')), false);
    });
  }
});
