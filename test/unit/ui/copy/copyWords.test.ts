import { describe, expect, it } from 'vitest';
import { buildOwn } from '../../../../src/home/handOver.ts';
import { describeCopied, type Copied } from '../../../../src/ui/copy/copyResult.ts';
import { buildWaysPage, listWays } from '../../../../src/ui/copy/waysPage.ts';
import { nobody } from '../../../support/records.ts';
import { mintTokens } from '../../../support/tokens.ts';

const handOver = buildOwn(mintTokens());
const copied = (over: { readonly sending?: Partial<Copied['sending']['handOver']>; readonly result?: Partial<Copied['result']> } = {}): Copied => ({
  sending: { handOver: { ...handOver, ...over.sending }, belonging: { accountId: undefined, label: 'Work', identity: nobody } },
  found: {
    target: { kind: 'ssh', name: 'far' }, place: 'ada@far:22', by: undefined, mustKeep: false,
    home: { user: 'ada', path: '/x/auth.json', standing: 'nobody', stamp: 'none' },
  },
  result: { path: '/x/auth.json', keptPath: undefined, cli: undefined, ...over.result },
});

describe('what is said after a copy', () => {
  it('is where it stands, and that Codex there has not been asked', () => {
    expect(describeCopied(copied())).toBe('Work stands in /x/auth.json on ada@far:22 now. Codex there uses it from its next start.');
  });

  it('is the end of a lease, and what was kept', () => {
    const said = describeCopied(copied({ sending: { binding: 'lease', expiresAtMs: Date.UTC(2026, 10, 30) }, result: { keptPath: '/x/auth.json.before-1' } }));
    expect(said).toMatch(/It cannot be renewed there: good until .*2026.*\. What stood there before is in \/x\/auth\.json\.before-1\.$/u);
  });

  it('is a contradiction when the CLI there does not agree', () => {
    expect(describeCopied(copied({ result: { cli: { isSignedIn: false, says: 'Not logged in' } } }))).toContain('But the Codex CLI there says: “Not logged in”.');
  });
});

describe('the documented ways', () => {
  it('stand in the order of the documentation, with its commands', () => {
    expect(listWays().map(({ command }) => command.split('\n')[0])).toEqual([
      'codex login --device-auth',
      'ssh user@remote \'mkdir -p ~/.codex\' && scp ~/.codex/auth.json user@remote:~/.codex/auth.json',
      'ssh user@remote \'mkdir -p ~/.codex && cat > ~/.codex/auth.json\' < ~/.codex/auth.json',
      'CONTAINER_HOME=$(docker exec MY_CONTAINER printenv HOME)',
      'ssh -L 1455:localhost:1455 user@remote',
    ]);
  });

  it('make a page that says why, where, and that the file is a password', () => {
    const page = buildWaysPage();
    for (const part of ['localhost, port 1455', '%USERPROFILE%\\.codex', 'CODEX_HOME', 'like a password', 'docs/auth/ci-cd-auth', 'before the sign-in begins']) {
      expect(page).toContain(part);
    }
  });
});
