import { describe, expect, it } from 'vitest';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createFakeClock } from '../../../support/fakeClock.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { createMemoryFile, createMemoryFolder } from '../../../support/memoryStores.ts';
import { answerWith, createRefreshScene, finish, mintLife, renew, tokensOf } from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;

/** Two products with a state folder each and one Home, on one sign-in that is due; the server takes its token once. */
async function createScene() {
  const clock = createFakeClock(startMs);
  const file = createMemoryFile();
  const old = mintLife({ issuedMs: startMs - 50 * minuteMs });
  const next = renew(old, { issuedMs: startMs });
  const sent: string[] = [];
  const server = (request: { readonly body?: string | undefined }) => {
    const { refresh_token: token } = JSON.parse(request.body ?? '{}') as { readonly refresh_token: string };
    sent.push(token);
    return sent.filter((one) => one === token).length > 1
      ? answer(401, { error: { code: 'refresh_token_reused' } })
      : answer(200, answerWith(next));
  };
  const install = async (vaultId: string) => {
    const scene = createRefreshScene({
      vaultId,
      grants: createMemoryFolder(),
      computer: { clock, file, homes: createMemoryFolder() },
      replies: { '/oauth/token': server },
    });
    const account = await scene.save(old);
    const run = () => finish(clock, scene.service.run(account, 'ifDue'));
    return { ...scene, account, run };
  };
  const [native, flatpak] = [await install('native'), await install('flatpak')];
  return { clock, file, old, next, sent, native, flatpak };
}

describe('two products with state folders of their own on one Home', () => {
  it('send a token once, one after the other, though it stands in no Home', async () => {
    const { native, flatpak, sent } = await createScene();
    expect((await native.run()).kind).toBe('renewed');
    expect(await flatpak.run()).toEqual({ kind: 'keptElsewhere', product: 'Code' });
    expect(sent).toHaveLength(1);
  });

  it('send a token once in the same instant', async () => {
    const { native, flatpak, sent } = await createScene();
    const outcomes = await Promise.all([native.run(), flatpak.run()]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['keptElsewhere', 'renewed']);
    expect(sent).toHaveLength(1);
  });

  it('both have the newest where it stands in the Home', async () => {
    const { native, flatpak, old, next, sent } = await createScene();
    native.put(old);
    const outcomes = await Promise.all([native.run(), flatpak.run()]);
    expect(
      outcomes.map(
        (outcome) => 'account' in outcome && tokensOf(outcome.account).refreshToken.equals(next.refreshToken),
      ),
    ).toEqual([true, true]);
    expect([sent.length, native.file.text?.includes(next.refreshToken.reveal())]).toEqual([1, true]);
  });

  it('know of a request whose answer the other did not live to keep', async () => {
    const { native, flatpak, sent } = await createScene();
    native.http.send = () => Promise.reject(new RangeError('The process died.'));
    await expect(native.run()).rejects.toThrow(RangeError);
    sent.push(tokensOf(native.account).refreshToken.reveal());
    expect(await flatpak.run()).toEqual({ kind: 'dead', cause: 'answerLost' });
  });
});

describe('a Home that can not be written', () => {
  it('keeps its sign-in from being renewed here: Codex would be left with a spent token', async () => {
    const { native, old, file, sent } = await createScene();
    native.put(old);
    file.obstacle = 'readOnlyDisk';
    const homeNotWritable = {
      kind: 'homeNotWritable',
      sentence: buildSentence('home.readOnlyDisk', { path: file.path }),
    };
    expect(await native.run()).toEqual(homeNotWritable);
    expect(await finish(native.clock, native.service.lease(native.account))).toEqual(homeNotWritable);
    expect(sent).toEqual([]);
  });

  it('keeps no other sign-in from it', async () => {
    const { native, file } = await createScene();
    native.put(mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' }));
    file.obstacle = 'readOnlyDisk';
    expect((await native.run()).kind).toBe('renewed');
  });
});
