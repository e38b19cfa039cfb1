import { describe, expect, it } from 'vitest';
import { describeHomeNews } from '../../../../src/ui/commands/homeNews.ts';
import { createAccount } from '../../../support/records.ts';

const account = createAccount({ label: 'Work' });

describe('what another program did to Codex', () => {
  it.each([
    ['switched', 'Codex on this computer was given Work by another program.'],
    ['signedIn', 'Codex on this computer was signed in by another program: Work was added to your accounts.'],
    ['added', 'Work was signed in by another program and added to your accounts.'],
  ] as const)('is told where it changes who is in use or kept: %s', (kind, words) => {
    expect(describeHomeNews({ kind, account })).toContain(words);
  });

  it.each(['renewed', 'restored', 'gone'] as const)('is no news by itself: %s', (kind) => {
    expect(describeHomeNews({ kind, account })).toBeUndefined();
  });
});
