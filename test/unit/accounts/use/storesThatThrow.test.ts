import { describe, expect, it } from 'vitest';
import { CurrentAccount } from '../../../../src/accounts/use/currentAccount.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { mintTokens } from '../../../support/tokens.ts';

const unreadable = () => Promise.reject(new RangeError('Input is not valid base64-encoded data.'));

const person = (name: string) =>
  mintTokens({ userId: `user-${name}`, workspaceId: `workspace-${name}`, email: `${name}@example.com` });

/** Ada and Bea are kept; Bea is in use. */
async function createScene() {
  const house = createInstallation();
  const save = async (tokens: ReturnType<typeof person>) =>
    (await house.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens))).account;
  const ada = await save(person('ada'));
  const bea = await save(person('bea'));
  await house.homeLink.place(bea, 'asking');
  const current = new CurrentAccount(house);
  /** No look at a key that `isSpoiled` succeeds any more, whatever is stored there. */
  const spoil = (isSpoiled: (key: string) => boolean): void => {
    const { get } = house.secrets;
    house.secrets.get = (key) => (isSpoiled(key) ? unreadable() : get(key));
  };
  const list = async () => (await house.directory.list()).map(({ kind }) => kind).sort();
  return { ...house, save, ada, bea, current, spoil, list };
}

describe('secret storage that throws', () => {
  it('for one account costs that one, and the state of the other is told', async () => {
    const { current, list, spoil, ada, bea } = await createScene();
    spoil((key) => key === `account.${ada.id}`);
    expect(await current.update()).toMatchObject({ kind: 'signedIn', account: { id: bea.id } });
    expect(await list()).toEqual(['ready', 'secretsLost']);
  });

  it('for the account in use says that its secrets are lost', async () => {
    const { current, spoil, bea } = await createScene();
    spoil((key) => key === `account.${bea.id}`);
    expect(await current.update()).toMatchObject({ kind: 'secretsLost', id: bea.id });
  });

  it('for all accounts says so of each', async () => {
    const { current, list, spoil } = await createScene();
    spoil(() => true);
    expect([(await current.update()).kind, await list()]).toEqual(['secretsLost', ['secretsLost', 'secretsLost']]);
  });

  it('for what was set aside once costs nothing', async () => {
    const { list, spoil, save } = await createScene();
    spoil((key) => key.startsWith('aside.'));
    await save(person('ada'));
    expect(await list()).toEqual(['ready', 'ready']);
  });

  it.each([
    ['whatever is stored there', (): boolean => true],
    ['until it is stored anew', (): boolean => false],
  ])('for one entry %s is replaced in place by a sign-in', async (_when, isStillSpoiled) => {
    const { secrets, directory, spoil, save, ada, list } = await createScene();
    let isStored = false;
    const { store } = secrets;
    secrets.store = (key, value) => {
      isStored = true;
      return store(key, value);
    };
    spoil((key) => key === `account.${ada.id}` && (!isStored || isStillSpoiled()));
    const again = person('ada');
    expect((await save(again)).id).toBe(ada.id);
    const entry = await directory.find(ada.id);
    expect(
      entry.kind === 'account' &&
        entry.account.credential.kind === 'chatgpt' &&
        entry.account.credential.tokens.refreshToken.equals(again.refreshToken),
    ).toBe(true);
    expect(await list()).toEqual(['ready', 'ready']);
    await directory.forget(ada);
    expect([...secrets.values.keys()].filter((key) => key.endsWith(ada.id))).toEqual([]);
  });

  it('takes the second place of an entry no more when the first can be read again', async () => {
    const { secrets, spoil, save, ada } = await createScene();
    const { get } = secrets;
    spoil((key) => key === `account.${ada.id}`);
    await save(person('ada'));
    expect(secrets.values.has(`again.${ada.id}`)).toBe(true);
    secrets.get = get;
    await save(person('ada'));
    expect(secrets.values.has(`again.${ada.id}`)).toBe(false);
  });

  it('when it is to set a corrupt record aside leaves that record where it is', async () => {
    const { secrets, list, ada } = await createScene();
    secrets.values.set(`account.${ada.id}`, '{"v":1,');
    secrets.store = unreadable;
    expect([await list(), secrets.values.get(`account.${ada.id}`)]).toEqual([['ready', 'secretsLost'], '{"v":1,']);
  });

  it('says so when it refuses to store, or to remove', async () => {
    const { secrets, save, directory, ada } = await createScene();
    secrets.store = unreadable;
    secrets.delete = unreadable;
    await expect(save(person('cat'))).rejects.toMatchObject({
      code: 'tryAgain',
      sentence: { messageId: 'vault.notReadBack' },
    });
    await expect(directory.forget(ada)).rejects.toMatchObject({
      code: 'tryAgain',
      sentence: { messageId: 'vault.notRemoved' },
    });
  });
});
