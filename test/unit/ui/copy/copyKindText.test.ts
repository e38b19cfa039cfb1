import { describe, expect, it } from 'vitest';
import type { HostAtHand } from '../../../../src/ui/hosts/hostActions.ts';
import { explainKind } from '../../../../src/ui/copy/copyKindText.ts';
import { describeOption } from '../../../../src/ui/hosts/optionRows.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { createAccount, createCredential } from '../../../support/records.ts';

const accountOf = (kind: Account['credential']['kind']) => createAccount({ credential: createCredential(kind) });
const [token, key, chatGpt] = [accountOf('accessToken'), accountOf('apiKey'), accountOf('chatgpt')];
const at = { state: { record: {} } } as Pick<HostAtHand, 'state'>;
const lend = (account: Account, binding: 'lease' | 'copy') =>
  describeOption({ kind: 'lend', account, binding, advice: undefined }, at).detail;

describe('how long a copied sign-in is good', () => {
  it('an access token until its own end or until it is revoked, a key until it is deleted', () => {
    expect(explainKind({ account: token, kind: 'copy', nowMs: 0 })).toContain(
      'good until its own end or until you revoke it',
    );
    expect(explainKind({ account: key, kind: 'copy', nowMs: 0 })).toContain(
      'good until you delete it where you made it',
    );
    expect(lend(token, 'copy')).toContain('access tokens have an end');
    expect(lend(key, 'copy')).not.toMatch(/have an end|revoke/u);
  });

  it('a lease until about its end, without anybody there who could renew it', () => {
    expect(explainKind({ account: chatGpt, kind: 'lease', nowMs: 0 })).toContain(
      'that nobody there can renew, good until about',
    );
    expect(lend(chatGpt, 'lease')).toContain('Ends by itself');
  });
});

it('the CLI’s device code on a host is said to revoke the sign-in there first', () => {
  expect(describeOption({ kind: 'cli' }, at).detail).toContain(
    'codex login --device-auth in a terminal of that host. It first revokes the sign-in there',
  );
});
