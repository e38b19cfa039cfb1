import { describe, expect, it } from 'vitest';
import type { CodexProcess } from '../../../../src/home/running/ports.ts';
import { SwitchService } from '../../../../src/accounts/use/switchService.ts';
import { unknownIdentity } from '../../../../src/accounts/directory/accountIdentity.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { answer, refusal } from '../../../support/fakeHttp.ts';
import { createCredential } from '../../../support/records.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { answerWith, createRefreshScene, finish, mintLife, renew, tokensOf } from '../refresh/refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;

/** Another person of Ada's workspace. */
const mintColleague = (userId: string) =>
  mintTokens({ userId, workspaceId: 'workspace-ada', email: `${userId}@example.com` });

/** Ada is in use, her other workspace rests; `ageMs` is the age of both tokens' hour. */
async function createScene({
  ageMs = 0,
  replies = {},
}: { readonly ageMs?: number; readonly replies?: Record<string, ReturnType<typeof answer>> } = {}) {
  const scene = createRefreshScene({ replies });
  const running: CodexProcess[] = [];
  const asked: (readonly CodexProcess[])[] = [];
  const moves: (string | undefined)[] = [];
  const person = { mayDisturb: true, mayInterrupt: true };
  const warned: string[] = [];
  const ended = new AbortController();
  const service = new SwitchService({
    directory: scene.directory,
    homeLink: scene.homeLink,
    providerReader: scene.providerReader,
    refresh: scene.service,
    clock: scene.clock,
    ended: ended.signal,
    findWorkers: () => Promise.resolve([...running]),
    mayDisturb: (processes, movesTo) => {
      asked.push(processes);
      moves.push(movesTo?.id);
      return Promise.resolve(person.mayDisturb);
    },
    mayInterrupt: ({ label }, processes) => {
      warned.push(`${label}: ${processes.map(({ role }) => role).join()}`);
      return Promise.resolve(person.mayInterrupt);
    },
  });
  const tokens = {
    ada: mintLife({ issuedMs: startMs - ageMs }),
    work: mintLife({ issuedMs: startMs - ageMs, workspaceId: 'workspace-b' }),
  };
  const work = await scene.save(tokens.work);
  const ada = await scene.save(tokens.ada);
  await scene.homeLink.place(ada, 'silently');
  return { ...scene, switching: service, running, asked, moves, warned, person, ended, tokens, ada, work };
}

const exec: CodexProcess = {
  pid: 7,
  role: 'exec',
  usesHome: true,
  hasConnection: false,
  ageMs: 3_600_000,
  isAlone: false,
  isOurChild: false,
};
const server: CodexProcess = {
  pid: 8,
  role: 'appServer',
  usesHome: true,
  hasConnection: false,
  ageMs: 3_600_000,
  isAlone: false,
  isOurChild: false,
};

describe('a switch', () => {
  it('writes the other account, remembers the one before, and back again', async () => {
    const { switching, file, tokens, ada, work } = await createScene();
    expect(await switching.switchTo(work.id)).toMatchObject({ kind: 'switched', placement: { kind: 'placed' } });
    expect(file.text).toContain(tokens.work.refreshToken.reveal());
    expect(await switching.findPrevious()).toBe(ada.id);
    await switching.switchTo(ada.id);
    expect(await switching.findPrevious()).toBe(work.id);
  });

  it('to the account in use is none', async () => {
    const { switching, file, ada } = await createScene();
    const before = file.writes.length;
    expect(await switching.switchTo(ada.id)).toMatchObject({ kind: 'already', account: { id: ada.id } });
    expect(file.writes.length).toBe(before);
  });

  it('keeps the tokens that the CLI renewed before it replaces them', async () => {
    const { switching, put, directory, tokens, ada, work } = await createScene();
    const next = renew(tokens.ada, { issuedMs: startMs + 1000 });
    put(next);
    await switching.switchTo(work.id);
    const kept = await directory.find(ada.id);
    expect(
      kept.kind === 'account' &&
        kept.account.credential.kind === 'chatgpt' &&
        kept.account.credential.tokens.refreshToken.equals(next.refreshToken),
    ).toBe(true);
  });

  it('asks before it disturbs a task, and leaves everything as it is without a yes', async () => {
    const { switching, running, asked, person, file, work } = await createScene();
    running.push(exec, server);
    person.mayDisturb = false;
    const before = file.text;
    expect(await switching.switchTo(work.id)).toEqual({ kind: 'left' });
    expect([asked, file.text]).toEqual([[[exec]], before]);
    person.mayDisturb = true;
    expect(await switching.switchTo(work.id)).toMatchObject({ kind: 'switched' });
  });

  it('says that what runs moves by itself, when the other person is of the same workspace', async () => {
    const { switching, running, moves, save, work } = await createScene();
    const colleague = await save(mintColleague('user-2'));
    running.push(exec);
    await switching.switchTo(colleague.id);
    await switching.switchTo(work.id);
    expect(moves).toEqual([colleague.id, undefined]);
  });

  it('says so of a stranger’s sign-in too, and never of a key', async () => {
    const { switching, running, moves, put, save, ada, directory, questions } = await createScene();
    questions.answers.replaceForeign = 'keepAndReplace';
    const { account: key } = await directory.save(createCredential('apiKey'), unknownIdentity);
    put(mintColleague('user-2'));
    running.push(exec);
    await switching.switchTo(ada.id);
    await switching.switchTo(key.id);
    await switching.switchTo((await save(mintColleague('user-3'))).id);
    expect(moves).toEqual([ada.id, undefined, undefined]);
  });

  it.each([
    [53, true],
    [54, false],
    [69, false],
  ])('with Codex alive and %i minutes of the hour gone goes through: %s', async (minutes, goes) => {
    const scene = await createScene({ ageMs: minutes * minuteMs, replies: { '/oauth/token': answer(503) } });
    scene.running.push(server);
    const work = scene.switching.switchTo(scene.work.id);
    await (goes
      ? expect(work).resolves.toMatchObject({ kind: 'switched' })
      : expect(work).rejects.toMatchObject({ code: 'tryAgain', sentence: { messageId: 'switch.codexRenews' } }));
  });

  it('waits for nobody whose sign-in ran out long ago, after the person was told, once', async () => {
    const scene = await createScene({ ageMs: 71 * minuteMs, replies: { '/oauth/token': answer(503) } });
    scene.running.push(server, { ...exec, role: 'terminal' });
    scene.person.mayInterrupt = false;
    expect(await scene.switching.switchTo(scene.work.id)).toEqual({ kind: 'left' });
    expect(scene.file.text).toContain(scene.tokens.ada.refreshToken.reveal());
    scene.person.mayInterrupt = true;
    expect(await scene.switching.switchTo(scene.work.id)).toMatchObject({ kind: 'switched' });
    expect([scene.warned, scene.asked]).toEqual([
      [`${scene.ada.label}: appServer,terminal`, `${scene.ada.label}: appServer,terminal`],
      [],
    ]);
  });

  it.each([
    ['a task', exec],
    ['a Codex that has just been started', { ...server, ageMs: 5000 }],
  ])('waits for %s, however long its sign-in is over: it is about to renew it', async (_name, process) => {
    const scene = await createScene({ ageMs: 71 * minuteMs, replies: { '/oauth/token': answer(503) } });
    scene.running.push(process);
    await expect(scene.switching.switchTo(scene.work.id)).rejects.toMatchObject({
      sentence: { messageId: 'switch.codexRenews' },
    });
    expect(scene.warned).toEqual([]);
  });

  it('keeps what Codex renewed while the person was reading, and lets a request that can be seen end first', async () => {
    const scene = await createScene({ ageMs: 71 * minuteMs, replies: { '/oauth/token': answer(503) } });
    scene.running.push({ ...server, hasConnection: true });
    const next = renew(scene.tokens.ada, { issuedMs: startMs });
    const work = finish(scene.clock, scene.switching.switchTo(scene.work.id), (nowMs) => {
      if (nowMs - startMs === 1000) {
        scene.put(next);
        scene.running.splice(0);
      }
    });
    expect(await work).toMatchObject({ kind: 'switched' });
    const kept = await scene.directory.find(scene.ada.id);
    expect(kept.kind === 'account' && tokensOf(kept.account).refreshToken.equals(next.refreshToken)).toBe(true);
  });

  it('does not wait for ever for one that stays connected', async () => {
    const scene = await createScene({ ageMs: 71 * minuteMs, replies: { '/oauth/token': answer(503) } });
    scene.running.push({ ...server, hasConnection: true });
    expect(await finish(scene.clock, scene.switching.switchTo(scene.work.id))).toMatchObject({ kind: 'switched' });
    expect(scene.clock.nowMs() - startMs).toBeGreaterThanOrEqual(5000);
  });

  it('waits for nobody once this extension ends, and the Home keeps what it has', async () => {
    const scene = await createScene({ ageMs: 71 * minuteMs, replies: { '/oauth/token': answer(503) } });
    scene.running.push({ ...server, hasConnection: true });
    const before = scene.file.text;
    const work = scene.switching.switchTo(scene.work.id);
    work.catch(() => undefined);
    await scene.clock.advance(1000);
    scene.ended.abort(new Cancelled());
    await expect(work).rejects.toThrow(Cancelled);
    expect([scene.file.text === before, scene.clock.waiting]).toEqual([true, 0]);
  });

  it('goes by what stands in the Home, which Codex may have renewed', async () => {
    const scene = await createScene({ ageMs: 56 * minuteMs, replies: { '/oauth/token': answer(503) } });
    scene.running.push(server);
    scene.put(renew(scene.tokens.ada, { issuedMs: startMs }));
    expect(await scene.switching.switchTo(scene.work.id)).toMatchObject({ kind: 'switched' });
  });

  it('away from a sign-in that is dead waits for nobody', async () => {
    const scene = await createScene({ ageMs: 56 * minuteMs, replies: { '/oauth/token': answer(503) } });
    const entry = await scene.ledger.read(scene.ada.grantId);
    if (entry !== undefined) {
      await scene.ledger.write({ ...entry, dead: { hash: entry.current, cause: 'revoked' } });
    }
    scene.running.push(server);
    expect(await scene.switching.switchTo(scene.work.id)).toMatchObject({ kind: 'switched' });
    expect(scene.warned).toEqual([]);
  });

  it('keeps a stranger’s sign-in only with a yes', async () => {
    const { switching, questions, put, directory, work } = await createScene();
    put(mintLife({ issuedMs: startMs, workspaceId: 'workspace-stranger' }));
    expect(await switching.switchTo(work.id)).toEqual({ kind: 'left' });
    questions.answers.replaceForeign = 'keepAndReplace';
    expect(await switching.switchTo(work.id)).toMatchObject({ kind: 'switched' });
    expect(await directory.list()).toHaveLength(3);
  });

  it('renews an account that rested for long, before it is placed', async () => {
    const next = mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' });
    const { switching, file, work } = await createScene({
      ageMs: 50 * minuteMs,
      replies: { '/oauth/token': answer(200, answerWith(next)) },
    });
    await switching.switchTo(work.id);
    expect(file.text).toContain(next.refreshToken.reveal());
  });

  it('places an account as it is when the network is gone', async () => {
    const { switching, file, tokens, work } = await createScene({
      ageMs: 50 * minuteMs,
      replies: { '/oauth/token': answer(503) },
    });
    expect(await switching.switchTo(work.id)).toMatchObject({ kind: 'switched' });
    expect(file.text).toContain(tokens.work.refreshToken.reveal());
  });

  it.each([
    ['dead', 'grant.revoked'],
    ['kept elsewhere', 'grant.keptElsewhere'],
    ['without secrets', 'account.secretsLost'],
  ])('to an account that is %s ends before the Home is touched', async (kind, messageId) => {
    const scene = await createScene({ ageMs: 50 * minuteMs, replies: { '/oauth/token': refusal(401) } });
    const { ledger, secrets, work, tokens } = scene;
    const entry = await ledger.read(work.grantId);
    if (kind === 'kept elsewhere' && entry !== undefined) {
      await ledger.write({ ...entry, current: 'elsewhere', spent: [entry.current] });
    }
    if (kind === 'without secrets') {
      secrets.values.delete(`account.${work.id}`);
    }
    await expect(finish(scene.clock, scene.switching.switchTo(work.id))).rejects.toMatchObject({
      code: 'signInAgain',
      sentence: { messageId },
    });
    expect(scene.file.text).toContain(tokens.ada.refreshToken.reveal());
  });

  it('that another window outran by a renewal ends with the newest tokens in the Home', async () => {
    const { switching, grantStore, file, tokens, work } = await createScene();
    const next = renew(tokens.work, { issuedMs: startMs + 1000, workspaceId: 'workspace-b' });
    let outran: Promise<unknown> | undefined;
    file.beforeWrite = () => {
      outran ??= grantStore.advance({ account: work, tokens: tokens.work }, next, 'Code');
    };
    const replace = file.replace;
    file.replace = async (text, expected) => {
      const result = await replace(text, expected);
      await outran;
      return result;
    };
    await switching.switchTo(work.id);
    expect(file.text).toContain(next.refreshToken.reveal());
  });
});
