import { describe, expect, it } from 'vitest';
import { AccountCheck } from '../../../../src/accounts/use/accountCheck.ts';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import type { Credential, SignInCredential } from '../../../../src/storage/account.ts';
import { AuthError, Cancelled } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { notEnded, waitUntil } from '../../../support/fakeClock.ts';
import { answer, offline, refusal, strangers, type Reply } from '../../../support/fakeHttp.ts';
import { createCredential, unknownIdentity } from '../../../support/records.ts';
import { mintAgentToken, mintTokens } from '../../../support/tokens.ts';
import { unasked } from '../../../support/memoryConfig.ts';

const paths: Readonly<Record<SignInCredential['kind'], string>> = {
  chatgpt: '/backend-api/wham/accounts/check',
  apiKey: '/v1/models',
  accessToken: '/api/accounts/v1/user-auth-credential/whoami',
};

async function createSignInScene(credential: SignInCredential, reply: Reply | readonly Reply[]) {
  const installation = createInstallation({ replies: { [paths[credential.kind]]: reply } });
  const identity =
    credential.kind === 'chatgpt'
      ? identifyTokens(credential.tokens)
      : { ...unknownIdentity, userId: 'u', plan: 'plus' };
  const { account } = await installation.directory.save(credential, identity);
  return { ...installation, account };
}

type Scene = Awaited<ReturnType<typeof createSignInScene>>;

/** A server that says nothing until nobody waits. */
const silent: Reply = (request) =>
  new Promise((_resolve, reject) => {
    request.signal?.addEventListener('abort', () => {
      reject(request.signal?.reason as Error);
    });
  });

const workspaces = { accounts: [{ id: 'workspace-ada', plan_type: 'team', name: 'Acme', structure: 'workspace' }] };

describe('the check of an account', () => {
  it('brings the plan and the name of the workspace, and remembers the answer', async () => {
    const { check, account, clock, directory } = await createSignInScene(
      createCredential('chatgpt'),
      answer(200, workspaces),
    );
    const heard: string[] = [];
    check.onDidChange((id) => heard.push(id));
    const result = await check.run(account, notEnded);
    expect(result.account.identity).toMatchObject({ plan: 'team', workspaceName: 'Acme' });
    expect(result.account.label).toBe('Acme');
    expect([check.findLast(account.id), heard]).toEqual([{ kind: 'good', checkedAtMs: clock.nowMs() }, [account.id]]);
    const stored = await directory.find(account.id);
    expect(stored.kind === 'account' && stored.account.identity.plan).toBe('team');
  });

  it('tells a plan that the service named from one that only the sign-in has', async () => {
    const unnamed = { accounts: [{ id: 'workspace-ada', name: 'Acme', structure: 'workspace' }] };
    const { check, account } = await createSignInScene(createCredential('chatgpt'), [
      answer(200, unnamed),
      answer(200, workspaces),
    ]);
    const result = await check.run(account, notEnded);
    expect([result.toldPlan, result.account.identity.plan]).toEqual([undefined, account.identity.plan]);
    expect(account.identity.plan).toBeDefined();
    expect((await check.run(account, notEnded)).toldPlan).toBe('team');
  });

  it('gives a personal workspace no name', async () => {
    const personal = { accounts: [{ id: 'workspace-ada', plan_type: 'plus', name: 'Ada', structure: 'personal' }] };
    const { check, account } = await createSignInScene(createCredential('chatgpt'), answer(200, personal));
    expect((await check.run(account, notEnded)).account.identity.workspaceName).toBeUndefined();
  });

  it.each([
    ['chatgpt', offline(), 'offline'],
    ['chatgpt', answer(500), 'offline'],
    ['chatgpt', answer(403), 'offline'],
    ['chatgpt', answer(200, '<html>', { contentType: 'text/html' }), 'offline'],
    ['chatgpt', answer(200), 'good'],
    ['apiKey', answer(200), 'good'],
    ['apiKey', refusal(403), 'good'],
    ['apiKey', answer(200, '<html>', { contentType: 'text/html' }), 'offline'],
    ['apiKey', refusal(401), 'refused'],
    ['apiKey', answer(429), 'offline'],
    ['apiKey', offline(), 'offline'],
    ['accessToken', answer(401, { error: 'invalid_token' }), 'refused'],
    ['accessToken', refusal(400, 'invalid_grant'), 'refused'],
    ['accessToken', refusal(403), 'offline'],
    ['accessToken', refusal(403, 'unsupported_country_region_territory'), 'offline'],
    ['accessToken', answer(500), 'offline'],
    ['accessToken', offline(), 'offline'],
  ] as const)('of a %s with the answer %o is: %s', async (kind, reply, health) => {
    const { check, account } = await createSignInScene(createCredential(kind), reply);
    expect((await check.run(account, notEnded)).health.kind).toBe(health);
  });

  it.each(strangers)(
    'leaves a key and an access token as they are when a stranger answers: %s',
    async (_name, body, contentType) => {
      for (const [kind, status] of [
        ['apiKey', 401],
        ['apiKey', 403],
        ['accessToken', 401],
        ['accessToken', 403],
      ] as const) {
        const { check, account } = await createSignInScene(
          createCredential(kind),
          answer(status, body, { contentType }),
        );
        expect((await check.run(account, notEnded)).health.kind, `${kind} ${String(status)}`).toBe('offline');
      }
    },
  );

  it.each([
    [{ kind: 'dead', cause: 'revoked' }, 'refused'],
    [{ kind: 'offline', retryAtMs: 0 }, 'offline'],
    [{ kind: 'leftToCodex' }, 'offline'],
    [{ kind: 'missing' }, 'offline'],
  ] as const)(
    'does not end a grant because its access token is refused: a refresh that says %j decides',
    async (next, health) => {
      const { check, account, refreshes, outcome } = await createSignInScene(createCredential('chatgpt'), answer(401));
      outcome.next = next as typeof outcome.next;
      expect((await check.run(account, notEnded)).health.kind).toBe(health);
      expect(refreshes).toEqual([account.id]);
    },
  );

  it.each([
    ['the service', refusal(401), 'refused'],
    ['a page', answer(401, '<html>', { contentType: 'text/html' }), 'offline'],
    ['a gateway', answer(401, { message: 'Unauthorized' }), 'offline'],
  ] as const)(
    'ends a sign-in without a refresh token with its access token, when %s refuses that: %s',
    async (_name, reply, health) => {
      const tokens = mintTokens({}, { refreshToken: new Secret('') });
      const { check, account, outcome } = await createSignInScene({ kind: 'chatgpt', tokens }, reply);
      outcome.next = { kind: 'missing' };
      expect((await check.run(account, notEnded)).health.kind).toBe(health);
    },
  );

  it.each([
    ['a workspace', 'business', answer(401, { detail: 'Unauthorized' }), 'server.ssoNeeded'],
    ['a person', 'plus', answer(401, { detail: 'Unauthorized' }), 'server.unknown'],
    ['a workspace, by a name', 'business', refusal(401, 'account_deactivated'), 'server.accountClosed'],
  ] as const)(
    'says why %s is refused with a token that was renewed a moment ago, and ends nothing',
    async (_who, plan, second, messageId) => {
      const scene = await createSignInScene(createCredential('chatgpt'), [answer(401), second]);
      const account = { ...scene.account, identity: { ...scene.account.identity, plan } };
      scene.outcome.next = { kind: 'renewed', account };
      const { health } = await scene.check.run(account, notEnded);
      expect(health).toMatchObject({ kind: 'offline', sentence: { messageId } });
    },
  );

  it.each([
    [answer(200, workspaces), 'good'],
    [answer(401), 'good'],
    [answer(401, '<html>', { contentType: 'text/html' }), 'good'],
  ] as const)('believes a renewal where nobody refuses what it gave: %o', async (second, kind) => {
    const scene = await createSignInScene(createCredential('chatgpt'), [answer(401), second]);
    scene.outcome.next = { kind: 'renewed', account: scene.account };
    expect((await scene.check.run(scene.account, notEnded)).health.kind).toBe(kind);
  });

  it.each([
    ['chatgpt', refusal(401, 'account_deactivated'), 'server.accountClosed'],
    ['chatgpt', answer(403, { detail: { code: 'invalid_workspace_selected' } }), 'server.workspaceRefused'],
    ['apiKey', refusal(401, 'ip_not_authorized'), 'server.addressRefused'],
    ['apiKey', refusal(429, 'insufficient_quota'), 'server.outOfFunds'],
    ['accessToken', refusal(401, 'codex_cli_workspace_disabled'), 'server.codexOff'],
  ] as const)('says of a %s what the service said, and asks for no renewal: %o', async (kind, reply, messageId) => {
    const { check, account, refreshes } = await createSignInScene(createCredential(kind), reply);
    const { health } = await check.run(account, notEnded);
    expect([health, refreshes]).toMatchObject([{ kind: 'offline', sentence: { messageId } }, []]);
  });

  it('does not end an agent identity by this machine’s clock, and asks nobody', async () => {
    for (const [exp, health] of [
      [Date.UTC(2027, 0, 1) / 1000, 'good'],
      [Date.UTC(2026, 10, 21, 3) / 1000, 'offline'],
      [1, 'offline'],
    ] as const) {
      const credential: Credential = {
        kind: 'accessToken',
        shape: 'agentIdentity',
        token: new Secret(mintAgentToken({ exp }).token),
      };
      const { check, account, http } = await createSignInScene(credential, answer(500));
      expect([(await check.run(account, notEnded)).health.kind, http.sent]).toEqual([health, []]);
    }
  });

  it.each([
    ['apiKey', answer(200), 'alive'],
    ['apiKey', refusal(401), 'ended'],
    ['apiKey', offline(), 'unknown'],
    ['accessToken', refusal(401), 'ended'],
    ['accessToken', answer(500), 'unknown'],
  ] as const)(
    'asks about the grant of a %s, which has none, with its own call: %o is %s',
    async (kind, reply, grant) => {
      const { check, account, refreshes } = await createSignInScene(createCredential(kind), reply);
      expect([(await check.runOnGrant(account, notEnded)).grant, refreshes]).toEqual([grant, []]);
    },
  );

  it.each([
    [{ kind: 'dead', cause: 'revoked' }, 'ended', 'refused'],
    [{ kind: 'workspaceClosed' }, 'alive', 'workspaceClosed'],
    [{ kind: 'keptElsewhere', product: 'Code' }, 'unknown', 'keptElsewhere'],
    [{ kind: 'leftToCodex', retryAtMs: 0 }, 'unknown', 'offline'],
    [{ kind: 'offline', retryAtMs: 0 }, 'unknown', 'offline'],
  ] as const)(
    'asks about a ChatGPT grant with a renewal, and not with the access token: %j is %s',
    async (next, grant, health) => {
      const { check, account, outcome, http } = await createSignInScene(
        createCredential('chatgpt'),
        answer(200, workspaces),
      );
      outcome.next = next;
      const result = await check.runOnGrant(account, notEnded);
      expect([result.grant, result.health.kind, check.findLast(account.id)?.kind, http.sent]).toEqual([
        grant,
        health,
        health,
        [],
      ]);
    },
  );

  it('brings the plan with the renewed token of a grant that lives', async () => {
    const { check, account, outcome, http } = await createSignInScene(
      createCredential('chatgpt'),
      answer(200, workspaces),
    );
    outcome.next = { kind: 'renewed', account: { ...account, credential: { kind: 'chatgpt', tokens: mintTokens() } } };
    expect(await check.runOnGrant(account, notEnded)).toMatchObject({
      grant: 'alive',
      health: { kind: 'good' },
      account: { identity: { plan: 'team' } },
    });
    const { credential } = outcome.next.account;
    expect(http.sent[0]?.headers?.['authorization']).toBe(
      credential.kind === 'chatgpt' && `Bearer ${credential.tokens.accessToken.reveal()}`,
    );
  });

  it('knows nothing about a grant whose token may not leave', async () => {
    const { account, http, clock, directory, issuer } = await createSignInScene(
      createCredential('chatgpt'),
      answer(200, workspaces),
    );
    const run = (): Promise<never> =>
      Promise.reject(new AuthError('signInAgain', buildSentence('account.secretsLost', {})));
    const check = new AccountCheck({ http, clock, directory, issuer, refresh: { run }, probeProvider: unasked });
    expect((await check.runOnGrant(account, notEnded)).grant).toBe('unknown');
  });

  it('is given up after ten seconds', async () => {
    const { check, account, clock, http } = await createSignInScene(createCredential('chatgpt'), silent);
    const result = check.run(account, notEnded);
    await waitUntil(() => http.sent.length > 0);
    await clock.advance(10_000);
    expect((await result).health).toMatchObject({
      kind: 'offline',
      sentence: { messageId: 'network.tooSlow', args: { host: 'chatgpt.com', seconds: '10' } },
    });
    expect(clock.waiting).toBe(0);
  });

  it.each([
    ['a check', ({ check, account }: Scene, signal: AbortSignal) => check.run(account, signal)],
    [
      'a list of workspaces',
      ({ check, account }: Scene, signal: AbortSignal) => check.listNewWorkspaces(account, signal),
    ],
  ])('ends with whoever waits for it, and notes nothing: %s', async (_name, ask) => {
    const scene = await createSignInScene(createCredential('chatgpt'), silent);
    const person = new AbortController();
    const asking = expect(ask(scene, person.signal)).rejects.toThrow(Cancelled);
    await waitUntil(() => scene.http.sent.length > 0);
    person.abort(new Cancelled());
    await asking;
    expect(scene.http.sent[0]?.signal?.aborted).toBe(true);
    expect([scene.check.findLast(scene.account.id), scene.clock.waiting]).toEqual([undefined, 0]);
  });

  it('leaves a renewal that is on its way to itself', async () => {
    const { account, ...ports } = await createSignInScene(createCredential('chatgpt'), answer(200, workspaces));
    const person = new AbortController();
    const run = (): Promise<never> => {
      person.abort(new Cancelled());
      return new Promise(() => undefined);
    };
    const check = new AccountCheck({ ...ports, refresh: { run }, probeProvider: unasked });
    await expect(check.runOnGrant(account, person.signal)).rejects.toThrow(Cancelled);
    expect(check.findLast(account.id)).toBeUndefined();
  });

  it('takes the name that tokens have where nobody waits for a better one', async () => {
    const { check, http } = await createSignInScene(createCredential('chatgpt'), silent);
    const tokens = mintTokens();
    const person = new AbortController();
    const naming = check.identify(tokens, identifyTokens(tokens), person.signal);
    await waitUntil(() => http.sent.length > 0);
    person.abort(new DOMException('Another window has it.', 'AbortError'));
    expect(await naming).toEqual(identifyTokens(tokens));
  });

  it('asks with the workspace of the tokens', async () => {
    const tokens = mintTokens({}, { workspaceId: 'workspace-2' });
    const { check, account, http } = await createSignInScene({ kind: 'chatgpt', tokens }, answer(200, workspaces));
    await check.run(account, notEnded);
    expect(http.sent[0]?.headers).toEqual({
      authorization: `Bearer ${tokens.accessToken.reveal()}`,
      'chatgpt-account-id': 'workspace-2',
    });
  });
});

describe('the workspaces that can be added', () => {
  const all = {
    accounts: [
      ...workspaces.accounts,
      { id: 'workspace-2', plan_type: 'business', name: 'Second', structure: 'workspace' },
    ],
  };

  it('are those of the person that are no accounts here yet', async () => {
    const { check, account, directory } = await createSignInScene(createCredential('chatgpt'), answer(200, all));
    expect((await check.listNewWorkspaces(account, notEnded)).map(({ workspaceId }) => workspaceId)).toEqual([
      'workspace-2',
    ]);
    const second = mintTokens({ workspaceId: 'workspace-2' });
    await directory.save({ kind: 'chatgpt', tokens: second }, { ...account.identity, workspaceId: 'workspace-2' });
    expect(await check.listNewWorkspaces(account, notEnded)).toEqual([]);
  });

  it.each([offline(), answer(500), answer(200, '<html>', { contentType: 'text/html' })])(
    'are unknown after %o',
    async (reply) => {
      const { check, account } = await createSignInScene(createCredential('chatgpt'), reply);
      await expect(check.listNewWorkspaces(account, notEnded)).rejects.toMatchObject({ code: 'checkNetwork' });
    },
  );
});
