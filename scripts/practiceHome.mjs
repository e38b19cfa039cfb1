// The Codex home in which the real Codex CLI speaks to the practice service: for npm start and the tests.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { delay, findMarked } from './processes.mjs';

/** The client id of everything that signs in at the practice issuer. */
export const practiceClientId = 'practice-client';

/**
 * `config.toml` that sends everything of the CLI to the practice issuer at `url`. Requests to a model go to the TLS origin
 * that `accounts/check` names, the list of models and a turn on an API key to `openai_base_url`. Plugins and apps stay off:
 * they are fetched from elsewhere at each start. The folders in `trusted` are opened without a question. The background
 * server is tried, and ended, on Linux only; elsewhere the CLI does without one.
 */
export function buildPracticeConfig({ url }, trusted = []) {
  return [
    `chatgpt_base_url = "${url}/backend-api/"`,
    `openai_base_url = "${url}/backend-api/codex"`,
    'cli_auth_credentials_store = "file"',
    '[analytics]',
    'enabled = false',
    '[features]',
    'plugins = false',
    'apps = false',
    `daemon_auto_start = ${process.platform === 'linux'}`,
    ...trusted.flatMap((folder) => [`[projects.${JSON.stringify(folder)}]`, 'trust_level = "trusted"']),
    '',
  ].join('\n');
}

/**
 * The variables that point refresh, revocation, app-server sign-in and trust at the practice issuer. It speaks no
 * WebSocket; the CLI then goes on by POST and logs an error that nobody needs to see.
 */
export function practiceEnvironment({ url, caFile }) {
  return {
    CODEX_APP_SERVER_LOGIN_ISSUER: url,
    CODEX_APP_SERVER_LOGIN_CLIENT_ID: practiceClientId,
    CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${url}/oauth/token`,
    CODEX_REVOKE_TOKEN_URL_OVERRIDE: `${url}/oauth/revoke`,
    CODEX_AUTHAPI_BASE_URL: `${url}/api/accounts`,
    RUST_LOG: 'error,codex_api::endpoint::responses_websocket=off',
    ...(caFile === undefined ? {} : { CODEX_CA_CERTIFICATE: caFile }),
  };
}

/** Makes a folder an empty Git repository, unless it is one: `codex exec` works in no other folder. */
export function makeRepository(folder) {
  if (existsSync(join(folder, '.git'))) return;
  for (const part of ['objects', 'refs']) mkdirSync(join(folder, '.git', part), { recursive: true });
  writeFileSync(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
}

/** An environment without anything that tells Codex who is signed in, or where. */
export function withoutCodex(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(CODEX_|OPENAI_)/u.test(name)));
}

/** An environment with `folder` first on PATH, which Windows may spell `Path`. */
export function withProgramFolder(env, folder) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [name]: [folder, env[name]].filter(Boolean).join(delimiter) };
}

/**
 * Ends what still runs on a Home: the background server and the update loop that an interactive `codex` leaves behind.
 * They are known by the `CODEX_HOME` they were started with, so no other Home is reached. Each is asked once, which lets
 * it remove its socket, and forced after `graceMs`.
 */
export async function endProcessesOf(home, graceMs = 5000) {
  const asked = new Set();
  const untilMs = Date.now() + graceMs;
  for (let found = findMarked('CODEX_HOME', home); found.length > 0; found = findMarked('CODEX_HOME', home)) {
    const late = Date.now() > untilMs;
    for (const { pid } of found.filter((process) => late || !asked.has(process.pid))) {
      asked.add(pid);
      signal(pid, late ? 'SIGKILL' : 'SIGTERM');
    }
    await delay(50);
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}
