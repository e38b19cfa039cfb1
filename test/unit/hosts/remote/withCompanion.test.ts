import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { handleCommand } from '../../../../companion/commandHandler.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { LeaseService } from '../../../../src/accounts/refresh/leaseService.ts';
import { buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import {
  homeAccessCommands,
  homeAccessProtocol,
  putRequest,
  removeRequest,
  restartRequest,
  statusRequest,
  type Hello,
} from '../../../../src/hosts/remote/companionProtocol.ts';
import { CompanionClient } from '../../../../src/hosts/remote/companionClient.ts';
import { RemoteHost } from '../../../../src/hosts/remote/remoteHost.ts';
import { HostRecords } from '../../../../src/storage/hostRecords.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { createMemoryFolder } from '../../../support/memoryStores.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { answerWith, createRefreshScene, mintLife, renew } from '../../accounts/refresh/refreshScene.ts';
import { hostId, leaseOf, setHomeHostScene } from '../../companion/hostCommandsScene.ts';
import { createRunning, minuteMs, signInStatusOf, startMs } from './remoteHostScene.ts';

/** Main's side and the companion's core, both real; what crosses between the two extension hosts is JSON. */
async function connect({ tellsStatusAfter = true } = {}) {
  const there = setHomeHostScene();
  const first = mintLife({ issuedMs: startMs - 5 * minuteMs });
  const scene = createRefreshScene({
    replies: { '/oauth/token': () => answer(200, answerWith(renew(first, { issuedMs: scene.clock.nowMs() }))) },
  });
  const account = await scene.save(first);
  const hello: Hello = {
    protocol: homeAccessProtocol,
    version: '0.1.0',
    hostId,
    hostName: 'gpu-box',
    userName: 'ada',
    platform: 'linux',
    home: { path: '/srv/ada/.codex', store: 'file' },
    codex: { hasCli: true, hasIdeExtension: false },
  };
  const crossed: string[] = [];
  const commands: string[] = [];
  const cross = async (command: string, argument: unknown): Promise<unknown> => {
    const onFailure = (failure: unknown): never => {
      throw failure;
    };
    const { host } = there;
    switch (command) {
      case homeAccessCommands.hello:
        return { ok: hello };
      case homeAccessCommands.status:
        return handleCommand({ schema: statusRequest, work: (request) => host.status(request), onFailure }, argument);
      case homeAccessCommands.put:
        return handleCommand({ schema: putRequest, work: (request) => host.put(request), onFailure }, argument);
      case homeAccessCommands.restartCodex:
        return handleCommand(
          { schema: restartRequest, work: (request) => host.restartCodex(request), onFailure },
          argument,
        );
      default:
        return handleCommand({ schema: removeRequest, work: (request) => host.remove(request), onFailure }, argument);
    }
  };
  const execute = async (command: string, argument: unknown): Promise<unknown> => {
    const result = JSON.stringify(await cross(command, JSON.parse(JSON.stringify(argument))), (key, value: unknown) =>
      key === 'status' && !tellsStatusAfter ? undefined : value,
    );
    commands.push(command.replace(/^codexAccountsHost\./u, ''));
    crossed.push(result);
    return z.unknown().parse(JSON.parse(result));
  };
  const leases = new LeaseService({ refresh: scene.service });
  const remote = new RemoteHost({
    home: new CompanionClient({ execute }, '0.1.0'),
    records: new HostRecords(createMemoryFolder()),
    clock: scene.clock,
    authority: 'ssh-remote+gpu-box',
    make: (one) => leases.make(one),
    findAccount: async (id) => {
      const entry = await scene.vault.read(id);
      return entry.kind === 'account' ? entry.account : undefined;
    },
  });
  await remote.look();
  return { ...scene, there, account, remote, crossed, commands };
}

describe('main with the real companion', () => {
  it('places a lease after one question there, renews it without another, and knows it again', async () => {
    const { there, account, remote, clock } = await connect();
    expect(await remote.lend(account)).toMatchObject({ kind: 'ok', answer: { replaced: 'nothing' } });
    expect([there.asked.length, there.news, signInStatusOf(remote)]).toEqual([
      1,
      [`placed ${account.label}`],
      'placed',
    ]);
    const before = there.file.text;
    await clock.advance(30 * minuteMs);
    expect(await remote.renew('silently')).toMatchObject({ kind: 'ok', answer: { replaced: 'ours' } });
    expect([there.asked.length, there.news.length, there.file.text === before, signInStatusOf(remote)]).toEqual([
      1,
      1,
      false,
      'placed',
    ]);
  });

  it('needs three commands from the first look to the lease and its status', async () => {
    const { account, remote, commands } = await connect();
    await remote.lend(account);
    expect([commands, signInStatusOf(remote)]).toEqual([['hello', 'status', 'put'], 'placed']);
  });

  it('needs one more for what is done after it: two for a renewal, which looks before it makes a lease', async () => {
    const { account, remote, commands } = await connect();
    await remote.lend(account);
    commands.length = 0;
    await remote.renew('silently');
    expect([commands.splice(0), signInStatusOf(remote)]).toEqual([['status', 'put'], 'placed']);
    await remote.restartCodex();
    expect([commands.splice(0), signInStatusOf(remote)]).toEqual([['restartCodex'], 'placed']);
    await remote.remove();
    expect([commands, signInStatusOf(remote)]).toEqual([['remove'], 'empty']);
  });

  it('asks a companion for its status that does not tell it with the answer', async () => {
    const { account, remote, commands } = await connect({ tellsStatusAfter: false });
    await remote.lend(account);
    expect([commands.splice(0), signInStatusOf(remote)]).toEqual([
      ['hello', 'status', 'put', 'hello', 'status'],
      'placed',
    ]);
    await remote.remove();
    expect([commands, signInStatusOf(remote)]).toEqual([['remove', 'hello', 'status'], 'empty']);
  });

  it('hands an own sign-in over, and takes it back only with a yes there', async () => {
    const { there, remote } = await connect();
    const tokens = mintTokens();
    await remote.giveOwn(buildOwn(tokens), {
      accountId: undefined,
      label: 'ada@example.com',
      identity: identifyTokens(tokens),
    });
    expect(there.file.text).toContain(tokens.refreshToken.reveal());
    there.answer = false;
    expect(await remote.remove()).toEqual({ kind: 'refused', refusal: { code: 'declined' } });
    there.answer = true;
    expect(await remote.remove()).toMatchObject({ kind: 'ok', answer: { removed: true } });
    expect([there.file.text, signInStatusOf(remote)]).toEqual([undefined, 'empty']);
  });

  it('sees that somebody else signed in there, and what crosses back holds no credential', async () => {
    const { there, account, remote, crossed } = await connect();
    await remote.lend(account);
    const stranger = mintTokens({ email: 'eve@example.com', userId: 'user-eve' });
    there.file.text = leaseOf({ email: 'eve@example.com', userId: 'user-eve' });
    await remote.look();
    expect(remote.state).toMatchObject({
      signIn: { kind: 'accountChangedRemotely', found: { email: 'eve@example.com' } },
    });
    expect(await remote.renew('silently')).toEqual({ kind: 'left' });
    const tokens = z
      .object({ tokens: z.object({ access_token: z.string(), id_token: z.string() }) })
      .parse(JSON.parse(there.file.text));
    expect(crossed.join()).not.toContain(tokens.tokens.access_token);
    expect(crossed.join()).not.toContain(tokens.tokens.id_token);
    expect(crossed.join()).not.toContain(stranger.accessToken.reveal());
  });

  it('sees which account a Codex there uses, and has it started again, in a folder that is trusted', async () => {
    const { there, account, remote, crossed } = await connect();
    await remote.lend(account);
    const who = {
      kind: 'chatgpt',
      email: 'eve@example.com',
      plan: 'pro',
      userId: 'user-eve',
      workspaceId: 'w',
      workspaceName: undefined,
    } as const;
    there.running = [createRunning({ used: { kind: 'other', who } })];
    await remote.look();
    expect(remote.state).toMatchObject({
      running: [
        { kind: 'terminals', used: { kind: 'other', who: { ...who, plan: undefined } }, activity: 'idle', clients: 0 },
      ],
    });
    expect(crossed.join(), 'of another account no more than its name').not.toContain('"plan"');
    expect(await remote.restartCodex()).toMatchObject({ kind: 'ok', answer: { step: 'restart' } });
    there.isTrusted = false;
    expect(await remote.restartCodex()).toEqual({ kind: 'refused', refusal: { code: 'untrusted' } });
    expect(there.followed).toEqual(['changed', 'clicked']);
  });

  it('gets nothing placed in a window whose folder is not trusted, or where the person says no', async () => {
    const { there, account, remote } = await connect();
    there.isTrusted = false;
    expect(await remote.lend(account)).toEqual({ kind: 'refused', refusal: { code: 'untrusted' } });
    there.isTrusted = true;
    there.answer = false;
    expect(await remote.lend(account)).toEqual({ kind: 'refused', refusal: { code: 'declined' } });
    expect([there.file.text, signInStatusOf(remote)]).toEqual([undefined, 'empty']);
  });
});
