import * as vscode from 'vscode';
import { assert, suite, test } from '../support/hostHarness.ts';
import { secretContract } from '../support/secretContract.ts';

const sides = [
  ['secrets-beside-folder', 'beside the folder', 'process'],
  ['secrets-in-browser', 'beside the person, in a browser', 'worker'],
] as const;

for (const [extension, place, host] of sides) {
  suite(`VS Code's secret storage, ${place}`, () => {
    test(`is that of an extension in a ${host}`, async () => {
      assert.equal(await vscode.commands.executeCommand(`${extension}.where`), host);
    });

    for (const { name } of secretContract) {
      test(name, async () => {
        assert.equal((await vscode.commands.executeCommand(`${extension}.run`, name)) ?? 'passed', 'passed');
      });
    }
  });
}
