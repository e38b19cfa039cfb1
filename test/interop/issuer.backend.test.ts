import { createPrivateKey, sign } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { businessChoice, people } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { decodePayload, getWithBearer, postJson } from './issuerClient.ts';

let issuer: PracticeIssuer;
let bearer: string;

beforeEach(async () => {
  issuer = await startPracticeIssuer();
  bearer = issuer.issueGrant(businessChoice).access_token;
});
afterEach(async () => {
  await issuer.close();
});

const getPaths = [
  'wham/usage',
  'wham/accounts/check',
  'wham/profiles/me',
  'wham/workspace-messages',
  'wham/rate-limit-reset-credits',
  'wham/security-setup',
  'wham/config/bundle',
  'wham/settings/user',
  'codex/models',
];

async function postWithBearer(path: string, token: string, value: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return await fetch(`${issuer.url}${path}`, { method: 'POST', headers, body: JSON.stringify(value) });
}

function openRaw(lines: readonly string[]): Socket {
  const socket = connect(Number(new URL(issuer.url).port), '127.0.0.1');
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
  return socket;
}

describe('the ChatGPT backend', () => {
  it.for(getPaths)('answers %s to a bearer only', async (path) => {
    const url = `${issuer.url}/backend-api/${path}`;
    expect((await getWithBearer(url, bearer)).status).toBe(200);
    expect((await getWithBearer(url, 'not-a-token')).status).toBe(401);
    expect((await fetch(url)).status).toBe(401);
  });

  it('knows personal access tokens', async () => {
    const { business, revoked } = issuer.personalAccessTokens;
    expect((await getWithBearer(`${issuer.url}/backend-api/wham/usage`, business)).status).toBe(200);
    const whoami = `${issuer.url}/api/accounts/v1/user-auth-credential/whoami`;
    expect(await (await getWithBearer(whoami, business)).json()).toEqual({
      email: people[0].email,
      chatgpt_user_id: people[0].userId,
      chatgpt_account_id: businessChoice.workspaceId,
      chatgpt_plan_type: 'business',
      chatgpt_account_is_fedramp: false,
    });
    expect((await getWithBearer(whoami, revoked)).status).toBe(401);
  });

  it('switches to another workspace of the same person only', async () => {
    const switchTo = async (id: string): Promise<Response> =>
      await postWithBearer('/backend-api/accounts/switch-workspace-token', bearer, { workspace_id: id });
    const personal = people[0].workspaces[0].id;
    const switched = z.object({ access_token: z.string() }).parse(await (await switchTo(personal)).json());
    expect(decodePayload(switched.access_token)).toMatchObject({
      'https://api.openai.com/auth': { chatgpt_account_id: personal, chatgpt_plan_type: 'plus' },
    });
    expect((await switchTo(people[2].workspaces[0].id)).status).toBe(404);
  });

  it('ends a model turn', async () => {
    const turn = await postWithBearer('/backend-api/codex/responses', bearer, { model: 'm', input: [] });
    expect(turn.headers.get('content-type')).toBe('text/event-stream');
    const events = await turn.text();
    expect(events).toContain('event: response.created\n');
    expect(events).toContain('event: response.completed\n');
  });
});

describe('the platform API', () => {
  const probe = async (key: string): Promise<readonly [number, number]> => [
    (await getWithBearer(`${issuer.url}/v1/models`, key)).status,
    (await postWithBearer('/v1/responses', key, {})).status,
  ];

  it('tells what a key may do without spending a token', async () => {
    expect(await probe(issuer.apiKeys.good)).toEqual([200, 400]);
    expect(await probe(issuer.apiKeys.restricted)).toEqual([200, 403]);
    expect(await probe('sk-unknown-key')).toEqual([401, 401]);
    expect(await probe(bearer)).toEqual([401, 401]);
  });

  it('does not repeat a whole key in its error', async () => {
    const answer = await (await getWithBearer(`${issuer.url}/v1/models`, 'sk-wrong-1234567890')).text();
    expect(answer).toContain('invalid_api_key');
    expect(answer).not.toContain('sk-wrong-1234567890');
  });
});

describe('faults', () => {
  const url = (): string => `${issuer.url}/v1/models`;
  const get = async (): Promise<Response> => await getWithBearer(url(), issuer.apiKeys.good);

  it('hit as often as asked, then things are right again', async () => {
    issuer.fault({ path: '/v1/models', times: 2, kind: 'status', status: 503, headers: { 'retry-after': '7' } });
    const first = await get();
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await get()).status).toBe(503);
    expect((await get()).status).toBe(200);
  });

  it('cut, and lose an answer after the work was done', async () => {
    issuer.fault({ path: '/v1/*', times: 1, kind: 'cut' });
    await expect(get()).rejects.toThrow('fetch failed');
    const { refresh_token } = issuer.issueGrant(businessChoice);
    const clientId = issuer.grants().at(-1)?.clientId;
    issuer.fault({ path: '/oauth/token', times: 1, kind: 'lostAnswer' });
    const refresh = { client_id: clientId, grant_type: 'refresh_token', refresh_token };
    await expect(postJson(`${issuer.url}/oauth/token`, refresh)).rejects.toThrow('fetch failed');
    expect(issuer.grants().at(-1)).toMatchObject({ refreshCount: 1, alive: true });
    expect(issuer.log.requests({ path: '/oauth/token' })).toMatchObject([{ status: undefined }]);
  });

  it('answer the wrong type, too much, and elsewhere', async () => {
    issuer.fault({ path: '/v1/models', times: 1, kind: 'wrongType' });
    expect((await get()).headers.get('content-type')).toContain('text/html');
    issuer.fault({ path: '/v1/models', times: 1, kind: 'hugeBody' });
    expect((await (await get()).arrayBuffer()).byteLength).toBeGreaterThan(64 * 1024 * 1024);
    issuer.fault({ path: '/v1/models', times: 1, kind: 'redirect', headers: { location: '/oauth/authorize' } });
    const moved = await fetch(url(), { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([302, '/oauth/authorize']);
  });

  it('wait, and closing does not wait for them', async () => {
    issuer.fault({ path: '/v1/models', times: 1, kind: 'delay', delayMs: 3_600_000 });
    const waiting = get().then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => issuer.log.requests({ path: '/v1/models' }).length).toBe(1);
    await issuer.close();
    expect(await waiting).toBe('cut');
    issuer = await startPracticeIssuer();
  });
});

describe('the wire', () => {
  it('answers every WebSocket upgrade with 426', async () => {
    const socket = openRaw([
      'GET /backend-api/codex/responses HTTP/1.1',
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 426 /u);
    expect(issuer.log.requests()).toMatchObject([{ path: '/backend-api/codex/responses', status: 426 }]);
  });

  it('refuses a body above 1 MiB, and one that is no JSON', async () => {
    const large = await postJson(`${issuer.url}/oauth/token`, { filler: 'x'.repeat(1024 * 1024) });
    expect(large.status).toBe(413);
    const headers = { 'content-type': 'application/json' };
    const broken = await fetch(`${issuer.url}/oauth/token`, { method: 'POST', headers, body: '{"a":' });
    expect(broken.status).toBe(400);
  });

  it('says 404 and 405', async () => {
    expect((await fetch(`${issuer.url}/nowhere`)).status).toBe(404);
    const wrong = await fetch(`${issuer.url}/oauth/token`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('logs query, headers, body and status', async () => {
    await fetch(`${issuer.url}/oauth/token?b=2&a=1`, {
      method: 'POST',
      headers: { originator: 'codex_accounts' },
      body: new URLSearchParams({ grant_type: 'x' }),
    });
    expect(issuer.log.requests({ method: 'POST' })).toMatchObject([
      {
        path: '/oauth/token',
        query: { a: '1', b: '2' },
        rawQuery: 'b=2&a=1',
        headers: { originator: 'codex_accounts' },
        bodyFields: { grant_type: 'x' },
        rawBody: 'grant_type=x',
        status: 400,
      },
    ]);
    issuer.log.clear();
    expect(issuer.log.requests()).toEqual([]);
  });
});

describe('agent identities', () => {
  const agentSchema = z.object({ agent_runtime_id: z.string(), agent_private_key: z.string() });
  const usageUrl = (): string => `${issuer.url}/backend-api/wham/usage`;

  function issueAgent(): { readonly runtimeId: string; readonly prove: (text: string) => string } {
    const claims = agentSchema.parse(decodePayload(issuer.issueAgentIdentity()));
    const key = createPrivateKey({
      key: Buffer.from(claims.agent_private_key, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    return {
      runtimeId: claims.agent_runtime_id,
      prove: (text) => sign(null, Buffer.from(text), key).toString('base64'),
    };
  }

  async function register(
    runtimeId: string,
    proof: { readonly timestamp: string; readonly signature: string },
  ): Promise<Response> {
    return await postJson(`${issuer.url}/api/accounts/v1/agent/${runtimeId}/task/register`, proof);
  }

  async function askWith(fields: object): Promise<number> {
    const assertion = Buffer.from(JSON.stringify(fields)).toString('base64url');
    return (await fetch(usageUrl(), { headers: { authorization: `AgentAssertion ${assertion}` } })).status;
  }

  it('register a task with a signature, and ask with another', async () => {
    const { runtimeId, prove } = issueAgent();
    const timestamp = new Date().toISOString();
    const registered = await register(runtimeId, { timestamp, signature: prove(`${runtimeId}:${timestamp}`) });
    const { task_id: taskId } = z.object({ task_id: z.string() }).parse(await registered.json());
    const fields = { agent_runtime_id: runtimeId, task_id: taskId, timestamp };
    expect(await askWith({ ...fields, signature: prove(`${runtimeId}:${taskId}:${timestamp}`) })).toBe(200);
    expect(await askWith({ ...fields, signature: prove(`${runtimeId}:${timestamp}`) })).toBe(401);
    expect(await askWith({ ...fields, task_id: 'task-2', signature: prove(`${runtimeId}:task-2:${timestamp}`) })).toBe(
      401,
    );
    const old = new Date(Date.now() - 3_600_000).toISOString();
    expect(await askWith({ ...fields, timestamp: old, signature: prove(`${runtimeId}:${taskId}:${old}`) })).toBe(401);
  });

  it('are not registered by another key, nor for a runtime that nobody issued', async () => {
    const [mine, other] = [issueAgent(), issueAgent()];
    const timestamp = new Date().toISOString();
    const signature = other.prove(`${mine.runtimeId}:${timestamp}`);
    expect((await register(mine.runtimeId, { timestamp, signature })).status).toBe(401);
    expect((await register('agent-runtime-nobody', { timestamp, signature })).status).toBe(401);
  });
});
