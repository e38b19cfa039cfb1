import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { env, type ExtensionContext, type StatusBarItem } from 'vscode';
import { AccountCheck } from '../accounts/accountCheck.ts';
import { AccountDirectory } from '../accounts/accountDirectory.ts';
import { CurrentAccount } from '../accounts/currentAccount.ts';
import { HomeLink } from '../accounts/homeLink.ts';
import { Home } from '../home/home.ts';
import { locateHome } from '../home/homeLocation.ts';
import { FetchHttp } from '../platform/fetchHttp.ts';
import { NodeCredentialFile } from '../platform/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../platform/recordFolder.ts';
import { SecretFile } from '../platform/secretFile.ts';
import { locateStateFolder } from '../platform/stateFolder.ts';
import { systemClock as clock } from '../platform/systemClock.ts';
import { readVaultId } from '../platform/vaultId.ts';
import { Bindings } from '../storage/bindings.ts';
import { Ledger } from '../storage/ledger.ts';
import { Vault } from '../storage/vault.ts';
import { suggestLabel } from '../ui/accountWords.ts';
import { AttemptFollower } from '../ui/attemptFollower.ts';
import { followContextKeys } from '../ui/contextKeys.ts';
import { describeHost, findUnreachedRemote } from '../ui/host.ts';
import { lazy } from '../ui/lazy.ts';
import { loadQuestions } from '../ui/loadQuestions.ts';
import type { Log } from '../ui/log.ts';
import { describeVaultPlace } from '../ui/places.ts';
import type { Services } from '../ui/services.ts';
import { settings } from '../ui/settings.ts';
import { drawStatusBar } from '../ui/statusBar.ts';
import { buildUserAgent } from '../ui/userAgent.ts';
import { VsCodeSecrets } from '../ui/vscodeSecrets.ts';
import type { Disposables } from '../util/disposables.ts';

/** What stands from the first moment on, made by the entry point. */
export interface Ground {
  readonly context: ExtensionContext;
  readonly scope: Disposables;
  readonly log: Log;
  readonly statusItem: StatusBarItem;
}

/** Builds the house: every service is made in this folder, in order, and nowhere else. No network, no dialog. */
export function buildHouse({ context, scope, log, statusItem }: Ground): Services {
  const host = describeHost();
  const stateFolder = locateStateFolder(process.env, process.platform);
  const storageFolder = context.globalStorageUri.fsPath;
  const secrets = scope.add(
    host.isWeb ? new SecretFile(join(storageFolder, 'vault.json'), clock) : new VsCodeSecrets(context.secrets),
  );
  const vault = scope.add(new Vault(secrets));
  const ledger = new Ledger(scope.add(new NodeRecordFolder(join(stateFolder, 'grants'), clock)));
  const bindings = new Bindings(scope.add(new NodeRecordFolder(join(stateFolder, 'homes'), clock)));
  const owner = { vaultId: readVaultId(storageFolder), product: env.appName };
  const directory = new AccountDirectory({ vault, ledger, owner, clock, suggestLabel });
  const place = { setting: settings.codexHome(), environment: process.env['CODEX_HOME'], userFolder: homedir(), isAbsolute, join };
  const { folder } = locateHome(place);
  const home = new Home(folder, new NodeCredentialFile(folder), () => clock.delay(50));
  const setAside = (text: string): Promise<void> => secrets.store(`setAside.${String(clock.nowMs())}`, text);
  const homeLink = new HomeLink({ home, bindings, directory, questions: loadQuestions, clock, setAside });
  const http = new FetchHttp({ userAgent: buildUserAgent(context) });
  const check = new AccountCheck({ http, clock, directory, issuer: settings.issuer });
  const current = scope.add(new CurrentAccount({ vault, ledger, bindings, directory, homeLink, check }));
  const attempt = scope.add(new AttemptFollower());
  const services: Services = {
    ...{ current, attempt, directory, homeLink, check, http, clock, log, host },
    places: { vault: describeVaultPlace(host, secrets), home: home.credentialPath },
    loadSignIn: lazy(async () => {
      const { composeSignIn } = await import('./signIn.ts');
      const service = scope.add(composeSignIn({ http, clock, directory, homeLink, check, issuer: settings.issuer, stateFolder }));
      attempt.follow(service);
      return service;
    }),
    loadSignOut: lazy(async () => new (await import('../accounts/signOutService.ts')).SignOutService({ http, directory, homeLink, issuer: settings.issuer })),
    showPanel: async () => {
      (await loadPanel()).show();
    },
  };
  const loadPanel = lazy(async () => scope.add((await import('./panel.ts')).composePanel(services, context.extensionUri)));
  scope.add(followContextKeys(current, host));
  scope.add(drawStatusBar(statusItem, { current, attempt, unreachedRemote: findUnreachedRemote(host) }));
  void current.update();
  return services;
}
