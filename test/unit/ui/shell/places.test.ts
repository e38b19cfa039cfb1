import { describe, expect, it } from 'vitest';
import { describeVaultPlace } from '../../../../src/ui/shell/storagePlaces.ts';
import { codeServerFacts, situationOf } from '../../../support/situations.ts';

describe('where the accounts are', () => {
  it('is not called encrypted where VS Code has no keyring to encrypt with', () => {
    expect(describeVaultPlace(situationOf(), {})).toBe(
      'In the secret storage of VS Code, encrypted with the keyring of this computer where there is one. Without one, VS Code encrypts weakly or keeps it until its end only.',
    );
  });

  it('is a file that only the user can read in a window in the browser', () => {
    expect(describeVaultPlace(situationOf(codeServerFacts), { path: '/data/accounts.json' })).toMatch(
      /only your user can read: \/data\/accounts\.json\./u,
    );
  });
});
