import { describe, expect, it } from 'vitest';
import { buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import { parseCredentialDocument } from '../../../../src/home/credential/credentialDocument.ts';
import { serializeCredential } from '../../../../src/home/credential/serializeCredential.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createRemoteScene, minuteMs, signInStatusOf, startMs } from './remoteHostScene.ts';

describe('a host that the window is connected to', () => {
  it('gets a lease: no refresh token there, a note without a secret here', async () => {
    const { host, remote, account, records, folder } = await createRemoteScene();
    await host.look();
    expect(signInStatusOf(host)).toBe('empty');
    expect(await host.lend(account)).toMatchObject({ kind: 'ok', answer: { replaced: 'nothing' } });
    expect(host.state).toMatchObject({
      kind: 'connected',
      signIn: { kind: 'placed', ending: 'good' },
      record: { choice: 'auto' },
    });
    const there = parseCredentialDocument(new Secret(remote.text ?? ''));
    const tokens =
      there.kind === 'credential' && there.credential.kind === 'chatgpt' ? there.credential.tokens : undefined;
    expect([tokens?.refreshToken.isEmpty, tokens?.loginOwnerId]).toEqual([true, undefined]);
    expect((await records.read('host-1'))?.placed).toMatchObject({
      binding: 'lease',
      accountId: account.id,
      label: account.label,
      expiresAtMs: startMs + 60 * minuteMs,
    });
    const kept = [...folder.files.values()].join();
    expect(kept).not.toContain(tokens?.accessToken.reveal());
    expect(kept).not.toContain(tokens?.idToken.reveal());
  });

  it('gets nothing that its rules are against, and nothing is asked for it', async () => {
    const { host, remote, account, http } = await createRemoteScene();
    const source = { layer: 'requirements', path: '/etc/codex/requirements.toml' } as const;
    remote.rules = { kind: 'rules', allowedMethods: { key: 'allowed_login_methods', value: ['api'], source } };
    await host.look();
    const before = http.sent.length;
    const ruledOut = { kind: 'ruledOut', ruled: { verdict: { kind: 'refused', rule: { source } } } };
    expect(await host.lend(account)).toMatchObject(ruledOut);
    const tokens = mintTokens();
    const belonging = { accountId: undefined, label: 'ada', identity: identifyTokens(tokens) };
    expect(await host.giveOwn(buildOwn(tokens), belonging)).toMatchObject(ruledOut);
    expect([remote.puts, http.sent.length]).toEqual([[], before]);
    // Where no Codex starts for a broken layer, no rule is about the account.
    remote.rules = { kind: 'broken', problem: 'notToml', source };
    await host.look();
    expect(await host.lend(account)).toMatchObject({ kind: 'ok' });
    // A rule that came since stops the renewal, too, by the host's own word then.
    remote.rules = { kind: 'rules', allowedMethods: { key: 'allowed_login_methods', value: ['api'], source } };
    expect(await host.renew('silently')).toMatchObject(ruledOut);
    expect(remote.puts).toHaveLength(1);
    expect(host.state).toMatchObject({ ruled: { verdict: { kind: 'refused' } } });
  });

  it('gets an own sign-in, of which a note without a token is kept', async () => {
    const { host, remote, records, folder } = await createRemoteScene();
    await host.look();
    const tokens = mintTokens();
    const belonging = { accountId: undefined, label: 'ada@example.com', identity: identifyTokens(tokens) };
    await host.giveOwn(buildOwn(tokens), belonging, 'own');
    expect(await records.read('host-1')).toMatchObject({
      choice: 'own',
      placed: { binding: 'own', accountId: undefined, expiresAtMs: undefined },
    });
    expect([...folder.files.values()].join()).not.toContain(tokens.refreshToken.reveal());
    expect(host.state).toMatchObject({ signIn: { kind: 'placed', ending: 'never' } });
    // Codex there renews it and writes the file itself: still the one that was handed over.
    const renewed = { ...tokens, accessToken: mintTokens().accessToken, refreshToken: new Secret(randomText('rt')) };
    remote.text = serializeCredential({ kind: 'chatgpt', tokens: renewed }, new Secret(remote.text ?? '')).reveal();
    remote.placement = undefined;
    await host.look();
    expect(signInStatusOf(host)).toBe('placed');
  });

  it('is said to use another account when somebody signed in there', async () => {
    const { host, account, signInThere } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    signInThere();
    await host.look();
    expect(host.state).toMatchObject({
      signIn: {
        kind: 'accountChangedRemotely',
        placed: { label: account.label },
        found: { email: 'eve@example.com', credential: 'chatgpt' },
      },
    });
  });

  it('is said to be signed in by others when nothing was put there', async () => {
    const { host, signInThere } = await createRemoteScene();
    signInThere();
    await host.look();
    expect(host.state).toMatchObject({ signIn: { kind: 'foreign', found: { email: 'eve@example.com' } } });
  });

  it('is told from its record when the companion has lost its memory', async () => {
    const { host, account, remote } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    remote.placement = undefined;
    await host.look();
    expect(signInStatusOf(host)).toBe('placed');
    // It would ask the person there: nobody is asked unless they clicked.
    expect(await host.renew('silently')).toEqual({ kind: 'left' });
    expect(await host.renew('asking')).toMatchObject({ kind: 'ok' });
  });

  it('misses what was signed out there', async () => {
    const { host, account, remote } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    remote.text = undefined;
    remote.placement = undefined;
    await host.look();
    expect(host.state).toMatchObject({ signIn: { kind: 'signedOutRemotely', was: { label: account.label } } });
  });

  it('is known again after a rebuild, as a new host under the old name; one click later the old note is gone', async () => {
    const { host, account, remote, openWindow, records } = await createRemoteScene({ authority: 'dev-container+7b22' });
    await host.look();
    await host.lend(account, 'lease');
    remote.rebuild('host-2');
    const after = openWindow();
    await after.look();
    expect(after.state).toMatchObject({
      record: { id: 'host-2', choice: 'lease' },
      signIn: { kind: 'signedOutRemotely', was: { accountId: account.id } },
    });
    await after.lend(account);
    expect((await records.list()).map(({ id }) => id)).toEqual(['host-2']);
    expect(signInStatusOf(after)).toBe('placed');
  });

  it('keeps the note of an own sign-in of the container before: it lives on the server until it is revoked', async () => {
    const { host, account, remote, openWindow, records } = await createRemoteScene();
    await host.look();
    const tokens = mintTokens();
    await host.giveOwn(buildOwn(tokens), { accountId: undefined, label: 'ada', identity: identifyTokens(tokens) });
    remote.rebuild('host-2');
    const after = openWindow();
    await after.look();
    await after.lend(account);
    expect((await records.list()).map(({ id, placed }) => [id, placed?.binding])).toEqual([
      ['host-2', 'lease'],
      ['host-1', 'own'],
    ]);
  });

  it('is nobody else’s: another remote is not taken for a rebuilt one', async () => {
    const { host, account, remote, openWindow } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    remote.rebuild('host-2');
    const other = openWindow('ssh-remote+other');
    await other.look();
    expect(signInStatusOf(other)).toBe('empty');
  });

  it.each([
    [{ kind: 'missing' }, 'missing'],
    [{ kind: 'older', version: '0.0.1' }, 'older'],
    [{ kind: 'refused', refusal: { code: 'untrusted' } }, 'refused'],
  ] as const)('without an answer gets nothing, and no lease is made: %j', async (instead, kind) => {
    const { host, account, remote, http, records } = await createRemoteScene();
    remote.instead = instead;
    await host.look();
    expect(host.state.kind).toBe(kind);
    expect((await host.lend(account)).kind).toBe(kind);
    expect([http.to('/oauth/token').length, (await records.list()).length]).toEqual([0, 0]);
  });

  it('that says no keeps what it has, and so does the record', async () => {
    const { host, account, remote, records } = await createRemoteScene();
    await host.look();
    remote.put = () => Promise.resolve({ kind: 'refused', refusal: { code: 'declined' } });
    expect(await host.lend(account, 'lease')).toEqual({ kind: 'refused', refusal: { code: 'declined' } });
    expect(await records.read('host-1')).toMatchObject({ choice: 'auto', placed: undefined });
  });

  it('gives back what was put there, and nothing else', async () => {
    const { host, account, records, remote, signInThere } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    expect(await host.remove()).toMatchObject({ kind: 'ok', answer: { removed: true } });
    expect([(await records.read('host-1'))?.placed, remote.text, signInStatusOf(host)]).toEqual([
      undefined,
      undefined,
      'empty',
    ]);
    signInThere();
    expect(await host.remove()).toMatchObject({ kind: 'refused', refusal: { code: 'notOurs' } });
    expect(signInStatusOf(host), 'what stands there is shown after a refusal, too').not.toBe('empty');
  });

  it('is noted also where its note was dropped meanwhile', async () => {
    const { host, account, records, openWindow } = await createRemoteScene();
    await host.look();
    await records.remove('host-1');
    await host.lend(account);
    expect([signInStatusOf(host), (await records.read('host-1'))?.placed?.accountId]).toEqual(['placed', account.id]);
    await records.remove('host-1');
    const unseen = openWindow();
    await unseen.lend(account, 'lease');
    expect([signInStatusOf(unseen), (await records.read('host-1'))?.choice]).toEqual(['placed', 'lease']);
  });

  it.each([
    new AuthError('tryAgain', buildSentence('vault.locked', {})),
    Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' }),
  ])('is placed, whatever fails right after: %s', async (failure) => {
    const { host, account, remote, folder } = await createRemoteScene();
    await host.look();
    const put = remote.put;
    remote.put = async (request) => {
      const done = await put(request);
      folder.withLock = () => Promise.reject(failure);
      return done;
    };
    expect(await host.lend(account)).toMatchObject({ kind: 'ok' });
  });

  it('is as the newer answer says where a look was long on its way', async () => {
    const { host, account, remote } = await createRemoteScene();
    await host.look();
    const { status } = remote;
    const held = Promise.withResolvers<undefined>();
    remote.status = async (request) => {
      remote.status = status;
      const said = await status(request);
      await held.promise;
      return said;
    };
    const slow = host.look();
    await host.lend(account);
    held.resolve(undefined);
    await slow;
    expect(signInStatusOf(host)).toBe('placed');
  });

  it('keeps the person’s word', async () => {
    const { host, records, openWindow } = await createRemoteScene();
    await host.look();
    await host.choose('none');
    expect((await records.read('host-1'))?.choice).toBe('none');
    const other = openWindow();
    await other.look();
    expect(other.state).toMatchObject({ record: { choice: 'none' } });
  });
});

describe('the lease on a host', () => {
  it('is renewed in place: same placement, another access token, the account goes on', async () => {
    const { host, account, remote, clock, vault } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    await clock.advance(30 * minuteMs);
    expect(await host.renew('silently')).toMatchObject({ kind: 'ok', answer: { replaced: 'ours' } });
    const [first, second] = remote.puts;
    expect([second?.placementId, second?.document === first?.document]).toEqual([first?.placementId, false]);
    expect(host.state).toMatchObject({
      signIn: { kind: 'placed', placed: { expiresAtMs: startMs + 90 * minuteMs } },
    });
    expect((await vault.read(account.id)).kind).toBe('account');
  });

  it('is renewed once by two windows', async () => {
    const { host, account, remote, openWindow } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    const other = openWindow();
    await other.look();
    const outcomes = await Promise.all([host.renew('silently'), other.renew('silently')]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['left', 'ok']);
    expect(remote.puts).toHaveLength(2);
  });

  it('is not put over somebody else’s sign-in', async () => {
    const { host, account, remote, signInThere, http } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    const sent = http.to('/oauth/token').length;
    signInThere();
    expect(await host.renew('silently')).toEqual({ kind: 'left' });
    expect([remote.puts.length, http.to('/oauth/token').length]).toEqual([1, sent]);
  });

  it('can not be renewed once its account is forgotten here', async () => {
    const { host, account, secrets } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    secrets.values.clear();
    expect(await host.renew('silently')).toEqual({ kind: 'noAccount' });
  });

  it('is about to end when less than a quarter of it is left', async () => {
    const { host, account, clock } = await createRemoteScene();
    await host.look();
    await host.lend(account);
    await clock.advance(46 * minuteMs);
    await host.look();
    expect(host.state).toMatchObject({ signIn: { kind: 'placed', ending: 'soon' } });
  });
});
