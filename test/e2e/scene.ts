import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import {
  buildPracticeConfig,
  endProcessesOf,
  makeRepository,
  practiceClientId,
  practiceEnvironment,
  withProgramFolder,
} from '../../scripts/practiceHome.mjs';
import { ensureCodex, type CodeServerInstall } from '../../scripts/tools.mjs';
import { startPracticeIssuer, type PracticeIssuer, type PracticeIssuerOptions } from '../issuer/practiceIssuer.ts';
import { launchBrowser } from '../support/browser.ts';
import { readableTerminal } from '../support/terminal.ts';
import { startVsCode, type RunningVsCode } from '../support/vscodeServer.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

export const extensionId = 'codex-accounts.codex-accounts';
const findVsix = (): Promise<string> =>
  Promise.resolve(join(import.meta.dirname, '..', '..', 'out', 'codex-accounts.vsix'));

/** A VS Code with our extension, the practice issuer beside it, and an own Codex home. */
export interface Scene {
  readonly issuer: PracticeIssuer;
  readonly vscode: RunningVsCode;
  readonly browser: Browser;
  readonly workbench: Workbench;
  readonly codexHome: string;
  readonly authFile: string;
  readonly vaultFile: string;
  readonly stateFolder: string;
  /** Our item in the status bar. */
  readonly statusItem: Locator;
  /** What a screen reader is told about our status item; polled with `expect.poll`. */
  status(): Promise<string>;
  close(): Promise<void>;
}

export interface SceneOptions {
  readonly issuer?: PracticeIssuerOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** Puts the real Codex CLI on the terminals' PATH, at the practice issuer, which then speaks TLS too. */
  readonly codex?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly nodeArguments?: readonly string[];
  /** Another build of ours; the one for every platform when left out. */
  readonly vsix?: () => Promise<string>;
  /** More .vsix files to install, beside ours. */
  readonly extensions?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The folder to open; a new empty one when left out. */
  readonly folder?: string;
  /** Which VS Code; the current one when left out. */
  readonly install?: () => Promise<CodeServerInstall>;
  /** Runs before VS Code starts, so that a first look finds what it made. */
  readonly prepare?: (place: Place) => void | Promise<void>;
}

/** What stands before VS Code does. */
interface Place {
  readonly issuer: PracticeIssuer;
  readonly codexHome: string;
  readonly authFile: string;
}

/** What ends the parts of a scene, in the order they were begun. */
type Endings = (() => Promise<void>)[];

/** Sets the scene; everything of it lives in one temporary folder and ends with `close`, or at once when it does not open. */
export async function setScene(options: SceneOptions = {}): Promise<Scene> {
  const root = mkdtempSync(join(tmpdir(), 'codex-accounts-e2e-'));
  const endings: Endings = [];
  const close = async (): Promise<void> => {
    for (const end of endings.splice(0).reverse()) {
      await end();
    }
    rmSync(root, { recursive: true, force: true });
  };
  try {
    return { ...(await openScene(options, root, endings)), close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

async function openScene(options: SceneOptions, root: string, endings: Endings): Promise<Omit<Scene, 'close'>> {
  const codexHome = join(root, 'codex-home');
  const stateHome = join(root, 'state');
  for (const folder of [codexHome, stateHome]) {
    mkdirSync(folder, { mode: 0o700 });
  }
  const authFile = join(codexHome, 'auth.json');
  const codex = options.codex === true;
  const issuer = await startPracticeIssuer({ tls: codex, ...options.issuer });
  endings.push(
    () => issuer.close(),
    () => endProcessesOf(codexHome),
  );
  const folder = options.folder ?? (codex ? join(root, 'folder') : undefined);
  const codexEnv = codex && folder !== undefined ? await bringCodex({ issuer, codexHome, folder }) : {};
  await options.prepare?.({ issuer, codexHome, authFile });
  const vscode = await startVsCode({
    extensions: [await (options.vsix ?? findVsix)(), ...(options.extensions ?? [])],
    env: { CODEX_HOME: codexHome, XDG_STATE_HOME: stateHome, ...codexEnv, ...options.env },
    userSettings: { ...pointAt(issuer), ...(codex ? readableTerminal : {}), ...options.settings },
    ...(options.install === undefined ? {} : { install: await options.install() }),
    ...(options.nodeArguments === undefined ? {} : { nodeArguments: options.nodeArguments }),
    ...(folder === undefined ? {} : { folder }),
  });
  endings.push(() => vscode.close());
  const browser = await launchBrowser();
  endings.push(() => browser.close());
  const viewport = options.viewport === undefined ? {} : { viewport: options.viewport };
  const workbench = await openWorkbench({ browser, url: vscode.url, folder: vscode.folder, ...viewport });
  const statusItem = workbench.statusBarItem(extensionId, 'codexAccounts.status');
  return {
    issuer,
    vscode,
    browser,
    workbench,
    codexHome,
    authFile,
    statusItem,
    vaultFile: join(vscode.userDataDir, 'User', 'globalStorage', extensionId, 'vault.json'),
    stateFolder: join(stateHome, 'codex-accounts'),
    status: () => workbench.statusBarLabel(statusItem),
  };
}

/** Wires the Home to the practice issuer and makes the folder one that Codex trusts; the answer is what the terminals need. */
async function bringCodex({
  issuer,
  codexHome,
  folder,
}: {
  readonly issuer: PracticeIssuer;
  readonly codexHome: string;
  readonly folder: string;
}): Promise<Readonly<Record<string, string | undefined>>> {
  writeFileSync(join(codexHome, 'config.toml'), buildPracticeConfig(issuer, [folder]));
  makeRepository(folder);
  return withProgramFolder({ PATH: process.env['PATH'], ...practiceEnvironment(issuer) }, await ensureCodex());
}

/** One scene for all tests of a file; it starts before the first. A test that fails leaves a picture of the window. */
export function useScene(options: SceneOptions = {}): () => Scene {
  let scene: Scene | undefined;
  const requireScene = (): Scene => {
    if (scene === undefined) throw new Error('The scene has not been set yet.');
    return scene;
  };
  beforeAll(async () => {
    scene = await setScene(options);
  });
  beforeEach(({ task, onTestFailed }) => {
    requireScene().issuer.log.clear();
    onTestFailed(async () => {
      await requireScene().workbench.screenshot(`failed-${task.name.replaceAll(/[^a-z]+/giu, '-').slice(0, 60)}`);
    });
  });
  afterAll(async () => {
    await scene?.close();
  });
  return requireScene;
}

/** The settings that point the extension at the practice issuer. */
export function pointAt(issuer: PracticeIssuer): Readonly<Record<string, unknown>> {
  return {
    'codexAccounts.issuer': issuer.url,
    'codexAccounts.clientId': practiceClientId,
    'codexAccounts.chatgptBaseUrl': `${issuer.url}/backend-api/`,
    'codexAccounts.apiBaseUrl': `${issuer.url}/v1`,
  };
}
