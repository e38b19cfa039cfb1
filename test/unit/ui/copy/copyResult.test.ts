import { describe, expect, it } from 'vitest';
import { buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import { describeCopied, sayCopied, type Copied } from '../../../../src/ui/copy/copyResult.ts';
import { unknownIdentity } from '../../../support/records.ts';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.ts';
import { mintTokens } from '../../../support/tokens.ts';

const credential = buildOwn(mintTokens());
const copied = (
  over: {
    readonly sending?: Partial<Copied['sending']['credential']>;
    readonly result?: Partial<Copied['result']>;
  } = {},
): Copied => ({
  sending: {
    credential: { ...credential, ...over.sending },
    belonging: { accountId: undefined, label: 'Work', identity: unknownIdentity },
  },
  found: {
    target: { kind: 'ssh', name: 'far' },
    place: 'ada@far:22',
    by: undefined,
    mustKeep: false,
    home: { user: 'ada', path: '/x/auth.json', holds: 'none', stamp: 'none' },
  },
  result: { path: '/x/auth.json', keptPath: undefined, cli: undefined, isNoted: true, ...over.result },
});

describe('what is said after a copy', () => {
  it('is where it stands, and that Codex there has not been asked', () => {
    expect(describeCopied(copied())).toBe(
      'Work stands in /x/auth.json on ada@far:22 now. Codex there uses it from its next start.',
    );
  });

  it('is the end of a lease, and what was kept', () => {
    const said = describeCopied(
      copied({
        sending: { binding: 'lease', expiresAtMs: Date.UTC(2026, 10, 30) },
        result: { keptPath: '/x/auth.json.before-1' },
      }),
    );
    expect(said).toMatch(
      /It cannot be renewed there: good until .*2026.*\. What stood there before is in \/x\/auth\.json\.before-1\.$/u,
    );
  });

  it('is a warning when it could not be noted here', async () => {
    const prompts = new ScriptedPrompts();
    await sayCopied(copied({ result: { isNoted: false } }), prompts);
    expect(prompts.shown).toMatchObject([{ kind: 'tell', severity: 'warning' }]);
    expect(prompts.texts.join()).toContain('It could not be noted here: the list of hosts does not show it.');
  });

  it('is a contradiction when the CLI there does not agree', () => {
    expect(describeCopied(copied({ result: { cli: { isSignedIn: false, says: 'Not logged in' } } }))).toContain(
      'But the Codex CLI there says: “Not logged in”.',
    );
  });
});
