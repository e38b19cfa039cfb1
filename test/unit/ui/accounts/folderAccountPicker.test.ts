import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { setFolderAccount } from '../../../../src/ui/accounts/folderAccountPicker.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount, accountIdOf } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { workspace } from '../../../support/vscodeWords.ts';

const work = createAccount({ id: accountIdOf('work'), label: 'Work' });

function createScene(expected: string | undefined, ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const folder = {
    expected,
    find: () =>
      folder.expected === undefined ? undefined : { accountId: accountIdOf(folder.expected), label: undefined },
    look: () => Promise.resolve({ accountId: accountIdOf('work'), label: 'Work' }),
    set: (accountId: string | undefined) => {
      folder.expected = accountId;
      return Promise.resolve();
    },
  };
  const switched: string[] = [];
  const switchTo = (id: string) => {
    switched.push(id);
    return Promise.resolve({ kind: 'left' } as const);
  };
  return {
    ...flow,
    folder,
    switched,
    directory: { ...flow.directory, list: () => Promise.resolve([{ kind: 'ready', account: work } as const]) },
    loadSwitch: () => Promise.resolve({ switchTo }),
  };
}

describe('the account that a folder expects', () => {
  beforeEach(() => {
    workspace.name = 'site';
    onTestFinished(() => {
      workspace.name = undefined;
    });
  });

  it('is the one that was picked, and Codex is given it', async () => {
    const flow = createScene(undefined, { row: 'Work' });
    await setFolderAccount(flow);
    expect([flow.folder.expected, flow.switched]).toEqual(['work', ['work']]);
  });

  it('is not given to Codex again where it is in use', async () => {
    const flow = createScene(undefined, { row: 'Work' });
    flow.current.state = { kind: 'signedIn', account: work, home: { kind: 'none' }, health: undefined };
    await setFolderAccount(flow);
    expect([flow.folder.expected, flow.switched]).toEqual(['work', []]);
  });

  it.each<Answer>(['dismiss', { row: 'Add Another' }])('stays none after %j', async (answer) => {
    const flow = createScene(undefined, answer);
    await setFolderAccount(flow);
    expect([flow.folder.expected, flow.switched]).toEqual([undefined, []]);
  });

  it('is none any more with a click on that, and another is picked with a click on the other button', async () => {
    const none = createScene('work', { click: 'Expect No Account' });
    await setFolderAccount(none);
    expect([none.folder.expected, none.prompts.texts]).toEqual([undefined, ['This folder expects Work.']]);
    const other = createScene('home', { click: 'Choose Another…' }, { row: 'Work' });
    await setFolderAccount(other);
    expect(other.folder.expected).toBe('work');
  });

  it('stays when the question about it is dismissed', async () => {
    const flow = createScene('work', 'dismiss');
    await setFolderAccount(flow);
    expect([flow.folder.expected, flow.prompts.shown.length]).toEqual(['work', 1]);
  });

  it('needs a folder', async () => {
    workspace.name = undefined;
    const flow = createScene(undefined);
    await setFolderAccount(flow);
    expect(flow.prompts.texts).toEqual(['Open a folder first: the expectation belongs to a folder.']);
  });
});
