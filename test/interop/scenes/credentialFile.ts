import { watch } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import { mintJwt } from '../../support/tokens.ts';
import { madeUpKey } from './otherSignIns.ts';
import type { Scene, Stage } from './stage.ts';

const keyDocument = JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: madeUpKey });

/** What happens to the files of a credential while `act` goes on; the same thing again is noted once. */
async function watchWrites(stage: Stage, act: () => Promise<unknown>): Promise<void> {
  const seen: string[] = [];
  const watcher = watch(stage.home.path, (kind, name) => {
    const row = `${kind === 'rename' ? 'made, removed or renamed' : 'changed'}: ${name ?? ''}`;
    if (/auth|^end$/u.test(name ?? '') && seen.at(-1) !== row) seen.push(row);
  });
  const end = join(stage.home.path, 'end');
  try {
    await act();
    await writeFile(end, '');
    await vi.waitFor(() => {
      if (!seen.some((row) => row.endsWith(': end'))) throw new Error('The last change has not been told.');
    });
  } finally {
    watcher.close();
    await rm(end, { force: true });
  }
  stage.transcript.said('files:', seen.filter((row) => !row.endsWith(': end')).join('\n'));
  await listFiles(stage);
}

/** The files of a credential that are there now. */
async function listFiles(stage: Stage): Promise<void> {
  const names = (await readdir(stage.home.path)).filter((name) => name.includes('auth'));
  const rows = await Promise.all(names.toSorted().map((name) => describeFile(join(stage.home.path, name), name)));
  stage.transcript.said('left:', rows.join('\n'));
}

async function describeFile(path: string, name: string): Promise<string> {
  const file = await lstat(path);
  const kind = file.isSymbolicLink() ? 'link' : file.isDirectory() ? 'folder' : `${String(file.size)} bytes`;
  const size = name === 'auth.json' && file.isFile() ? 'file' : kind;
  return `${name} ${(file.mode & 0o777).toString(8)} ${size}`;
}

const signInWithKey = (stage: Stage): Promise<unknown> => stage.run(['login', '--with-api-key'], { input: madeUpKey });

const writes: Scene = async (stage) => {
  const { transcript } = stage;
  transcript.title('A sign-in, into a Home without one');
  await watchWrites(stage, () => signInWithKey(stage));
  transcript.title('A sign-in, over another');
  await watchWrites(stage, () => signInWithKey(stage));
  transcript.title('A sign-out');
  await watchWrites(stage, () => stage.run(['logout']));
  transcript.title('A refresh');
  await stage.place();
  const server = await stage.startAppServer();
  await watchWrites(stage, () => server.request('account/read', { refreshToken: true }));
};

const places: Scene = async (stage) => {
  const { home, transcript } = stage;
  const elsewhere = join(dirname(home.path), 'elsewhere.json');
  transcript.title('auth.json is a link to a file elsewhere');
  await writeFile(elsewhere, keyDocument, { mode: 0o600 });
  await symlink(elsewhere, home.authFile);
  await stage.show(['login', 'status']);
  await signInWithKey(stage);
  await listFiles(stage);
  transcript.said('the file elsewhere:', await readFile(elsewhere, 'utf8'));
  await rm(home.authFile, { force: true });
  transcript.title('auth.json is for everyone to read');
  await writeFile(home.authFile, keyDocument);
  await chmod(home.authFile, 0o644);
  await stage.show(['login', 'status']);
  await signInWithKey(stage);
  await listFiles(stage);
  await rm(home.authFile);
  transcript.title('auth.json is a folder');
  await mkdir(home.authFile);
  await stage.show(['login', 'status']);
  await stage.show(['login', '--with-api-key'], { input: madeUpKey });
  await stage.show(['logout']);
  await rm(home.authFile, { recursive: true });
  transcript.title('There is no Home');
  const environment = { CODEX_HOME: join(dirname(home.path), 'nowhere') };
  await stage.show(['login', 'status'], { environment });
  await stage.show(['login', '--with-api-key'], { input: madeUpKey, environment });
};

const stores: Scene = async (stage) => {
  for (const store of ['file', 'keyring', 'auto', 'ephemeral', 'other']) {
    stage.transcript.title(`cli_auth_credentials_store = "${store}"`);
    await writeFile(join(stage.home.path, 'config.toml'), `cli_auth_credentials_store = "${store}"\n`);
    await rm(stage.home.authFile, { force: true });
    await stage.show(['login', '--with-api-key'], { input: madeUpKey });
    await stage.show(['login', 'status']);
    await stage.show(['logout']);
    await listFiles(stage);
  }
};

const token = mintJwt({ email: 'ada@example.com' });
const tokens = { id_token: token, access_token: token, refresh_token: 'r', account_id: 'w' };
const chatgpt = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens, last_refresh: '2026-11-21T04:00:00Z' };

/** Documents that somebody or something may have left, by what is odd about them. */
const documents: Readonly<Record<string, string>> = {
  'nothing odd': JSON.stringify(chatgpt),
  'an API key': keyDocument,
  'an API key without a mode': JSON.stringify({ OPENAI_API_KEY: madeUpKey }),
  'an API key and tokens without a mode': JSON.stringify({
    ...chatgpt,
    auth_mode: undefined,
    OPENAI_API_KEY: madeUpKey,
  }),
  'the mode of a key, and tokens': JSON.stringify({ ...chatgpt, auth_mode: 'apikey' }),
  'an unknown mode': JSON.stringify({ ...chatgpt, auth_mode: 'other' }),
  'another spelling of the mode': JSON.stringify({ ...chatgpt, auth_mode: 'ChatGPT' }),
  'an unknown field': JSON.stringify({ ...chatgpt, other: 1 }),
  'no time': JSON.stringify({ ...chatgpt, last_refresh: undefined }),
  'a time that is none': JSON.stringify({ ...chatgpt, last_refresh: 'yesterday' }),
  'no refresh token': JSON.stringify({ ...chatgpt, tokens: { ...tokens, refresh_token: undefined } }),
  'an empty refresh token': JSON.stringify({ ...chatgpt, tokens: { ...tokens, refresh_token: '' } }),
  'no account': JSON.stringify({ ...chatgpt, tokens: { ...tokens, account_id: undefined } }),
  'an id token that is none': JSON.stringify({ ...chatgpt, tokens: { ...tokens, id_token: 'made-up' } }),
  'no tokens': JSON.stringify({ ...chatgpt, tokens: undefined }),
  'tokens of nobody': JSON.stringify({ ...chatgpt, tokens: null }),
  'an empty key': JSON.stringify({ OPENAI_API_KEY: '' }),
  'a key of another type': JSON.stringify({ OPENAI_API_KEY: 1 }),
  'an empty object': '{}',
  'a list': '[]',
  null: 'null',
  'an empty file': '',
  'half a document': JSON.stringify(chatgpt).slice(0, 60),
  'a byte order mark': `\uFEFF${keyDocument}`,
  'something behind it': `${keyDocument} {}`,
};

const oddDocuments: Scene = async (stage) => {
  for (const [what, content] of Object.entries(documents)) {
    stage.transcript.title(`auth.json with ${what}`);
    await writeFile(stage.home.authFile, content, { mode: 0o600 });
    await stage.show(['login', 'status']);
  }
};

/** Variables, each with values, that may tell Codex who is signed in or where it is. */
const variables: Readonly<Record<string, readonly string[]>> = {
  CODEX_ACCESS_TOKEN: ['', ' ', 'made-up'],
  CODEX_API_KEY: ['', madeUpKey],
  OPENAI_API_KEY: ['', madeUpKey],
  OPENAI_FEDERATION_RULE_ID: ['', 'rule'],
  OPENAI_IDENTITY_TOKEN_FILE: ['', '/nowhere'],
  OPENAI_IDENTITY_TOKEN_SOURCE: ['', 'file', 'spiffe', 'other'],
  OPENAI_SPIFFE_ID: ['', 'spiffe://example.org/codex'],
  OPENAI_SPIFFE_AUDIENCE: ['', 'codex'],
  SPIFFE_ENDPOINT_SOCKET: ['', 'unix:///nowhere'],
  CODEX_HOME: ['', '/nowhere'],
  CODEX_CA_CERTIFICATE: ['', '/nowhere'],
};

const oddVariables: Scene = async (stage) => {
  await writeFile(stage.home.authFile, JSON.stringify(chatgpt), { mode: 0o600 });
  for (const [name, values] of Object.entries(variables)) {
    for (const value of values) {
      stage.transcript.title(`${name}=${JSON.stringify(value)}`);
      await stage.show(['login', 'status'], { environment: { [name]: value } });
    }
  }
  stage.transcript.title('A personal access token in CODEX_ACCESS_TOKEN');
  const environment = { CODEX_ACCESS_TOKEN: stage.issuer.personalAccessTokens.business };
  await stage.show(['login', 'status'], { environment });
  await stage.show(['logout'], { environment });
  await stage.showFile();
};

export const fileScenes: Readonly<Record<string, Scene>> = {
  writes,
  places,
  stores,
  'odd-documents': oddDocuments,
  'odd-variables': oddVariables,
};
