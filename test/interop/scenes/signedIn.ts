import * as z from 'zod/mini';
import { people } from '../../issuer/people.ts';
import type { FaultRule } from '../../issuer/practiceIssuer.ts';
import { madeUpKey } from './otherSignIns.ts';
import type { Scene } from './stage.ts';

const tokenPath = '/oauth/token';
const sessionsSchema = z.object({ sessions: z.array(z.object({ sessionId: z.string() })) });

const refresh: Scene = async (stage) => {
  stage.transcript.title('A refresh that the app-server is asked for');
  await stage.place();
  const server = await stage.startAppServer();
  await stage.showFile();
  await stage.ask(server, 'account/read', { refreshToken: true });
  stage.transcript.requests(stage.issuer.log.requests({ path: tokenPath }));
  await stage.showFile();
};

const code = (value: string): unknown => ({ error: { code: value, message: 'No.' } });

/** What the token endpoint may answer to a refresh token. */
const refusals: Readonly<Record<string, Omit<FaultRule, 'path' | 'times'>>> = {
  '401 without a word': { kind: 'status', status: 401, body: '' },
  refresh_token_expired: { kind: 'status', status: 401, body: code('refresh_token_expired') },
  refresh_token_reused: { kind: 'status', status: 401, body: code('refresh_token_reused') },
  refresh_token_invalidated: { kind: 'status', status: 401, body: code('refresh_token_invalidated') },
  invalid_grant: { kind: 'status', status: 400, body: { error: 'invalid_grant' } },
  '403': { kind: 'status', status: 403, body: code('forbidden') },
  '500': { kind: 'status', status: 500, body: 'Internal error' },
  'a page': { kind: 'wrongType' },
  nothing: { kind: 'cut' },
};

const refreshRefused: Scene = async (stage) => {
  for (const [what, fault] of Object.entries(refusals)) {
    stage.transcript.title(`A refresh is answered with ${what}`);
    await stage.place();
    stage.issuer.log.clear();
    stage.issuer.fault({ path: tokenPath, times: 10, ...fault });
    const server = await stage.startAppServer();
    await stage.ask(server, 'account/read', { refreshToken: true });
    await stage.ask(server, 'getAuthStatus', { includeToken: true, refreshToken: true });
    await server.close();
    const statuses = stage.issuer.log.requests({ path: tokenPath }).map(({ method, path }) => `${method} ${path}`);
    stage.transcript.said('requests:', statuses.join('\n'));
    stage.issuer.clearFaults();
  }
  await stage.showFile();
};

const signOut: Scene = async (stage) => {
  const { issuer, transcript } = stage;
  const revokePath = '/oauth/revoke';
  transcript.title('codex logout where nobody is signed in');
  await stage.show(['logout']);
  transcript.title('codex logout');
  await stage.place();
  await stage.show(['logout']);
  transcript.requests(issuer.log.requests({ path: revokePath }));
  await stage.showFile();
  for (const fault of [{ kind: 'status', status: 500 }, { kind: 'cut' }] as const) {
    transcript.title(`codex logout where the revocation is answered with ${JSON.stringify(fault)}`);
    await stage.place();
    issuer.fault({ path: revokePath, times: 10, ...fault });
    await stage.show(['logout']);
    await stage.showFile();
    issuer.clearFaults();
  }
  transcript.title('codex logout with an API key');
  issuer.log.clear();
  await stage.run(['login', '--with-api-key'], { input: madeUpKey });
  await stage.show(['logout']);
  transcript.requests(issuer.log.requests({ path: revokePath }));
  await stage.showFile();
};

const accounts: Scene = async (stage) => {
  const { transcript } = stage;
  transcript.title('The app-server where nobody is signed in');
  const server = await stage.startAppServer();
  const requests: readonly (readonly [string, unknown])[] = [
    ['account/read', {}],
    ['getAuthStatus', { includeToken: true }],
    ['configRequirements/read', {}],
    ['accountSession/list', {}],
    ['accountSession/add', {}],
    ['account/rateLimits/read', {}],
    ['account/login/start', { type: 'other' }],
    ['account/login/cancel', { loginId: '00000000-0000-4000-8000-000000000000' }],
    ['account/login/start', { type: 'apiKey', apiKey: madeUpKey }],
    ['account/read', {}],
    ['getAuthStatus', { includeToken: true }],
    ['account/logout', {}],
    ['account/read', {}],
  ];
  for (const [method, params] of requests) await stage.ask(server, method, params);
  transcript.title('What it said of its own accord');
  for (const method of ['account/login/completed', 'account/updated', 'account/updated']) {
    transcript.value('notification:', await server.nextNotification(method));
  }
  await stage.showFile();
};

const workspaces: Scene = async (stage) => {
  const { issuer, transcript } = stage;
  const switchPath = '/backend-api/accounts/switch-workspace-token';
  await stage.place();
  const server = await stage.startAppServer();
  transcript.title('The workspaces of one sign-in');
  const listed = await stage.ask(server, 'accountSession/list', { refreshWorkspaceMetadata: true });
  const sessionId = sessionsSchema.parse(listed).sessions[0]?.sessionId;
  transcript.title('A switch to another one');
  await stage.ask(server, 'accountSession/switch', { sessionId, accountId: people[0].workspaces[0].id });
  transcript.requests(issuer.log.requests({ path: switchPath }));
  await stage.showFile();
  transcript.title('A switch to that of somebody else');
  await stage.ask(server, 'accountSession/switch', { sessionId, accountId: people[2].workspaces[0].id });
  transcript.title('The use that is left');
  await stage.ask(server, 'account/rateLimits/read');
};

const turn: Scene = async (stage) => {
  const { issuer, transcript } = stage;
  transcript.title('codex exec');
  await stage.place();
  const run = await stage.run(['exec', '--skip-git-repo-check', 'hello']);
  transcript.said('it answers:', run.stdout);
  const asked = issuer.log.requests({ method: 'POST' }).filter(({ path }) => path.endsWith('/responses'));
  transcript.requests(
    asked.map((request) => ({ ...request, rawBody: Object.keys(request.bodyFields).toSorted().join('&') })),
  );
  transcript.said('model:', JSON.stringify(asked[0]?.bodyFields['model']));
  const paths = issuer.log.requests().map(({ method, path, status }) => `${method} ${path} ${String(status)}`);
  transcript.said('requests of a turn, in order of name:', [...new Set(paths)].toSorted().join('\n'));
};

export const signedInScenes: Readonly<Record<string, Scene>> = {
  refresh,
  'refresh-refused': refreshRefused,
  'sign-out': signOut,
  accounts,
  workspaces,
  turn,
};
