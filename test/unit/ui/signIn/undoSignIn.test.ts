import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { SignOutService } from '../../../../src/accounts/use/signOutService.ts';
import { SwitchService } from '../../../../src/accounts/use/switchService.ts';
import { serializeCredential } from '../../../../src/home/credential/serializeCredential.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { undoSignIn } from '../../../../src/ui/signIn/undoSignIn.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { createCredential, unknownIdentity } from '../../../support/records.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';
import { notEnded } from '../../../support/fakeClock.ts';

const mintOf = (name: string) =>
  mintTokens({ userId: `user-${name}`, workspaceId: `workspace-${name}`, email: `${name}@example.com` });

/** Codex uses Ada's account; a wrong one can be placed in its stead, and that undone. */
async function createScene({ hasAda = true, mayDisturb = true } = {}) {
  const installation = createInstallation({ replies: { '/oauth/revoke': answer(200) } });
  const { directory, homeLink, bindings, home, http, file, outcome } = installation;
  const save = async (name: string): Promise<Account> => {
    const tokens = mintOf(name);
    return (await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens))).account;
  };
  const saveProvider = async (kind: 'azure' | 'local'): Promise<Account> =>
    (await directory.save(createCredential(kind), unknownIdentity)).account;
  const refresh = {
    run: (account: Account) =>
      Promise.resolve(account.label.startsWith('ada') ? outcome.next : ({ kind: 'fresh', account } as const)),
  };
  const worker = { pid: 1, role: 'exec' } as never;
  const switching = new SwitchService({
    ...installation,
    ended: notEnded,
    refresh,
    mayInterrupt: () => Promise.resolve(true),
    mayDisturb: () => Promise.resolve(mayDisturb),
    findWorkers: () => Promise.resolve(mayDisturb ? [] : [worker]),
  });
  const fake = createFakeFlow();
  const flow = {
    ...fake,
    directory,
    loadSwitch: () => Promise.resolve(switching),
    loadHomeLink: () => Promise.resolve(homeLink),
    loadSignOut: () => Promise.resolve(new SignOutService(installation)),
  };
  const said = (): readonly string[] => fake.prompts.texts;
  const ada = await save('ada');
  outcome.next = { kind: 'fresh', account: ada };
  if (hasAda) {
    await homeLink.place(ada, 'silently');
  }
  const placeAndUndo = async (account: Account, between: () => unknown = () => undefined): Promise<void> => {
    const placement = await homeLink.place(account, 'asking');
    await between();
    await undoSignIn(account, placement, flow);
  };
  /** Who Codex uses, and what became of the account that was not wanted. */
  const tell = async ({ id }: Account): Promise<readonly unknown[]> => {
    const occupant = await homeLink.look();
    return [
      occupant.kind === 'ours' ? occupant.account.label : occupant.kind,
      (await directory.find(id)).kind,
      http.to('/oauth/revoke').length,
    ];
  };
  return { ...installation, file, bindings, home, ada, save, saveProvider, said, switching, placeAndUndo, tell };
}

describe('Undo of a new sign-in', () => {
  it('gives Codex back to the account before, and ends the new one', async () => {
    const { save, placeAndUndo, tell, said } = await createScene();
    const wrong = await save('wrong');
    await placeAndUndo(wrong);
    expect([await tell(wrong), said()]).toEqual([
      ['ada@example.com', 'missing', 1],
      [expect.stringContaining('wrong@example.com was taken away again')],
    ]);
  });

  it('ends the new one, and leaves Codex as it is, once the person has switched back by hand', async () => {
    const { save, placeAndUndo, tell, switching, ada, homeLink } = await createScene();
    const wrong = await save('wrong');
    await placeAndUndo(wrong, () => switching.switchTo(ada.id));
    expect([await tell(wrong), (await homeLink.binding())?.accountId]).toEqual([
      ['ada@example.com', 'missing', 1],
      ada.id,
    ]);
  });

  it('ends the new one, and leaves Codex as it is, once the person has chosen a third account', async () => {
    const { save, placeAndUndo, tell, switching } = await createScene();
    const [cyn, wrong] = [await save('cyn'), await save('wrong')];
    await placeAndUndo(wrong, () => switching.switchTo(cyn.id));
    expect(await tell(wrong)).toEqual(['cyn@example.com', 'missing', 1]);
  });

  it('signs Codex out again where it was, whoever was chosen before that', async () => {
    const { save, placeAndUndo, tell, file } = await createScene();
    file.text = undefined;
    const wrong = await save('wrong');
    await placeAndUndo(wrong);
    expect(await tell(wrong)).toEqual(['none', 'missing', 1]);
  });

  it('gives Codex back to the provider that was in use, over whoever was signed in', async () => {
    const { save, saveProvider, placeAndUndo, tell, providerReader, homeLink, configToml, ada } = await createScene();
    const azure = await saveProvider('azure');
    await homeLink.place(azure, 'silently');
    const text = configToml.layers.user;
    const wrong = await save('wrong');
    await placeAndUndo(wrong);
    expect([await tell(wrong), configToml.layers.user]).toEqual([['ada@example.com', 'missing', 1], text]);
    expect(await providerReader.look()).toMatchObject({ kind: 'ours', account: { id: azure.id }, previousId: ada.id });
  });

  it('gives Codex back to the provider where nobody was signed in', async () => {
    const { save, saveProvider, placeAndUndo, tell, providerReader, homeLink, switching } = await createScene({
      hasAda: false,
    });
    const azure = await saveProvider('azure');
    await homeLink.place(azure, 'silently');
    const wrong = await save('wrong');
    await placeAndUndo(wrong);
    expect(await tell(wrong)).toEqual(['none', 'missing', 1]);
    expect(await providerReader.look()).toMatchObject({ kind: 'ours', account: { id: azure.id } });
    expect(await switching.findPrevious()).toBeUndefined();
  });

  it('leaves a provider that was chosen since in use, and takes the new sign-in out from under it', async () => {
    const { save, saveProvider, placeAndUndo, tell, providerReader, homeLink } = await createScene();
    const [azure, local] = [await saveProvider('azure'), await saveProvider('local')];
    await homeLink.place(azure, 'silently');
    const wrong = await save('wrong');
    await placeAndUndo(wrong, () => homeLink.place(local, 'silently'));
    expect(await tell(wrong)).toEqual(['ada@example.com', 'missing', 1]);
    expect(await providerReader.look()).toMatchObject({ kind: 'ours', account: { id: local.id } });
  });

  it('goes without a provider that has been forgotten', async () => {
    const { save, saveProvider, placeAndUndo, tell, providerReader, homeLink, directory, said } = await createScene();
    const azure = await saveProvider('azure');
    await homeLink.place(azure, 'silently');
    const wrong = await save('wrong');
    await placeAndUndo(wrong, () => directory.forget(azure));
    expect([await tell(wrong), await providerReader.look()]).toEqual([['ada@example.com', 'missing', 1], undefined]);
    expect(said()).toHaveLength(1);
  });

  it('gives Codex back to the sign-in that was found there and kept, not to one before it', async () => {
    const { save, placeAndUndo, tell, file, questions } = await createScene();
    file.text = serializeCredential({ kind: 'chatgpt', tokens: mintOf('bea') }, undefined).reveal();
    questions.answers.replaceForeign = 'keepAndReplace';
    const wrong = await save('wrong');
    await placeAndUndo(wrong);
    expect(await tell(wrong)).toEqual(['bea@example.com', 'missing', 1]);
  });

  it('changes nothing when the person would not have Codex disturbed', async () => {
    const { save, placeAndUndo, tell, said } = await createScene({ mayDisturb: false });
    const wrong = await save('wrong');
    await placeAndUndo(wrong);
    expect([await tell(wrong), said()]).toEqual([['wrong@example.com', 'account', 0], []]);
  });

  it('ends the new one where the account before has ended too, and says so', async () => {
    const { save, placeAndUndo, tell, said, outcome } = await createScene();
    const wrong = await save('wrong');
    outcome.next = { kind: 'dead', cause: 'revoked' };
    await placeAndUndo(wrong);
    expect(await tell(wrong)).toEqual(['none', 'missing', 1]);
    expect(said()).toEqual([
      expect.stringMatching(
        /wrong@example.com was taken away again.*ada@example.com, which it used before, needs a new sign-in/u,
      ),
    ]);
  });

  it('ends the new one where the account before is gone', async () => {
    const { save, placeAndUndo, tell, said, directory, ada } = await createScene();
    const wrong = await save('wrong');
    await placeAndUndo(wrong, () => directory.forget(ada));
    expect([await tell(wrong), said()]).toEqual([
      ['none', 'missing', 1],
      [expect.stringContaining('the account that it used before needs a new sign-in')],
    ]);
  });

  it('says why the Home could not be emptied, not that the server did not confirm', async () => {
    const { save, placeAndUndo, said, file, http } = await createScene({ hasAda: false });
    const wrong = await save('wrong');
    await placeAndUndo(wrong, () => {
      file.remove = () =>
        Promise.reject(
          new AuthError('fixFile', buildSentence('home.readOnlyDisk', { path: '/home/ada/.codex/auth.json' })),
        );
    });
    expect([http.to('/oauth/revoke').length, said()]).toEqual([
      1,
      [expect.stringContaining('/home/ada/.codex/auth.json')],
    ]);
  });

  it('keeps a key that could not be taken out of the Home, and says why', async () => {
    const { directory, placeAndUndo, tell, said, file } = await createScene({ hasAda: false });
    const { account: key } = await directory.save(
      { kind: 'apiKey', key: new Secret(randomText('sk')), check: 'good' },
      identifyTokens(mintOf('nobody')),
    );
    await placeAndUndo(key, () => {
      file.remove = () =>
        Promise.reject(
          new AuthError('fixFile', buildSentence('home.readOnlyDisk', { path: '/home/ada/.codex/auth.json' })),
        );
    });
    expect([await tell(key), said()]).toEqual([
      [key.label, 'account', 0],
      [expect.stringContaining('/home/ada/.codex/auth.json')],
    ]);
  });
});
