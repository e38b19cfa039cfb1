import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../src/base/secret.ts';
import { LeakSearch } from '../e2e/leakSearch.ts';
import { launchBrowser } from '../support/browser.ts';
import { mintTokens, type Person } from '../support/tokens.ts';
import { startVsCode, type RunningVsCode } from '../support/vscodeServer.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { packDriver, packOlderCompanion, UiSide } from './uiSide.ts';
import { serializeToText } from '../support/credentialTexts.ts';

export const companionVsix = join(import.meta.dirname, '..', '..', 'out', 'codex-accounts-host.vsix');

/** A window with two extension hosts: the driver in the browser's worker, the companion's place on the server. */
export interface TwoHosts {
  readonly ui: UiSide;
  readonly vscode: RunningVsCode;
  readonly workbench: Workbench;
  /** The Home that this machine's settings name. */
  readonly codexHome: string;
  readonly authFile: string;
  readonly stateFolder: string;
  readonly olderVsix: string;
  readonly secrets: LeakSearch;
  readonly mint: Mint;
  close(): Promise<void>;
}

export interface TwoHostsOptions {
  /** Added to the environment of the remote side. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly trust?: boolean;
}

export async function openTwoHosts({ environment = {}, trust = false }: TwoHostsOptions = {}): Promise<TwoHosts> {
  const root = mkdtempSync(join(tmpdir(), 'ca-two-hosts-'));
  const place = (name: string): string => {
    mkdirSync(join(root, name), { recursive: true, mode: 0o700 });
    return join(root, name);
  };
  const codexHome = place('codex-home');
  const ui = await UiSide.open();
  const dataFolder = place('data');
  writeSettings(dataFolder, codexHome, place('elsewhere'));
  const vscode = await startVsCode({
    extensions: [await packDriver(root, ui.address)],
    dataFolder,
    // Set by the terminal that started VS Code; what the machine's settings say is stronger.
    env: { CODEX_HOME: place('of-the-environment'), XDG_STATE_HOME: place('state'), ...environment },
    userSettings: { 'security.workspace.trust.startupPrompt': 'never' },
    trust,
  });
  const browser = await launchBrowser();
  const workbench = await openWorkbench({ browser, url: vscode.url, folder: vscode.folder });
  const marker = randomBytes(9).toString('base64url');
  return {
    ui,
    vscode,
    workbench,
    codexHome,
    authFile: join(codexHome, 'auth.json'),
    stateFolder: join(root, 'state', 'codex-accounts'),
    olderVsix: await packOlderCompanion(root),
    secrets: new LeakSearch(marker),
    mint: buildMint(marker),
    close: async () => {
      await browser.close();
      await vscode.close();
      await ui.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The machine names one Home, the folder that is opened another one, which must not count. */
function writeSettings(dataFolder: string, codexHome: string, elsewhere: string): void {
  const files = [
    { folder: join(dataFolder, 'user-data', 'Machine'), home: codexHome },
    { folder: join(dataFolder, 'folder', '.vscode'), home: elsewhere },
  ];
  for (const { folder, home } of files) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ 'codexAccounts.codexHome': home }));
  }
}

type Mint = ReturnType<typeof buildMint>;

/** Documents whose every secret carries the marker. */
function buildMint(marker: string) {
  const mark = (token: string): Secret => new Secret(`${token}${marker}`);
  const tokensOf = (person: Person) => {
    const tokens = mintTokens(person);
    const { idToken, accessToken, refreshToken } = tokens;
    return {
      ...tokens,
      idToken: mark(idToken.reveal()),
      accessToken: mark(accessToken.reveal()),
      refreshToken: mark(refreshToken.reveal()),
    };
  };
  return {
    lease: (person: Person): string =>
      serializeToText({
        kind: 'chatgpt',
        tokens: { ...tokensOf(person), refreshToken: new Secret(''), loginOwnerId: undefined },
      }),
    own: (person: Person): string => serializeToText({ kind: 'chatgpt', tokens: tokensOf(person) }),
    key: (): string => serializeToText({ kind: 'apiKey', key: mark('sk-') }),
  };
}
