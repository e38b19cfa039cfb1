import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../../src/base/secret.ts';
import { WindowTerminals } from '../../../../src/ui/shell/windowTerminals.ts';
import { TerminalCollection } from '../../../support/terminalCollection.ts';
import { workspace } from '../../../support/vscodeWords.ts';

const folder = { name: 'project' };
const key = { name: 'ACME_KEY', value: new Secret('the-key'), description: 'The key of Acme, for Codex.' };

function createScene() {
  const collection = new TerminalCollection();
  const terminals = new WindowTerminals(collection as never);
  let changes = 0;
  terminals.onDidChange(() => (changes += 1));
  return { collection, terminals, ofFolder: collection.getScoped({ workspaceFolder: folder }), count: () => changes };
}

afterEach(() => {
  workspace.workspaceFolders = undefined;
});

describe('the terminals of a window', () => {
  it('keep nothing over its end', () => {
    expect(createScene().collection.persistent).toBe(false);
  });

  it('are given a key and have another variable taken out, each with an end of its own', () => {
    const { collection, terminals } = createScene();
    terminals.give(key);
    terminals.takeOut('OPENAI_API_KEY');
    expect(collection.list()).toEqual({ ACME_KEY: 'the-key', OPENAI_API_KEY: '' });
    terminals.give(undefined);
    expect(collection.list()).toEqual({ OPENAI_API_KEY: '' });
    terminals.give(key);
    expect(terminals.putBack('OPENAI_API_KEY')).toBe(true);
    expect(collection.list()).toEqual({ ACME_KEY: 'the-key' });
  });

  it('have nothing of a name that was taken out, whatever is given, until it is put back', () => {
    const { collection, terminals } = createScene();
    terminals.give(key);
    terminals.takeOut('ACME_KEY');
    expect(collection.list()).toEqual({ ACME_KEY: '' });
    terminals.give({ ...key, value: new Secret('the-next') });
    expect(collection.list()).toEqual({ ACME_KEY: '' });
    expect(terminals.putBack('ACME_KEY')).toBe(true);
    expect(collection.list()).toEqual({ ACME_KEY: 'the-next' });
    expect(terminals.putBack('ACME_KEY')).toBe(false);
    expect(collection.list()).toEqual({ ACME_KEY: 'the-next' });
  });

  it('are described by what they are given, and by nothing when that is gone', () => {
    const { collection, terminals } = createScene();
    terminals.give(key);
    expect(collection.description).toBe(key.description);
    terminals.give(undefined);
    expect(collection.description).toBeUndefined();
  });

  it('get a key in the folders of the window alone, where it has folders', () => {
    const { collection, terminals, ofFolder } = createScene();
    terminals.give(key);
    workspace.workspaceFolders = [folder];
    terminals.give(key);
    expect([collection.list(), ofFolder.list()]).toEqual([{}, { ACME_KEY: 'the-key' }]);
    expect([ofFolder.persistent, ofFolder.description]).toEqual([false, key.description]);
    terminals.takeOut('ACME_KEY');
    expect([collection.list(), ofFolder.list()]).toEqual([{ ACME_KEY: '' }, {}]);
    expect(terminals.apply({ ACME_KEY: 'of-vs-code', HOME: '/home/ada' })).toEqual({ ACME_KEY: '', HOME: '/home/ada' });
    terminals.putBack('ACME_KEY');
    expect(terminals.apply({ HOME: '/home/ada' })).toEqual({ ACME_KEY: 'the-key', HOME: '/home/ada' });
  });

  it('tell of each change, and of none where nothing was given before either', () => {
    const { terminals, count } = createScene();
    terminals.give(undefined);
    expect(count()).toBe(0);
    terminals.give(key);
    terminals.takeOut('OTHER');
    terminals.putBack('OTHER');
    expect(count()).toBe(3);
  });

  it('are as VS Code has them after the end', () => {
    const { collection, terminals, ofFolder } = createScene();
    workspace.workspaceFolders = [folder];
    terminals.give(key);
    terminals.takeOut('OPENAI_API_KEY');
    terminals.takeOut('OTHER');
    collection.replace('OTHER', 'given since');
    terminals.dispose();
    expect([collection.list(), ofFolder.list()]).toEqual([{ OTHER: 'given since' }, {}]);
  });
});
