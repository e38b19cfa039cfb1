import { expect, it } from 'vitest';
import { HomeFollower } from '../../../../src/accounts/use/homeFollower.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { createRefreshScene, mintLife } from '../refresh/refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);

/** Ada stands in the Home by the person's choice; in another window the person chooses Bea while this one decides. */
async function createScene() {
  const scene = createRefreshScene();
  const checked: Account[] = [];
  const check = {
    run: (account: Account) => {
      checked.push(account);
      return Promise.resolve({ account, health: { kind: 'offline', checkedAtMs: 0 } as const });
    },
    runOnGrant: (account: Account) => {
      checked.push(account);
      return Promise.resolve({
        account,
        health: { kind: 'offline', checkedAtMs: 0 } as const,
        grant: 'unknown' as const,
      });
    },
  };
  const follower = new HomeFollower({ ...scene, check, onDidChangeHome: new Emitter<void>().event });
  const ada = await scene.save(mintLife({ issuedMs: startMs }));
  const bea = await scene.save(mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' }));
  await scene.homeLink.place(ada, 'silently');
  const { directory, bindings, home } = scene;
  const chooseBea = (): Promise<void> =>
    bindings.bind({ home: home.folder, accountId: bea.id, binding: 'full', sinceMs: startMs + 1 });
  const { find, findSame } = directory;
  directory.find = async (id) => {
    await chooseBea();
    return find.call(directory, id);
  };
  directory.findSame = async (credential, identity) => {
    await chooseBea();
    return findSame.call(directory, credential, identity);
  };
  const bound = async () => (await bindings.read(home.folder))?.accountId;
  return { ...scene, follower, checked, ada, bea, bound };
}

it('a choice of the person stands when the CLI signed somebody in before it, whose new account is told', async () => {
  const { follower, put, bound, bea, directory } = await createScene();
  put(mintLife({ issuedMs: startMs, workspaceId: 'workspace-c' }));
  const news = await follower.follow();
  expect([news, await bound()]).toMatchObject([
    { kind: 'added', account: { identity: { workspaceId: 'workspace-c' } } },
    bea.id,
  ]);
  expect(await directory.list()).toHaveLength(3);
});

it('a choice of the person stands when the CLI signed an account in anew before it, and nothing has to be told', async () => {
  const { follower, put, bound, bea, directory } = await createScene();
  put(mintLife({ issuedMs: startMs + 1000 }));
  expect([await follower.follow(), await bound(), (await directory.list()).length]).toEqual([
    { kind: 'nothing' },
    bea.id,
    2,
  ]);
});

it('a choice of the person stands when the CLI signed out before it, and no sign-out is told', async () => {
  const { follower, file, bound, bea, checked } = await createScene();
  file.text = undefined;
  expect([await follower.follow(), await bound(), checked]).toEqual([{ kind: 'nothing' }, bea.id, []]);
});
