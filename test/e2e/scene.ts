import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startPracticeIssuer, type PracticeIssuer, type PracticeIssuerOptions } from '../issuer/practiceIssuer.ts';
import { launchBrowser } from '../support/browser.ts';
import { startVsCode, type RunningVsCode } from '../support/vscodeServer.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

export const extensionId = 'codex-accounts.codex-accounts';
export const vsixPath = join(import.meta.dirname, '..', '..', 'out', 'codex-accounts.vsix');

/** A VS Code with our extension, the practice issuer beside it, and an own Codex home. */
export interface Scene {
  readonly issuer: PracticeIssuer;
  readonly vscode: RunningVsCode;
  readonly browser: Browser;
  readonly workbench: Workbench;
  readonly codexHome: string;
  readonly stateFolder: string;
  close(): Promise<void>;
}

export interface SceneOptions {
  readonly issuer?: PracticeIssuerOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Sets the scene; everything of it lives in one temporary folder and ends with `close`. */
export async function setScene(options: SceneOptions = {}): Promise<Scene> {
  const root = mkdtempSync(join(tmpdir(), 'codex-accounts-e2e-'));
  const codexHome = join(root, 'codex-home');
  const stateHome = join(root, 'state');
  for (const folder of [codexHome, stateHome]) {
    mkdirSync(folder, { mode: 0o700 });
  }
  const issuer = await startPracticeIssuer(options.issuer ?? {});
  const vscode = await startVsCode({
    extensions: [vsixPath],
    env: { CODEX_HOME: codexHome, XDG_STATE_HOME: stateHome, ...options.env },
    userSettings: { ...pointAt(issuer), ...options.settings },
  });
  const browser = await launchBrowser();
  const workbench = await openWorkbench({ browser, url: vscode.url, folder: vscode.folder });
  return {
    ...{ issuer, vscode, browser, workbench, codexHome },
    stateFolder: join(stateHome, 'codex-accounts'),
    close: async () => {
      await browser.close();
      await vscode.close();
      await issuer.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export const clientId = 'practice-client';

/** The settings that point the extension at the practice issuer. */
export function pointAt(issuer: PracticeIssuer): Readonly<Record<string, unknown>> {
  return {
    'codexAccounts.issuer': issuer.url,
    'codexAccounts.clientId': clientId,
    'codexAccounts.chatgptBaseUrl': `${issuer.url}/backend-api/`,
    'codexAccounts.apiBaseUrl': `${issuer.url}/v1`,
  };
}
