import { describe, expect, it, onTestFinished } from 'vitest';
import { HomeFollower, type HomeNews } from '../../../../src/accounts/use/homeFollower.ts';
import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { settle, waitUntil } from '../../../support/fakeClock.ts';
import { createRefreshScene, finish, mintLife, renew, tokensOf } from '../refresh/refreshScene.ts';
import { accountIdOf } from '../../../support/records.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);

/** Ada stands in the Home and in the Vault, by the person's choice. */
async function createScene(over: Partial<TokenSet> = {}) {
  const scene = createRefreshScene();
  const changed = new Emitter<void>();
  const checked: string[] = [];
  const health = { kind: 'offline', checkedAtMs: 0 } as const;
  const check = {
    run: (account: Account) => {
      checked.push(`account ${account.id}`);
      return Promise.resolve({ account, health });
    },
    runOnGrant: (account: Account) => {
      checked.push(`grant ${account.id}`);
      return Promise.resolve({ account, health, grant: 'unknown' as const });
    },
  };
  const follower = new HomeFollower({ ...scene, check, onDidChangeHome: changed.event });
  const tokens = mintLife({ issuedMs: startMs }, over);
  const account = await scene.save(tokens);
  await scene.homeLink.place(account, 'silently');
  return { ...scene, follower, changed, checked, tokens, account };
}

const boundTo = async ({
  bindings,
  home,
}: Awaited<ReturnType<typeof createScene>>): Promise<readonly (string | undefined)[]> => {
  const binding = await bindings.read(home.folder);
  return [binding?.accountId, binding?.binding];
};

describe('the follower of the Home', () => {
  it('has nothing to tell while nothing happens', async () => {
    const scene = await createScene();
    expect(await scene.follower.follow()).toEqual({ kind: 'nothing' });
  });

  it('is heard of by nobody when it can not look, and looks again with the next change', async () => {
    const unheard: unknown[] = [];
    const hear = (failure: unknown): void => void unheard.push(failure);
    process.on('unhandledRejection', hear);
    onTestFinished(() => void process.off('unhandledRejection', hear));
    const scene = await createScene();
    const { read } = scene.bindings;
    const heard: string[] = [];
    scene.follower.onDidHear(({ kind }) => heard.push(kind));
    let looks = 0;
    scene.bindings.read = () => {
      looks += 1;
      return Promise.reject(new TypeError('EMFILE'));
    };
    scene.follower.start();
    scene.changed.fire();
    await waitUntil(() => scene.clock.waiting === 1);
    await scene.clock.advance(1000);
    await waitUntil(() => looks === 1);
    await settle(2);
    expect(unheard).toEqual([]);
    scene.bindings.read = read.bind(scene.bindings);
    scene.put(renew(scene.tokens, { issuedMs: startMs + 1000 }));
    scene.changed.fire();
    await finish(scene.clock, scene.follower.settle());
    expect(heard).toEqual(['renewed']);
  });

  it('offers, and does not take, what stands in a Home that nobody uses through us', async () => {
    const scene = await createScene();
    await scene.bindings.remove(scene.home.folder);
    scene.put(mintLife({ issuedMs: startMs, workspaceId: 'workspace-new' }));
    expect(await scene.follower.follow()).toEqual({ kind: 'nothing' });
    expect(await scene.directory.list()).toHaveLength(1);
  });

  it('keeps what the CLI renewed', async () => {
    const scene = await createScene();
    const next = renew(scene.tokens, { issuedMs: startMs + 1000 });
    scene.put(next);
    const news = await scene.follower.follow();
    expect(news.kind === 'renewed' && tokensOf(news.account).refreshToken.equals(next.refreshToken)).toBe(true);
  });

  it('takes tokens that another window renewed and that never arrived here', async () => {
    const scene = await createScene();
    const key = `account.${scene.account.id}`;
    const old = scene.secrets.values.get(key) ?? '';
    const next = renew(scene.tokens, { issuedMs: startMs + 1000 });
    await scene.grantStore.advance({ account: scene.account, tokens: scene.tokens }, next, 'Code');
    scene.put(next);
    scene.secrets.values.set(key, old);
    expect(await scene.follower.follow()).toMatchObject({ kind: 'renewed', account: { id: scene.account.id } });
  });

  it('follows a switch to another account of ours', async () => {
    const scene = await createScene();
    const tokens = mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' });
    const other = await scene.save(tokens);
    scene.put(tokens);
    expect(await scene.follower.follow()).toMatchObject({ kind: 'switched', account: { id: other.id } });
    expect(await boundTo(scene)).toEqual([other.id, 'full']);
  });

  it('gives the account of the workspace that was left the token that Codex renewed in the other', async () => {
    const scene = await createScene();
    const next = renew(scene.tokens, { issuedMs: startMs + 1000, workspaceId: 'workspace-b' });
    scene.put(next);
    expect(await scene.follower.follow()).toMatchObject({ kind: 'signedIn' });
    const left = await scene.grantStore.look(scene.account.id, scene.account.grantId);
    expect(
      left.kind === 'current' && [
        left.held.tokens.refreshToken.equals(next.refreshToken),
        left.held.tokens.accessToken.equals(scene.tokens.accessToken),
      ],
    ).toEqual([true, true]);
  });

  it('follows a switch of the workspace within one sign-in as an account of its own', async () => {
    const scene = await createScene();
    const { loginOwnerId, refreshToken } = scene.tokens;
    scene.put(mintLife({ issuedMs: startMs + 1000, workspaceId: 'workspace-b' }, { loginOwnerId, refreshToken }));
    const news = await scene.follower.follow();
    expect(news).toMatchObject({ kind: 'signedIn', account: { grantId: scene.account.grantId } });
    expect(await scene.directory.list()).toHaveLength(2);
  });

  it('welcomes a sign-in by the CLI, in place and of somebody new', async () => {
    const scene = await createScene();
    const again = mintLife({ issuedMs: startMs + 1000 });
    scene.put(again);
    expect(await scene.follower.follow()).toMatchObject({ kind: 'renewed', account: { id: scene.account.id } });
    scene.put(mintLife({ issuedMs: startMs, workspaceId: 'workspace-new' }));
    expect(await scene.follower.follow()).toMatchObject({ kind: 'signedIn' });
    expect(await scene.directory.list()).toHaveLength(2);
  });

  it('puts the newest tokens back over an old copy', async () => {
    const scene = await createScene();
    const next = renew(scene.tokens, { issuedMs: startMs + 1000 });
    await scene.grantStore.advance({ account: scene.account, tokens: scene.tokens }, next, 'Code');
    scene.put(scene.tokens);
    expect(await scene.follower.follow()).toMatchObject({ kind: 'restored' });
    expect(scene.file.text).toContain(next.refreshToken.reveal());
  });

  it('knows an old copy of a sign-in by an older CLI, which names no grant', async () => {
    const scene = await createScene({ loginOwnerId: undefined });
    const second = renew(scene.tokens, { issuedMs: startMs + 1000 });
    const third = renew(scene.tokens, { issuedMs: startMs + 2000 });
    for (const tokens of [second, third]) {
      scene.put(tokens);
      expect(await scene.follower.follow()).toMatchObject({ kind: 'renewed' });
    }
    scene.put(second);
    expect(await scene.follower.follow()).toMatchObject({ kind: 'restored' });
    expect(scene.file.text).toContain(third.refreshToken.reveal());
  });

  it('leaves an old copy alone whose account is somebody else’s', async () => {
    const { grants, ...other } = await createScene();
    const next = renew(other.tokens, { issuedMs: startMs + 1000 });
    await other.grantStore.advance({ account: other.account, tokens: other.tokens }, next, 'Code');
    const scene = createRefreshScene({ grants, vaultId: 'vault-2' });
    scene.put(other.tokens);
    await scene.bindings.bind({
      home: scene.home.folder,
      accountId: accountIdOf('somebody'),
      binding: 'full',
      sinceMs: 0,
    });
    const asked = (): Promise<never> => Promise.reject(new TypeError('asked'));
    const follower = new HomeFollower({
      ...scene,
      check: { run: asked, runOnGrant: asked },
      onDidChangeHome: new Emitter<void>().event,
    });
    expect(await follower.follow()).toEqual({ kind: 'nothing' });
    expect((await scene.ledger.read(other.account.grantId))?.spent).toHaveLength(1);
  });

  it.each([
    [
      'that another tool has put there: it is no sign-in',
      'model_provider = "x"\n[model_providers.x]\nbase_url = "https://relay.example/v1"\nrequires_openai_auth = true\n',
    ],
    ['while config.toml is broken, and nobody can tell whose it is', 'model_provider = "x"\nmodel = \n'],
  ])('leaves a relay’s key alone %s', async (_name, user) => {
    const scene = await createScene();
    scene.configToml.layers = { user };
    scene.file.text = JSON.stringify({ OPENAI_API_KEY: 'sk-relay' });
    expect(await scene.follower.follow()).toEqual({ kind: 'nothing' });
    expect([await scene.directory.count(), scene.checked]).toEqual([1, []]);
  });

  it('lets a forgotten account lie', async () => {
    const scene = await createScene();
    await scene.directory.forget(scene.account);
    expect(await scene.follower.follow()).toEqual({ kind: 'nothing' });
    expect(await scene.directory.list()).toEqual([]);
  });

  it('asks the server about the grant after a sign-out by the CLI, and keeps the account', async () => {
    const scene = await createScene();
    scene.file.text = undefined;
    expect(await scene.follower.follow()).toMatchObject({
      kind: 'signedOut',
      account: { id: scene.account.id },
      grant: 'unknown',
    });
    expect(scene.checked).toEqual([`grant ${scene.account.id}`]);
    expect(await boundTo(scene)).toEqual([scene.account.id, 'none']);
    expect(await scene.follower.follow()).toEqual({ kind: 'nothing' });
  });

  it.each(['sign-out', 'switch'] as const)(
    'does not take a %s of ours for another program’s, half done as it is',
    async (step) => {
      const scene = await createScene();
      const other = await scene.save(mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' }));
      const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<undefined>();
      const { write, remove } = scene.homes;
      scene.homes.write = (name, text) => mayGoOn.then(() => write(name, text));
      scene.homes.remove = (name) => mayGoOn.then(() => remove(name));
      const before = scene.file.text;
      const click = step === 'sign-out' ? scene.homeLink.clear() : scene.homeLink.place(other, 'silently');
      await waitUntil(() => scene.file.text !== before);
      const news = scene.follower.follow();
      // Long enough for a look that waits for nobody.
      for (let turn = 0; turn < 50; turn += 1) {
        await settle();
      }
      goOn(undefined);
      const placed = step === 'switch' ? { kind: 'placed', before: scene.account.id } : { kind: 'placed' };
      expect([await click, await news, scene.checked]).toEqual([placed, { kind: 'nothing' }, []]);
      expect(await boundTo(scene)).toEqual(step === 'sign-out' ? [undefined, undefined] : [other.id, 'full']);
    },
  );

  it('tells a Home that is gone, as after a rebuild, from one that was signed out; and says it once', async () => {
    const scene = await createScene();
    const gone = { kind: 'absent', folderExists: false } as const;
    scene.file.text = undefined;
    scene.file.states.push(gone, gone);
    expect(await scene.follower.follow()).toMatchObject({ kind: 'gone', account: { id: scene.account.id } });
    expect([await boundTo(scene), scene.checked]).toEqual([
      [scene.account.id, 'none'],
      [`account ${scene.account.id}`],
    ]);
    expect(await scene.follower.follow()).toEqual({ kind: 'nothing' });
  });

  it('makes nothing of what can not be read', async () => {
    const scene = await createScene();
    scene.file.text = '{';
    expect(await scene.follower.follow()).toEqual({ kind: 'nothing' });
  });

  it('looks once at several changes, and again at one that comes during the look', async () => {
    const scene = await createScene();
    const heard: HomeNews['kind'][] = [];
    scene.follower.onDidHear(({ kind }) => heard.push(kind));
    scene.follower.start();
    scene.put(renew(scene.tokens, { issuedMs: startMs + 1000 }));
    scene.changed.fire();
    scene.changed.fire();
    await waitUntil(() => scene.clock.waiting === 1);
    await scene.clock.advance(150);
    await waitUntil(() => heard.length === 1 || scene.clock.waiting === 1);
    await scene.clock.advance(150);
    await waitUntil(() => heard.length === 1);
    expect(heard).toEqual(['renewed']);
    scene.follower.dispose();
    scene.changed.fire();
    expect(scene.clock.waiting).toBe(0);
  });

  describe('of Ledger and Vault', () => {
    const turn = (scene: Awaited<ReturnType<typeof createScene>>): Promise<void> =>
      finish(scene.clock, scene.follower.settle());

    async function createFollowed() {
      const scene = await createScene();
      const heard: HomeNews['kind'][] = [];
      scene.follower.onDidHear(({ kind }) => heard.push(kind));
      let looks = 0;
      const follow = scene.follower.follow.bind(scene.follower);
      scene.follower.follow = () => {
        looks += 1;
        return follow();
      };
      scene.follower.start();
      return { scene, heard, countLooks: () => looks };
    }

    it('heals the Home after a window died between Ledger and Home', async () => {
      const { scene, heard } = await createFollowed();
      const next = renew(scene.tokens, { issuedMs: startMs + 1000 });
      await scene.grantStore.advance({ account: scene.account, tokens: scene.tokens }, next, 'Code');
      await turn(scene);
      expect(heard).toEqual(['restored']);
      expect(scene.file.text).toContain(next.refreshToken.reveal());
    });

    it('heals it when the secret arrives after the Ledger', async () => {
      const { scene, heard } = await createFollowed();
      const key = `account.${scene.account.id}`;
      const old = scene.secrets.values.get(key) ?? '';
      const next = renew(scene.tokens, { issuedMs: startMs + 1000 });
      await scene.grantStore.advance({ account: scene.account, tokens: scene.tokens }, next, 'Code');
      const newer = scene.secrets.values.get(key) ?? '';
      scene.secrets.values.set(key, old);
      await turn(scene);
      expect(heard).toEqual([]);
      await scene.secrets.store(key, newer);
      await turn(scene);
      expect(heard).toEqual(['restored']);
      expect(scene.file.text).toContain(next.refreshToken.reveal());
    });

    it('is not fed by what it wrote itself, nor by other grants', async () => {
      const { scene, heard, countLooks } = await createFollowed();
      scene.put(renew(scene.tokens, { issuedMs: startMs + 1000 }));
      scene.changed.fire();
      await turn(scene);
      expect([heard, countLooks()]).toEqual([['renewed'], 1]);
      await scene.save(mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' }));
      await turn(scene);
      expect([countLooks(), scene.clock.waiting, heard]).toEqual([1, 0, ['renewed']]);
    });
  });
});
