import { describe, expect, it } from 'vitest';
import type { FileProblem } from '../../../../src/home/ports.ts';
import { answer, cut, offline, refusal, strangers } from '../../../support/fakeHttp.ts';
import { settle } from '../../../support/fakeClock.ts';
import {
  answerWith,
  createRefreshScene,
  finish,
  mintLife,
  renew,
  tokensOf,
  type RefreshScene,
} from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;
const path = '/oauth/token';

/** An account whose hour began `ageMs` ago, in the Vault and in the Home. */
async function createScene(
  replies: NonNullable<Parameters<typeof createRefreshScene>[0]>['replies'],
  ageMs = 50 * minuteMs,
) {
  const scene = createRefreshScene({ ...(replies === undefined ? {} : { replies }) });
  const tokens = mintLife({ issuedMs: startMs - ageMs });
  const next = renew(tokens, { issuedMs: startMs });
  const account = await scene.save(tokens);
  scene.put(tokens);
  return { scene, tokens, next, account };
}

const sent = (scene: RefreshScene): number => scene.http.to(path).length;
const reused = answer(401, { error: { code: 'refresh_token_reused' } });

describe('a refresh', () => {
  it('renews: Ledger, Vault and Home have the new token, the old one is spent', async () => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, tokens, account } = await createScene({ [path]: answer(200, answerWith(next)) });
    const outcome = await scene.service.run(account, 'ifDue');
    expect(outcome).toMatchObject({ kind: 'renewed', account: { id: account.id } });
    expect(scene.file.text).toContain(next.refreshToken.reveal());
    const entry = await scene.ledger.read(account.grantId);
    expect([entry?.gen, entry?.spent.length, entry?.pending, entry?.writtenBy]).toEqual([2, 1, undefined, 'Code']);
    const body: unknown = JSON.parse(scene.http.to(path)[0]?.body ?? '');
    expect(body).toEqual({
      client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
      grant_type: 'refresh_token',
      refresh_reason: 'proactive_expiry',
      refresh_token: tokens.refreshToken.reveal(),
    });
  });

  it('reads Home, Ledger and Vault once per look, and the Home once more to see what was written', async () => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, account } = await createScene({ [path]: answer(200, answerWith(next)) });
    const counts = { home: 0, ledger: 0, vault: 0 };
    const [readFile, readEntry, readAccount] = [
      scene.file.read,
      scene.ledger.read.bind(scene.ledger),
      scene.vault.read.bind(scene.vault),
    ];
    scene.file.read = () => {
      counts.home += 1;
      return readFile();
    };
    scene.ledger.read = (grantId) => {
      counts.ledger += 1;
      return readEntry(grantId);
    };
    scene.vault.read = (id) => {
      counts.vault += 1;
      return readAccount(id);
    };
    expect(await scene.service.run(account, 'ifDue')).toMatchObject({ kind: 'renewed' });
    // The Ledger also before its two writes: the entry that is written is the one that was read under the lock.
    expect(counts).toEqual({ home: 3, ledger: 4, vault: 2 });
  });

  it('is not sent by a process that has lost its lock to another, and leaves the mark of that one', async () => {
    const { scene, account } = await createScene({}, 55 * minuteMs);
    const other = { hash: 'theirs', sinceMs: startMs };
    scene.outside.onLook = async (looks) => {
      const entry = await scene.ledger.read(account.grantId);
      if (looks === 2 && entry !== undefined) {
        await scene.ledger.write({ ...entry, pending: other });
      }
    };
    expect(await scene.service.run(account, 'ifDue')).toMatchObject({ kind: 'offline' });
    expect([sent(scene), (await scene.ledger.read(account.grantId))?.pending]).toEqual([0, other]);
  });

  it('sends nothing while the token is good for long', async () => {
    const { scene, account } = await createScene({}, 10 * minuteMs);
    expect(await scene.service.run(account, 'ifDue')).toMatchObject({ kind: 'fresh' });
    expect(sent(scene)).toBe(0);
  });

  it('takes what the CLI has renewed and sends nothing', async () => {
    const { scene, tokens, account } = await createScene({});
    const theirs = renew(tokens, { issuedMs: startMs });
    scene.put(theirs);
    const outcome = await scene.service.run(account, 'now');
    expect(outcome.kind === 'fresh' && tokensOf(outcome.account).refreshToken.equals(theirs.refreshToken)).toBe(true);
    expect(sent(scene)).toBe(0);
    expect((await scene.ledger.read(account.grantId))?.writtenBy).toBe('Codex');
  });

  it('gives followers of the same mode one answer, and the next account its own', async () => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, tokens, account } = await createScene({ [path]: answer(200, answerWith(next)) });
    const other = await scene.save(
      mintLife(
        { issuedMs: startMs, workspaceId: 'workspace-b' },
        { loginOwnerId: tokens.loginOwnerId, refreshToken: tokens.refreshToken },
      ),
    );
    expect(other.grantId).toBe(account.grantId);
    const outcomes = await Promise.all([
      ...Array.from({ length: 5 }, () => scene.service.run(account, 'now')),
      scene.service.run(other, 'ifDue'),
    ]);
    expect(outcomes.map((outcome) => 'account' in outcome && outcome.account.id)).toEqual([
      ...Array.from({ length: 5 }, () => account.id),
      other.id,
    ]);
    expect(sent(scene)).toBe(1);
  });

  it.each([
    ['network gone', offline(), 'network.offline'],
    ['500', answer(500), 'server.serviceDown'],
    ['403 of a gateway', answer(403), undefined],
    ['407 of a proxy', answer(407), 'network.proxySignIn'],
    ['429', answer(429), 'server.tooManyRequests'],
    ['a sign-in wall', answer(200, '<html>', { contentType: 'text/html' }), 'token.notAnAnswer'],
  ])('is offline after %s, and the grant stays', async (_name, reply, messageId) => {
    const { scene, account } = await createScene({ [path]: reply });
    const outcome = await scene.service.run(account, 'now');
    expect(outcome).toMatchObject({ kind: 'offline', retryAtMs: startMs + 30_000 });
    expect('sentence' in outcome ? outcome.sentence?.messageId : undefined).toBe(messageId);
    expect((await scene.ledger.read(account.grantId))?.dead).toBeUndefined();
    expect(sent(scene)).toBe(1);
  });

  it('backs off with full jitter up to 15 minutes, and begins anew after a success', async () => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, account } = await createScene({
      [path]: [...Array.from({ length: 8 }, () => answer(503)), answer(200, answerWith(next)), answer(503)],
    });
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const outcome = await scene.service.run(account, 'now');
      waits.push(outcome.kind === 'offline' ? (outcome.retryAtMs - startMs) / 1000 : 0);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
    scene.outside.random = 0;
    const renewed = await scene.service.run(account, 'now');
    expect(await scene.service.run('account' in renewed ? renewed.account : account, 'now')).toMatchObject({
      kind: 'offline',
      retryAtMs: startMs + 1000,
    });
  });

  it('waits as long as the server says, when that is longer', async () => {
    const { scene, account } = await createScene({ [path]: answer(429, {}, { retryAfterMs: 7 * minuteMs }) });
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'offline', retryAtMs: startMs + 7 * minuteMs });
  });
});

describe('a full disk under the Ledger', () => {
  it('keeps the spent token neither in the Home nor for the other product, which sends nothing', async () => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, tokens, account } = await createScene({ [path]: [answer(200, answerWith(next)), reused] });
    const other = createRefreshScene({
      replies: { [path]: reused },
      vaultId: 'vault-2',
      grants: scene.grants,
      computer: scene,
    });
    const theirs = await other.save(tokens);
    const write = scene.grants.write;
    scene.grants.write = (name, text) =>
      text.includes('"pending"') ? write(name, text) : Promise.reject(new RangeError('no space left on device'));
    await expect(scene.service.run(account, 'now')).rejects.toThrow('no space');
    scene.grants.write = write;
    expect(scene.file.text).toContain(next.refreshToken.reveal());
    const outcome = await other.service.run(theirs, 'now');
    expect(outcome.kind === 'fresh' && tokensOf(outcome.account).refreshToken.equals(next.refreshToken)).toBe(true);
    expect(other.http.to(path)).toEqual([]);
  });
});

describe('the end of a grant', () => {
  it.each([
    ['401 with any code', refusal(401), 'revoked'],
    ['app_session_expired', refusal(400, 'app_session_expired'), 'revoked'],
    ['invalid_refresh_token', refusal(400, 'invalid_refresh_token'), 'revoked'],
    ['refresh_token_expired', answer(400, { error: 'refresh_token_expired' }), 'revoked'],
    ['refresh_token_invalidated', answer(401, { code: 'refresh_token_invalidated' }), 'revoked'],
    ['invalid_grant', answer(400, { error: 'invalid_grant' }), 'revoked'],
    ['refresh_token_reused', reused, 'usedByAnotherCopy'],
  ])('is %s, and asked for once only', async (_name, reply, cause) => {
    const { scene, account } = await createScene({ [path]: reply });
    expect(await scene.service.run(account, 'now')).toEqual({ kind: 'dead', cause });
    expect(await scene.service.run(account, 'now')).toEqual({ kind: 'dead', cause });
    expect(sent(scene)).toBe(1);
  });

  it.each(strangers)(
    'is not %s with 401: the token is asked about again, and nothing is marked',
    async (_name, body, contentType) => {
      const { scene, account } = await createScene({ [path]: answer(401, body, { contentType }) });
      expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'offline' });
      expect(await scene.ledger.read(account.grantId)).toMatchObject({ dead: undefined, pending: undefined });
      expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'offline' });
      expect(sent(scene)).toBe(2);
    },
  );

  it('is not believed for a token that somebody has replaced since', async () => {
    const { scene, tokens, account } = await createScene({ [path]: refusal(401) });
    await scene.service.run(account, 'now');
    scene.put(renew(tokens, { issuedMs: startMs }));
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'fresh' });
  });

  it('adopts what came into the Home while the server said "used before"', async () => {
    const box: { put: () => void } = { put: () => undefined };
    const scene = createRefreshScene({
      replies: {
        [path]: () => {
          box.put();
          return reused;
        },
      },
    });
    const tokens = mintLife({ issuedMs: startMs - 50 * minuteMs });
    const account = await scene.save(tokens);
    scene.put(tokens);
    box.put = () => {
      scene.put(renew(tokens, { issuedMs: startMs }));
    };
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'fresh' });
  });
});

describe('a lost answer', () => {
  it('is followed by one retry', async () => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, account } = await createScene({ [path]: [cut(), answer(200, answerWith(next))] });
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'renewed' });
    expect(sent(scene)).toBe(2);
  });

  it('that had been heard ends the grant, and says so', async () => {
    const { scene, account } = await createScene({ [path]: [cut(), reused] });
    expect(await scene.service.run(account, 'now')).toEqual({ kind: 'dead', cause: 'answerLost' });
  });

  it('twice stays marked, so that the next process sends it once', async () => {
    const { scene, account } = await createScene({ [path]: [cut(), cut(), cut(), reused] });
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'offline' });
    expect((await scene.ledger.read(account.grantId))?.pending).toBeDefined();
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'offline' });
    expect(sent(scene)).toBe(3);
    expect(await scene.service.run(account, 'now')).toEqual({ kind: 'dead', cause: 'answerLost' });
  });
});

describe('a grant in a Home that we can not look into', () => {
  it.each<readonly [FileProblem, 'full' | 'none', string, number]>([
    ['keychainNotRead', 'full', 'leftToCodex', 0],
    ['storeEncrypted', 'full', 'leftToCodex', 0],
    ['keyringUnavailable', 'full', 'leftToCodex', 0],
    ['keyringMissing', 'full', 'leftToCodex', 0],
    ['keychainNotRead', 'none', 'renewed', 1],
    ['storeEphemeral', 'full', 'renewed', 1],
    ['noPermission', 'full', 'renewed', 1],
  ])('is Codex’s to renew, where the Home uses it: %s, %s', async (problem, binding, kind, requests) => {
    const next = mintLife({ issuedMs: startMs });
    const { scene, account } = await createScene({ [path]: answer(200, answerWith(next)) });
    await scene.bindings.bind({ home: scene.home.folder, accountId: account.id, binding, sinceMs: startMs });
    scene.file.read = () => Promise.resolve({ kind: 'problem', problem });
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind });
    expect(sent(scene)).toBe(requests);
  });

  it('is every workspace’s on that grant', async () => {
    const { scene, account, tokens } = await createScene({});
    const second = await scene.save({ ...tokens, workspaceId: 'workspace-second' });
    expect([second.grantId, second.id === account.id]).toEqual([account.grantId, false]);
    await scene.bindings.bind({ home: scene.home.folder, accountId: second.id, binding: 'full', sinceMs: startMs });
    scene.file.read = () => Promise.resolve({ kind: 'problem', problem: 'keychainNotRead' });
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'leftToCodex' });
    expect(sent(scene)).toBe(0);
  });
});

describe('a newer token that has not arrived', () => {
  it('is waited for, 5 seconds, and then it is said who keeps it', async () => {
    const { scene, account } = await createScene({});
    scene.file.text = undefined;
    const entry = await scene.ledger.read(account.grantId);
    expect(entry).toBeDefined();
    await scene.ledger.write({ ...createAdvanced(entry), writtenBy: 'Cursor' });
    expect(await finish(scene.clock, scene.service.run(account, 'now'))).toEqual({
      kind: 'keptElsewhere',
      product: 'Cursor',
    });
    expect(scene.clock.nowMs() - startMs).toBe(5000);
    expect(sent(scene)).toBe(0);
  });

  it('is taken when it arrives in time', async () => {
    const { scene, tokens, account } = await createScene({});
    scene.file.text = undefined;
    const old = scene.secrets.values.get(`account.${account.id}`) ?? '';
    const next = renew(tokens, { issuedMs: startMs });
    await scene.grantStore.advance({ account, tokens }, next, 'Code');
    const newer = scene.secrets.values.get(`account.${account.id}`) ?? '';
    scene.secrets.values.set(`account.${account.id}`, old);
    const outcome = await finish(scene.clock, scene.service.run(account, 'now'), (nowMs) => {
      if (nowMs === startMs + 2000) {
        scene.secrets.values.set(`account.${account.id}`, newer);
      }
    });
    expect(outcome).toMatchObject({ kind: 'fresh' });
    expect(scene.clock.nowMs() - startMs).toBeLessThan(2500);
    expect(sent(scene)).toBe(0);
  });

  it('is taken from the Home once, also where the storage does not show what it took', async () => {
    const { scene, tokens, account } = await createScene({});
    const key = `account.${account.id}`;
    const old = scene.secrets.values.get(key) ?? '';
    scene.put(renew(tokens, { issuedMs: startMs }));
    let writes = 0;
    scene.secrets.store = () => {
      writes += 1;
      return Promise.resolve();
    };
    expect(await finish(scene.clock, scene.service.run(account, 'now'))).toMatchObject({ kind: 'keptElsewhere' });
    expect([scene.secrets.values.get(key), writes, sent(scene)]).toEqual([old, 1, 0]);
  });

  it('is taken from the Home, where it is durable, without any wait', async () => {
    const { scene, tokens, account } = await createScene({});
    const old = scene.secrets.values.get(`account.${account.id}`) ?? '';
    const next = renew(tokens, { issuedMs: startMs });
    await scene.grantStore.advance({ account, tokens }, next, 'Code');
    scene.put(next);
    scene.secrets.values.set(`account.${account.id}`, old);
    const outcome = await scene.service.run(account, 'now');
    await settle();
    expect(outcome.kind === 'fresh' && tokensOf(outcome.account).refreshToken.equals(next.refreshToken)).toBe(true);
  });

  it('is missing when there is no secret at all', async () => {
    const { scene, account } = await createScene({});
    scene.secrets.values.clear();
    expect(await scene.service.run(account, 'now')).toEqual({ kind: 'missing' });
  });
});

function createAdvanced(entry: Awaited<ReturnType<RefreshScene['ledger']['read']>>) {
  if (entry === undefined) {
    throw new TypeError('The grant stands in no Ledger.');
  }
  return { ...entry, current: 'elsewhere', spent: [entry.current] };
}
