import { describe, expect, it } from 'vitest';
import { GrantStore } from '../../../../src/accounts/refresh/grantStore.ts';
import { HomeFollower } from '../../../../src/accounts/use/homeFollower.ts';
import { HomeTokens } from '../../../../src/accounts/refresh/homeTokens.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { randomText } from '../../../support/tokens.ts';
import { createSignInScene, goodKey, tell } from './signInScene.ts';
import { accountIdOf } from '../../../support/records.ts';
import type { AccountId } from '../../../../src/storage/ids.ts';

describe('another key for an account', () => {
  it('puts another key in the place of an account’s own, in the Home too, and its name and color stay', async () => {
    const { service, file, directory, questions, ledger } = createSignInScene({
      replies: goodKey,
    });
    const [old, next] = [new Secret(randomText('sk')), new Secret(randomText('sk'))];
    const first = await service.withApiKey(old);
    const id = first.kind === 'signedIn' ? first.account.id : '';
    await directory.decorate(accountIdOf(id), { label: 'Build', colour: 'green' });
    const outcome = await service.withApiKey(next, accountIdOf(id));
    expect([tell(outcome), questions.asked, file.text?.includes(next.reveal())]).toEqual(['signedIn placed', [], true]);
    const rows = await directory.list();
    expect(rows).toMatchObject([{ kind: 'ready', account: { id, label: 'Build', colour: 'green' } }]);
    expect((await ledger.list()).entries).toHaveLength(1);
  });

  it('has the label of a key follow the new one, and knows a key that another account has', async () => {
    const { service, directory } = createSignInScene({ replies: goodKey });
    const keys = ['one', 'two', 'three'].map((name) => new Secret(`sk-${randomText('x')}-${name}`));
    const sign = async (index: number, replacedId?: AccountId): Promise<AccountId> => {
      const outcome = await service.withApiKey(keys[index] ?? new Secret(''), replacedId);
      return accountIdOf(outcome.kind === 'signedIn' ? outcome.account.id : '');
    };
    const labels = async (): Promise<readonly string[]> =>
      (await directory.list()).map((row) => (row.kind === 'ready' ? row.account.label : row.kind)).sort();
    const [first, second] = [await sign(0), await sign(1)];
    expect(await sign(2, first)).toBe(first);
    expect(await labels()).toEqual(['Key …-two', 'Key …hree']);
    expect(await sign(1, first)).toBe(second);
    expect(await labels()).toEqual(['Key …-two', 'Key …hree']);
  });

  it('does not have the old one added as an account while the Home holds it, since that cannot be written', async () => {
    const scene = createSignInScene({ replies: goodKey });
    const { service, file, directory, homeLink, questions, vault, ledger, clock, home, bindings } = scene;
    const [old, next] = [new Secret(randomText('sk')), new Secret(randomText('sk'))];
    const first = await service.withApiKey(old);
    const id = first.kind === 'signedIn' ? first.account.id : '';
    const { replace } = file;
    file.replace = () =>
      Promise.reject(new AuthError('fixFile', buildSentence('home.readOnlyDisk', { path: file.path })));
    const outcome = await service.withApiKey(next, accountIdOf(id));
    file.replace = replace;
    const grantStore = new GrantStore({ vault, ledger, clock, owner: { vaultId: 'vault-1', product: 'Code' } });
    const follower = new HomeFollower({
      ...scene,
      grantStore,
      homeTokens: new HomeTokens({ home, grantStore, bindings }),
      onDidChangeHome: new Emitter<void>().event,
    });
    const news = await follower.follow();
    expect([tell(outcome), news.kind, (await directory.list()).length]).toEqual(['signedIn failed', 'nothing', 1]);
    // Where it can be written again, Codex gets the new one on the person's word.
    questions.answers.replaceForeign = 'keepAndReplace';
    expect([
      outcome.kind === 'signedIn' && (await homeLink.place(outcome.account, 'asking')).kind,
      file.text?.includes(next.reveal()),
    ]).toEqual(['placed', true]);
  });
});
