import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRulesHere } from '../../../companion/rulesHere.ts';
import { ConfigFiles } from '../../../src/platform/home/configFiles.ts';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';
import { parseCredentialDocument } from '../../../src/home/credential/credentialDocument.ts';
import { hostId, keyDocument, leaseOf, ownOf, requestOf, setHomeHostScene } from './hostCommandsScene.ts';
import { Secret } from '../../../src/base/secret.ts';
import { randomText } from '../../support/tokens.ts';

const hour = 3_600_000;
const endMs = Date.UTC(2026, 10, 21, 5);
const signedOut = { home: { kind: 'signedOut' }, running: [], canPutBack: false };

function accessTokenIn(text: string | undefined): string | undefined {
  const parsed = parseCredentialDocument(new Secret(text ?? ''));
  return parsed.kind === 'credential' && parsed.credential.kind === 'chatgpt'
    ? parsed.credential.tokens.accessToken.reveal()
    : undefined;
}

describe('placing', () => {
  it('asks with account, binding, end and file, then writes, says so and knows it again', async () => {
    const scene = setHomeHostScene();
    const request = requestOf({ document: leaseOf({ expiresAtMs: endMs }) });
    const placed = await scene.host.put(request);
    expect(placed).toEqual({
      ok: { placedAtMs: expect.any(Number) as number, replaced: 'nothing', status: expect.anything() as unknown },
    });
    expect({ ok: 'ok' in placed && placed.ok.status }, 'what a look says then').toEqual(
      await scene.host.status({ hostId }),
    );
    expect(scene.asked).toEqual([
      { label: 'Work', binding: 'lease', expiresAtMs: endMs, path: scene.file.path, replaced: { kind: 'none' } },
    ]);
    expect(accessTokenIn(scene.file.text)).toBe(accessTokenIn(request.document));
    expect(scene.news).toEqual(['placed Work']);
    expect(await scene.host.status({ hostId })).toMatchObject({
      ok: { home: { placement: { placementId: 'p-1', label: 'Work' } } },
    });
  });

  it('changes nothing when the person says no, or the folder is not trusted', async () => {
    const scene = setHomeHostScene(keyDocument());
    const before = scene.file.text;
    scene.answer = false;
    expect(await scene.host.put(requestOf())).toEqual({ code: 'declined' });
    scene.isTrusted = false;
    expect(await scene.host.put(requestOf())).toEqual({ code: 'untrusted' });
    expect([scene.file.text, scene.kept, scene.news, scene.asked.length]).toEqual([before, [], [], 1]);
  });

  it.each([
    ['for another host', requestOf({ hostId: 'host-2' }), 'otherHost'],
    ['with a lease that could renew itself', requestOf({ document: ownOf() }), 'badRequest'],
    ['with what is no document', requestOf({ document: '[]' }), 'badRequest'],
    ['without a name', requestOf({ label: ' ' }), 'badRequest'],
    ['with a name that nobody can see', requestOf({ label: '\u200b\u3164' }), 'badRequest'],
  ])('is refused %s, before anybody is asked', async (_name, request, code) => {
    const scene = setHomeHostScene();
    expect(await scene.host.put(request)).toEqual({ code });
    expect([scene.asked.length, scene.file.text]).toEqual([0, undefined]);
  });

  it('keeps a foreign sign-in as it stood, and what nobody can read too', async () => {
    for (const before of [ownOf({ email: 'bo@example.com' }), '{ half']) {
      const scene = setHomeHostScene(before);
      expect(await scene.host.put(requestOf())).toMatchObject({ ok: { replaced: 'foreign' } });
      expect(scene.kept.map(({ document }) => document.reveal())).toEqual([before]);
      expect(scene.news).toEqual(['placed Work, can put back']);
    }
  });

  it('writes nothing over what could not be kept', async () => {
    const before = keyDocument();
    const scene = setHomeHostScene(before);
    scene.canKeep = false;
    expect(await scene.host.put(requestOf())).toEqual({ code: 'problem', problem: 'notKept', path: scene.file.path });
    expect(scene.file.text).toBe(before);
  });

  it('writes nothing over what changed while the person was asked', async () => {
    const scene = setHomeHostScene(keyDocument());
    const newer = keyDocument();
    scene.file.beforeWrite = () => {
      scene.file.text = newer;
    };
    expect(await scene.host.put(requestOf())).toEqual({ code: 'changedMeanwhile' });
    expect([scene.file.text, scene.kept, scene.news]).toEqual([newer, [], []]);
  });

  it('keeps what the first of two replaced, whatever the second saw', async () => {
    const before = ownOf({ email: 'bo@example.com' });
    const scene = setHomeHostScene(before);
    const results = await Promise.all([scene.host.put(requestOf()), scene.host.put(requestOf({ placementId: 'p-2' }))]);
    expect(results.map((result) => ('ok' in result ? 'ok' : result.code)).sort()).toEqual(['changedMeanwhile', 'ok']);
    expect(scene.kept.map(({ document }) => document.reveal())).toEqual([before]);
  });

  it('is done, whether or not the Home can be looked at then: main asks for what the answer does not say', async () => {
    const scene = setHomeHostScene();
    scene.failLooks = true;
    expect(await scene.host.put(requestOf())).toEqual({
      ok: { placedAtMs: expect.any(Number) as number, replaced: 'nothing', status: undefined },
    });
    await expect(scene.host.status({ hostId })).rejects.toThrow('no processes');
    expect(scene.file.text).toBeDefined();
  });

  it('says what is wrong with the file', async () => {
    const scene = setHomeHostScene();
    scene.file.states.push({ kind: 'problem', problem: 'otherOwner' });
    expect(await scene.host.put(requestOf())).toEqual({
      code: 'problem',
      problem: 'otherOwner',
      path: scene.file.path,
    });
  });

  it('keeps a sign-in made for this host when a lease replaces it: it stands nowhere else', async () => {
    const scene = setHomeHostScene();
    const own = ownOf();
    await scene.host.put(requestOf({ binding: 'own', document: own }));
    const before = scene.file.text;
    expect(await scene.host.put(requestOf({ placementId: 'p-2' }))).toMatchObject({ ok: { replaced: 'ours' } });
    expect(scene.kept.map(({ document }) => document.reveal())).toEqual([before]);
    await scene.host.put(requestOf({ placementId: 'p-3', document: leaseOf({ userId: 'user-bo' }) }));
    expect(scene.kept, 'the lease is main’s').toHaveLength(1);
  });
});

/** Somebody's opaque token beside the id token of the account that was agreed to. */
function namelessLease(): string {
  return leaseOf(
    { expiresAtMs: endMs + hour },
    { accessToken: new Secret(randomText('opaque')), lastRefresh: new Date(endMs + hour).toISOString() },
  );
}

describe('renewing', () => {
  it('goes without a question and without news', async () => {
    const scene = setHomeHostScene();
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: endMs }) }));
    const next = leaseOf({ expiresAtMs: endMs + hour });
    expect(await scene.host.put(requestOf({ document: next }))).toMatchObject({ ok: { replaced: 'ours' } });
    expect([scene.asked.length, scene.news]).toEqual([1, ['placed Work']]);
    expect(accessTokenIn(scene.file.text)).toBe(accessTokenIn(next));
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: endMs + 2 * hour }) }));
    expect(scene.asked, 'and again').toHaveLength(1);
  });

  it.each([
    ['another account', { document: leaseOf({ userId: 'user-bo', expiresAtMs: endMs + hour }) }],
    ['a token that says no name, beside the id token of who was agreed to', { document: namelessLease() }],
    ['another placement', { placementId: 'p-2', document: leaseOf({ expiresAtMs: endMs + hour }) }],
  ])('asks about %s', async (_name, over) => {
    const scene = setHomeHostScene();
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: endMs }) }));
    scene.answer = false;
    expect(await scene.host.put(requestOf(over))).toEqual({ code: 'declined' });
    expect(scene.asked.at(-1)?.replaced).toEqual({ kind: 'placed', label: 'Work' });
  });

  it.each([
    ['signed out', undefined, { kind: 'none' }],
    [
      'signed in anew',
      ownOf({ email: 'bo@example.com' }),
      { kind: 'foreign', credential: 'chatgpt', email: 'bo@example.com' },
    ],
  ])('asks when somebody has %s there meanwhile', async (_name, text, replaced) => {
    const scene = setHomeHostScene();
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: endMs }) }));
    scene.file.text = text;
    await scene.host.put(requestOf({ document: leaseOf({ expiresAtMs: endMs + hour }) }));
    expect(scene.asked.at(-1)?.replaced).toEqual(replaced);
  });
});

describe('removing', () => {
  it('takes away what was placed, also when Codex renewed it there, with a question', async () => {
    const scene = setHomeHostScene();
    await scene.host.put(requestOf({ binding: 'own', document: ownOf({}, 'grant-1') }));
    scene.file.text = ownOf({}, 'grant-1');
    scene.answer = false;
    expect(await scene.host.remove({ hostId })).toEqual({ code: 'declined' });
    scene.answer = true;
    expect(await scene.host.remove({ hostId })).toEqual({ ok: { removed: true, status: signedOut } });
    expect([scene.file.text, scene.news.at(-1), scene.askedToRemove.length]).toEqual([undefined, 'removed Work', 2]);
    expect(await scene.host.remove({ hostId })).toEqual({ ok: { removed: false, status: signedOut } });
  });

  it('leaves alone what somebody else wrote, and what belongs to another host', async () => {
    const before = keyDocument();
    const scene = setHomeHostScene(before);
    expect(await scene.host.remove({ hostId })).toEqual({ code: 'notOurs' });
    expect(await scene.host.remove({ hostId: 'host-2' })).toEqual({ code: 'otherHost' });
    expect([scene.file.text, scene.askedToRemove]).toEqual([before, []]);
  });

  it('works in a folder that is not trusted: less stands there afterwards', async () => {
    const scene = setHomeHostScene();
    await scene.host.put(requestOf());
    scene.isTrusted = false;
    expect(await scene.host.remove({ hostId })).toEqual({ ok: { removed: true, status: signedOut } });
  });
});

describe('the rules of this host', () => {
  it('are told with its status, by their values and files', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'config.toml'), 'forced_login_method = "api"\nmodel = "secret-model"\n');
    const scene = setHomeHostScene();
    scene.rules = await readRulesHere(new ConfigFiles(folder, '/nowhere'));
    const status = await scene.host.status({ hostId });
    expect(status).toMatchObject({
      ok: { rules: { kind: 'rules', forcedMethod: { value: 'api', source: { layer: 'user' } } } },
    });
    expect(JSON.stringify(status)).not.toContain('secret-model');
  });
});

describe('putting back', () => {
  it('brings back the very text, from the button without another question', async () => {
    const before = keyDocument();
    const scene = setHomeHostScene(before);
    await scene.host.put(requestOf());
    expect(await scene.host.putBack('told')).toBe('done');
    expect([scene.file.text, scene.kept, scene.askedToPutBack]).toEqual([before, [], []]);
    expect(await scene.host.status({ hostId })).toMatchObject({
      ok: { home: { credential: 'apiKey' }, canPutBack: false },
    });
    expect(await scene.host.putBack('told')).toBe('nothingKept');
  });

  it('asks from the palette, and keeps what it replaces when that is foreign again', async () => {
    const before = keyDocument();
    const scene = setHomeHostScene(before);
    await scene.host.put(requestOf());
    const since = ownOf({ email: 'bo@example.com' });
    scene.file.text = since;
    scene.answer = false;
    expect(await scene.host.putBack('told'), 'the button was about another Home').toBe('declined');
    scene.answer = true;
    expect(await scene.host.putBack('asking')).toBe('done');
    expect([scene.file.text, scene.kept.map(({ document }) => document.reveal())]).toEqual([before, [since]]);
  });

  it('loses nothing when the Home changes at that moment, or in a folder without trust', async () => {
    const before = keyDocument();
    const scene = setHomeHostScene(before);
    await scene.host.put(requestOf());
    scene.isTrusted = false;
    expect(await scene.host.putBack('told')).toBe('untrusted');
    scene.isTrusted = true;
    scene.file.beforeWrite = () => {
      scene.file.text = ownOf();
    };
    expect(await scene.host.putBack('told')).toBe('changedMeanwhile');
    expect(scene.kept.map(({ document }) => document.reveal())).toEqual([before]);
  });
});

describe('the status', () => {
  it('names what stands there and who wrote it, and holds no token', async () => {
    const text = ownOf({ email: 'bo@example.com', expiresAtMs: endMs });
    const scene = setHomeHostScene(text);
    const status = await scene.host.status({ hostId });
    expect(status).toMatchObject({
      ok: {
        home: {
          kind: 'signedIn',
          credential: 'chatgpt',
          email: 'bo@example.com',
          canRenew: true,
          expiresAtMs: endMs,
          placement: undefined,
        },
        canPutBack: false,
      },
    });
    expect(JSON.stringify(status)).not.toContain(accessTokenIn(text));
    expect(await scene.host.status({ hostId: 'host-2' })).toEqual({ code: 'otherHost' });
  });

  it.each([
    [undefined, { kind: 'signedOut' }],
    ['{ half', { kind: 'unreadable', problem: 'notJson' }],
  ])('of %j is said too', async (text, home) => {
    expect(await setHomeHostScene(text).host.status({ hostId })).toMatchObject({ ok: { home } });
  });
});
