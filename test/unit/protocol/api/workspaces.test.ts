import { describe, expect, it } from 'vitest';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { buildAccountsCheck, parseAccountsCheck } from '../../../../src/protocol/api/workspaces.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { randomText } from '../../../support/tokens.ts';

describe('the workspaces of an account', () => {
  it('come as a list', () => {
    const given = {
      accounts: [
        { id: 'p', plan_type: 'plus', name: null, structure: 'personal' },
        { id: 'w', plan_type: 'business', name: 'Acme', structure: 'workspace', profile_picture_url: 'https://x' },
      ],
      account_ordering: ['p', 'w'],
    };
    expect(parseAccountsCheck(answer(200, given))).toEqual([
      { workspaceId: 'p', name: undefined, plan: 'plus', isPersonal: true },
      { workspaceId: 'w', name: 'Acme', plan: 'business', isPersonal: false },
    ]);
  });

  it('come as a map', () => {
    const given = {
      accounts: { w: { account: { account_id: 'w', plan_type: 'team', name: 'Acme' } }, x: { account: {} } },
    };
    expect(parseAccountsCheck(answer(200, given))).toEqual([
      { workspaceId: 'w', name: 'Acme', plan: 'team', isPersonal: false },
    ]);
  });

  it.each([[{}], [{ accounts: 1 }], [{ accounts: { w: {} } }], ['<html>'], [{ accounts: [{ id: 5 }] }]])(
    'are unknown in %j',
    (body) => {
      expect(parseAccountsCheck(answer(200, body))).toBeUndefined();
    },
  );

  it('are not read out of an error', () => {
    expect(parseAccountsCheck(answer(401, { accounts: [] }))).toBeUndefined();
  });

  it('are asked for with the workspace in a header', () => {
    const token = randomText('access');
    expect(buildAccountsCheck(buildIssuer(), new Secret(token), 'w')).toMatchObject({
      url: 'https://chatgpt.com/backend-api/wham/accounts/check',
      headers: { authorization: `Bearer ${token}`, 'chatgpt-account-id': 'w' },
    });
    expect(buildAccountsCheck(buildIssuer(), new Secret(token), undefined).headers).toEqual({
      authorization: `Bearer ${token}`,
    });
  });
});
