import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../src/storage/account.ts';
import { describeSignedOut } from '../../../../src/ui/commands/signedOutNews.ts';
import { createAccount, createCredential } from '../../../support/records.ts';

const tell = (kind: Credential['kind'], grant: 'alive' | 'ended' | 'unknown'): string =>
  describeSignedOut({ kind: 'signedOut', account: createAccount({ credential: createCredential(kind) }), grant });

describe('what is said after a sign-out by another program', () => {
  it('says of each end of the grant what is known of it, and nothing else', () => {
    expect(tell('chatgpt', 'alive')).toContain('Work is still among your accounts');
    expect(tell('chatgpt', 'ended')).toContain('the sign-in of Work was ended on the server');
    expect(tell('chatgpt', 'unknown')).toContain('not known yet whether the sign-in of Work was also ended');
    expect(tell('chatgpt', 'ended') + tell('chatgpt', 'unknown')).not.toContain('still among');
  });

  it.each(['apiKey', 'accessToken'] as const)(
    'claims no end of a sign-in for a %s, which a sign-out does not touch',
    (kind) => {
      expect(tell(kind, 'ended')).toContain('the server does not accept Work any more');
      expect(tell(kind, 'unknown')).toContain('not known yet whether the server still accepts Work');
    },
  );
});
