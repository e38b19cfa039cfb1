import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/storage/account.ts';
import {
  buildSession,
  diffSessions,
  shareableLabel,
} from '../../../../src/ui/authentication/authenticationSessions.ts';
import { createAccount, createCredential, unknownIdentity, accountIdOf } from '../../../support/records.ts';

function build(accounts: readonly Account[], hidePersonalInfo = false) {
  return accounts.flatMap((account) => buildSession(account, hidePersonalInfo));
}

describe('the session of an account', () => {
  it('has the access token, and nothing else that is secret', () => {
    const account = createAccount();
    const [session] = build([account]);
    const { credential } = account;
    const tokens = credential.kind === 'chatgpt' ? credential.tokens : undefined;
    expect(session?.accessToken === tokens?.accessToken.reveal()).toBe(true);
    expect(JSON.stringify(session).includes(tokens?.refreshToken.reveal() ?? '')).toBe(false);
    expect(JSON.stringify(session).includes(tokens?.idToken.reveal() ?? '')).toBe(false);
    expect(Object.keys(session ?? {}).sort()).toEqual(['accessToken', 'account', 'id', 'scopes']);
  });

  it('is one for an access token, and none for an API key', () => {
    const credential = createCredential('accessToken');
    const [session] = build([createAccount({ credential })]);
    expect(session?.accessToken === credential.token.reveal()).toBe(true);
    expect(build([createAccount({ credential: createCredential('apiKey') })])).toEqual([]);
  });

  it('is called by its label, with the person beside it', () => {
    const labels = build([createAccount(), createAccount({ label: 'Key', identity: unknownIdentity })]).map(
      ({ account }) => account.label,
    );
    expect(labels).toEqual(['Work (ada@example.com)', 'Key']);
  });

  it('names unknownIdentity where personal information is hidden, whatever the label says', () => {
    const accounts = [
      createAccount(),
      createAccount({ label: 'ada@example.com', id: accountIdOf('first-1') }),
      createAccount({ label: 'x@y', id: accountIdOf('second-2') }),
    ];
    const labels = build(accounts, true).map(({ account }) => account.label);
    expect(labels).toEqual(['Work', 'ChatGPT first-', 'ChatGPT second']);
    expect(new Set(labels).size).toBe(3);
  });

  it('shows no control characters of a label', () => {
    expect(shareableLabel(createAccount({ label: 'Wo\u202Erk\n' }), false)).not.toMatch(/[\u202E\n]/u);
  });
});

describe('what changed between two looks', () => {
  it('is nothing when all is the same', () => {
    const sessions = build([createAccount(), createAccount({ label: 'Home' })]);
    expect(diffSessions(sessions, [...sessions].reverse())).toBeUndefined();
    expect(diffSessions([], [])).toBeUndefined();
  });

  it('tells what came, what went, what has another token and what has another name', () => {
    const [stays, goes, renewed, renamed] = [createAccount(), createAccount(), createAccount(), createAccount()];
    const comes = createAccount();
    const after = [stays, comes, { ...renewed, credential: createCredential('chatgpt') }, { ...renamed, label: 'New' }];
    const change = diffSessions(build([stays, goes, renewed, renamed]), build(after));
    expect(change?.added?.map(({ id }) => id)).toEqual([comes.id]);
    expect(change?.removed?.map(({ id }) => id)).toEqual([goes.id]);
    expect(change?.changed?.map(({ id }) => id)).toEqual([renewed.id, renamed.id]);
  });
});
