import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { businessChoice, people } from '../../issuer/people.ts';
import type { FaultRule } from '../../issuer/practiceIssuer.ts';
import { ScriptedBrowser, signInOnPage, type PersonalChoice } from '../../issuer/scriptedBrowser.ts';
import type { AppServer } from '../appServer.ts';
import { madeUpKey } from './otherSignIns.ts';
import type { Scene, Stage } from './stage.ts';
import type { PageAnswer } from './transcript.ts';

const harbour: PersonalChoice = { person: 'Ada', workspace: 'Harbour Works' };
const browserLoginSchema = z.object({ authUrl: z.string() });
const [personal] = people[0].workspaces;

/** Runs `codex login` in which `visit` is given the address that it prints; then it is cancelled, unless it has ended. */
async function signIn(stage: Stage, visit: (authorizeUrl: URL) => Promise<void>): Promise<void> {
  const visits: Promise<void>[] = [];
  const endings: Promise<unknown>[] = [];
  const run = await stage.run(['login'], {
    onOutput: (output) => {
      const address = /^https:\S+\/oauth\/authorize\?\S+$/mu.exec(output)?.[0];
      if (address === undefined || visits.length > 0) return;
      const authorizeUrl = new URL(address);
      const cancel = (): Promise<unknown> => askPage(callbackOf(authorizeUrl, '/cancel')).catch(() => undefined);
      const visited = visit(authorizeUrl);
      visits.push(visited);
      endings.push(visited.then(cancel, cancel));
    },
  });
  await Promise.all(endings);
  await Promise.all(visits);
  stage.transcript.ran('codex login', run);
}

/** Where the browser of somebody who signed in at the practice issuer is sent. */
function signInAtIssuer(stage: Stage, authorizeUrl: URL, choice: PersonalChoice): Promise<URL> {
  return signInOnPage(`${stage.issuer.url}/oauth/authorize${authorizeUrl.search}`, choice);
}

/** The listener of the CLI, as the address it printed has it. */
function callbackOf(authorizeUrl: URL, path: string): URL {
  return new URL(path, authorizeUrl.searchParams.get('redirect_uri') ?? '');
}

/** On a connection of its own: the listener may be gone with the next request. */
function askPage(url: URL, method = 'GET'): Promise<PageAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent: false }, (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      }, reject);
    });
    asked.on('error', reject).end();
  });
}

async function visit(stage: Stage, label: string, url: URL, method = 'GET'): Promise<PageAnswer> {
  const answer = await askPage(url, method);
  stage.transcript.response(label, answer);
  return answer;
}

/** Follows the whole way of a browser that comes back. */
async function comeBack(stage: Stage, authorizeUrl: URL, choice = harbour): Promise<void> {
  const callback = await signInAtIssuer(stage, authorizeUrl, choice);
  const answer = await visit(stage, 'the callback', callback);
  const { location } = answer.headers;
  if (location !== undefined) await visit(stage, 'where it leads', new URL(location, callback));
}

function noteAuthorizeUrl(stage: Stage, authorizeUrl: URL): void {
  stage.transcript.said('the address of the browser:', `${authorizeUrl.origin}${authorizeUrl.pathname}`);
  const values = [...authorizeUrl.searchParams].map(([name, value]) => `${name}: ${value}`);
  stage.transcript.said('its values:', values.join('\n'));
}

const browserSignIn: Scene = async (stage) => {
  stage.transcript.title('codex login');
  await signIn(stage, async (authorizeUrl) => {
    noteAuthorizeUrl(stage, authorizeUrl);
    await comeBack(stage, authorizeUrl);
  });
  stage.transcript.title('What it asked the issuer for');
  stage.transcript.requests(stage.issuer.log.requests({ path: '/oauth/token' }));
  stage.transcript.title('What it wrote');
  await stage.showFile();
  await stage.show(['login', 'status']);
};

const secondSignIn: Scene = async (stage) => {
  stage.transcript.title('codex login where somebody is signed in');
  await stage.place();
  await signIn(stage, (authorizeUrl) => comeBack(stage, authorizeUrl));
  stage.transcript.requests(stage.issuer.log.requests({ path: '/oauth/revoke' }));
  await stage.showFile();
};

/** What a browser may bring to the callback, by what it is. */
const callbacks: Readonly<Record<string, string>> = {
  'no code': '/auth/callback?state=STATE',
  'a refusal': '/auth/callback?error=access_denied&state=STATE',
  'a refusal with its description': '/auth/callback?error=access_denied&error_description=not+now&state=STATE',
  'a workspace without Codex':
    '/auth/callback?error=access_denied&error_description=missing_codex_entitlement&state=STATE',
  'markup in a description': '/auth/callback?error=server_error&error_description=%3Cb%3Ebold%3C%2Fb%3E&state=STATE',
  'a refusal without a state': '/auth/callback?error=access_denied',
  'the way to cancel': '/cancel',
};

const callbackPages: Scene = async (stage) => {
  stage.transcript.title('What does not end the sign-in');
  await signIn(stage, async (authorizeUrl) => {
    const requests = ['GET /', 'GET /auth/callback', 'GET /auth/callback?code=made-up&state=made-up'];
    for (const line of [...requests, 'POST /auth/callback', 'GET /success']) {
      const [method = '', path = ''] = line.split(' ');
      await visit(stage, line, callbackOf(authorizeUrl, path), method);
    }
  });
  for (const [what, path] of Object.entries(callbacks)) {
    stage.transcript.title(what);
    await signIn(stage, async (authorizeUrl) => {
      const state = authorizeUrl.searchParams.get('state') ?? '';
      await visit(stage, `GET ${path}`, callbackOf(authorizeUrl, path.replace('STATE', state)));
    });
  }
};

/** What the token endpoint may answer to a code. */
const answers: Readonly<Record<string, Omit<FaultRule, 'path' | 'times'>>> = {
  'an OAuth error': {
    kind: 'status',
    status: 400,
    body: { error: 'invalid_grant', error_description: 'The code is spent.' },
  },
  'an error of another shape': { kind: 'status', status: 403, body: { error: { code: 'forbidden', message: 'No.' } } },
  'a failure': { kind: 'status', status: 500, body: 'Internal error' },
  'a page': { kind: 'wrongType' },
  'no tokens': { kind: 'status', status: 200, body: {} },
  nothing: { kind: 'cut' },
};

const exchangeRefused: Scene = async (stage) => {
  for (const [what, fault] of Object.entries(answers)) {
    stage.transcript.title(`The code is answered with ${what}`);
    stage.issuer.fault({ path: '/oauth/token', times: 10, ...fault });
    await signIn(stage, async (authorizeUrl) => {
      const state = authorizeUrl.searchParams.get('state') ?? '';
      await visit(stage, 'the callback', callbackOf(authorizeUrl, `/auth/callback?code=made-up&state=${state}`));
    });
    stage.issuer.clearFaults();
  }
  await stage.showFile();
};

const secondPort: Scene = async (stage) => {
  stage.transcript.title('codex login while another program listens on port 1455');
  const asked: string[] = [];
  const other = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end('another program');
  });
  other.listen(1455, '127.0.0.1');
  await once(other, 'listening');
  try {
    await signIn(stage, (authorizeUrl) => {
      noteAuthorizeUrl(stage, authorizeUrl);
      return Promise.resolve();
    });
  } finally {
    other.closeAllConnections();
    other.close();
    await once(other, 'close');
  }
  stage.transcript.said('the other program was asked:', [...new Set(asked)].join('\n'));
};

const policies: Scene = async (stage) => {
  const loginMethod = (value: string): string => `forced_login_method = "${value}"`;
  const workspace = `forced_chatgpt_workspace_id = "${personal.id}"`;
  stage.transcript.title('codex login where a workspace is prescribed');
  await stage.configure(workspace);
  await signIn(stage, async (authorizeUrl) => {
    noteAuthorizeUrl(stage, authorizeUrl);
    await comeBack(stage, authorizeUrl, { person: 'Ada', workspace: personal.name });
  });
  stage.transcript.title('and the person comes back with another');
  await rm(stage.home.authFile);
  await signIn(stage, async (authorizeUrl) => {
    authorizeUrl.searchParams.delete('allowed_workspace_id');
    await comeBack(stage, authorizeUrl);
  });
  await stage.showFile();
  for (const lines of [[loginMethod('api')], [loginMethod('chatgpt')], [loginMethod('other')], [workspace]]) {
    stage.transcript.title(lines.join(', '));
    await stage.place(businessChoice);
    await stage.configure(...lines);
    await stage.show(['login', 'status']);
    await stage.show(['exec', '--skip-git-repo-check', 'hello']);
    await stage.showFile();
    await stage.show(['login', '--with-api-key'], { input: madeUpKey });
  }
};

/** Asks the app-server for a browser sign-in. @returns the address to open */
async function startInAppServer(stage: Stage, server: AppServer): Promise<URL> {
  const answer = await stage.ask(server, 'account/login/start', { type: 'chatgpt' });
  return new URL(browserLoginSchema.parse(answer).authUrl);
}

const appServerSignIn: Scene = async (stage) => {
  const server = await stage.startAppServer();
  stage.transcript.title('account/login/start in the app-server, and the person cancels on the page');
  const refused = await startInAppServer(stage, server);
  const browser = await ScriptedBrowser.open(refused.href);
  const cancelled = await browser.press('Cancel');
  if (cancelled !== undefined) await visit(stage, 'the callback', cancelled);
  stage.transcript.value('then:', await server.nextNotification('account/login/completed'));
  stage.transcript.title('and again, and the person signs in');
  const address = await startInAppServer(stage, server);
  noteAuthorizeUrl(stage, address);
  await comeBack(stage, address);
  stage.transcript.value('then:', await server.nextNotification('account/login/completed'));
  stage.transcript.value('and:', await server.nextNotification('account/updated'));
  await stage.ask(server, 'account/read');
  stage.transcript.requests(stage.issuer.log.requests({ path: '/oauth/token' }));
  await stage.showFile();
};

export const browserScenes: Readonly<Record<string, Scene>> = {
  'browser-sign-in': browserSignIn,
  'second-sign-in': secondSignIn,
  'callback-pages': callbackPages,
  'exchange-refused': exchangeRefused,
  'second-port': secondPort,
  policies,
  'app-server-sign-in': appServerSignIn,
};
