import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/util/secret.ts';
import { answer } from '../../support/fakeHttp.ts';
import { randomText } from '../../support/tokens.ts';
import { createSignInScene, tell } from './signInScene.ts';

describe('another key for an account', () => {
  it('puts another key in the place of an account’s own, in the Home too, and its name and color stay', async () => {
    const { service, file, directory, questions, ledger } = createSignInScene({ replies: { '/v1/models': answer(200) } });
    const [old, next] = [new Secret(randomText('sk')), new Secret(randomText('sk'))];
    const first = await service.withApiKey({ kind: 'apiKey', key: old, check: 'good' });
    const id = first.kind === 'signedIn' ? first.account.id : '';
    await directory.decorate(id, { label: 'Build', colour: 'green' });
    const outcome = await service.withApiKey({ kind: 'apiKey', key: next, check: 'good' }, id);
    expect([tell(outcome), questions.asked, file.text?.includes(next.reveal())]).toEqual(['signedIn placed', [], true]);
    const rows = await directory.list();
    expect(rows).toMatchObject([{ kind: 'ready', account: { id, label: 'Build', colour: 'green' } }]);
    expect((await ledger.list()).entries).toHaveLength(1);
  });

  it('has the label of a key follow the new one, and knows a key that another account has', async () => {
    const { service, directory } = createSignInScene({ replies: { '/v1/models': answer(200) } });
    const keys = ['one', 'two', 'three'].map((name) => new Secret(`sk-${randomText('x')}-${name}`));
    const sign = async (index: number, replacedId?: string): Promise<string> => {
      const outcome = await service.withApiKey({ kind: 'apiKey', key: keys[index] ?? new Secret(''), check: 'good' }, replacedId);
      return outcome.kind === 'signedIn' ? outcome.account.id : '';
    };
    const labels = async (): Promise<readonly string[]> => (await directory.list()).map((row) => (row.kind === 'ready' ? row.account.label : row.kind)).sort();
    const [first, second] = [await sign(0), await sign(1)];
    expect(await sign(2, first)).toBe(first);
    expect(await labels()).toEqual(['Key …-two', 'Key …hree']);
    expect(await sign(1, first)).toBe(second);
    expect(await labels()).toEqual(['Key …-two', 'Key …hree']);
  });
});
