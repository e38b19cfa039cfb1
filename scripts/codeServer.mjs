// Starts code-server (VS Code in a browser) as a person does: installs the .vsix, opens a folder, waits for an answer.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, delay, end, run, start, waitForOutput } from './processes.mjs';

/** No tips, no news, no gallery, no chat: only what is under test, and nothing that asks the network. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts code-server. `dataFolder` gets `user-data`, `extensions` and the configuration file; port 0 takes a free one.
 * code-server opens addresses on this computer (`http://127.0.0.1:PORT/…`) as `/proxy/PORT/…` of its own address.
 * `nodeArguments` go to Node itself, in the server and in every extension host. The answer is `{url, child, userDataDir, extensionsDir, close}`; `url` has no trailing slash.
 */
export async function startCodeServer(options) {
  const {
    node,
    codeServer,
    dataFolder,
    folder,
    vsixPaths,
    userSettings,
    env,
    trust = true,
    port = 0,
    nodeArguments = [],
  } = options;
  const userDataDir = join(dataFolder, 'user-data');
  const extensionsDir = join(dataFolder, 'extensions');
  const config = join(dataFolder, 'config.yaml');
  mkdirSync(join(userDataDir, 'User'), { recursive: true, mode: 0o700 });
  mkdirSync(extensionsDir, { recursive: true, mode: 0o700 });
  writeFileSync(config, '{}\n');
  writeFileSync(join(userDataDir, 'User', 'settings.json'), JSON.stringify(userSettings, null, 2));
  const shared = [
    join(codeServer, 'out', 'node', 'entry.js'),
    '--config',
    config,
    '--user-data-dir',
    userDataDir,
    '--extensions-dir',
    extensionsDir,
  ];
  // With VSCODE_CLI the server keeps this environment; else it asks a login shell for one, which sets PATH anew.
  const ownEnv = { ...withoutVsCode(env ?? process.env), EXTENSIONS_GALLERY: '{}', VSCODE_CLI: '1' };
  for (const vsix of vsixPaths) {
    const { code, output } = await run(node, [...shared, '--install-extension', vsix], { env: ownEnv });
    if (code !== 0 || !/successfully installed/u.test(output)) {
      throw new Stop(`code-server could not install ${vsix}:\n${output}`);
    }
  }
  const child = start(
    node,
    [
      ...nodeArguments,
      ...shared,
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      ...(trust ? ['--disable-workspace-trust'] : []),
      folder,
    ],
    { env: ownEnv, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  try {
    const pattern = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/u;
    const [, url] = await waitForOutput(child, { pattern, name: 'code-server' });
    await waitUntilAnswering(url, child);
    return { url, child, userDataDir, extensionsDir, close: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** A terminal inside VS Code sets variables that would make a new server hand its work to the old one. */
export function withoutVsCode(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_)/u.test(name)));
}

async function waitUntilAnswering(url, child) {
  for (const untilMs = Date.now() + 30_000; Date.now() < untilMs && child.exitCode === null; await delay(100)) {
    try {
      if ((await fetch(`${url}/healthz`)).ok) return;
    } catch {
      // Not listening yet.
    }
  }
  throw new Stop(`code-server started but does not answer at ${url}.`);
}
