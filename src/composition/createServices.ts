import { hostname } from 'node:os';
import { AccountCheck } from '../accounts/use/accountCheck.ts';
import type { HealthVerdict } from '../accounts/use/healthVerdict.ts';
import { describeActivity, type CodexActivity } from '../accounts/refresh/codexActivity.ts';
import { CurrentAccount } from '../accounts/use/currentAccount.ts';
import type { OwnSignIn } from '../accounts/signIn/ownSignIn.ts';
import type { CodexProcess } from '../home/running/ports.ts';
import type { HttpClient } from '../network/http.ts';
import type { ProviderCredential } from '../storage/account.ts';
import { findRemote } from '../window/hostSituation.ts';
import { SignInAttemptState } from '../ui/shell/signInAttemptState.ts';
import { followContextKeys } from '../ui/shell/contextKeys.ts';
import { FolderAccount } from '../ui/shell/folderAccount.ts';
import { renewLabelsWithSetting } from '../ui/shell/renewLabelsWithSetting.ts';
import { describeHost } from '../ui/shell/host.ts';
import { KeychainNotice } from '../ui/shell/keychainNotice.ts';
import { lazy } from '../ui/shell/lazy.ts';
import { PayerState } from '../ui/shell/payerState.ts';
import { RemoteFollower } from '../ui/shell/remoteFollower.ts';
import { RunningState } from '../ui/shell/runningState.ts';
import { UsageState } from '../ui/shell/usageState.ts';
import type { Services } from './services.ts';
import { vscodeClipboard } from '../ui/shell/clipboard.ts';
import { settings } from '../ui/shell/settings.ts';
import { vscodeBrowser } from '../ui/shell/vscodeBrowser.ts';
import { drawStatusBar } from '../ui/status/statusBar.ts';
import type { ActivationContext } from './activationContext.ts';
import { createCoreServices } from './coreServices.ts';
import { composeHomeTokens, composeRenewal } from './composeRenewal.ts';
import { startBackgroundWork } from './startBackgroundWork.ts';
import { canUndoConfigChange } from './undoableConfigChange.ts';

/**
 * Every service is made in this folder, in order, and nowhere else. No network, no dialog. Long because it is a list:
 * each service once, after those that it needs, and nothing is decided.
 */
export async function createServices(activation: ActivationContext): Promise<Services> {
  const { context, scope, log, statusItem } = activation;
  const host = describeHost(context, { platform: process.platform, hostName: hostname(), environment: process.env });
  const core = await createCoreServices(activation, host);
  const {
    clock,
    vault,
    ledger,
    bindings,
    providerReader,
    directory,
    home,
    loadHomeLink,
    grantStore,
    owner,
    places,
    stateFolder,
    codex,
    inspector,
    secrets,
  } = core;
  const { issuer } = settings;
  const { ended } = scope;
  const { prompts } = core;
  const loadHttp = lazy(async () => (await import('./composeNetwork.ts')).composeHttp(context, core));
  const http: HttpClient = { send: async (request) => (await loadHttp()).send(request) };
  const loadHomeTokens = lazy(async () => {
    const { HomeTokens } = await import('../accounts/refresh/homeTokens.ts');
    return new HomeTokens({ home, grantStore, bindings });
  });
  const findWorkers = async (): Promise<readonly CodexProcess[]> =>
    (await services.loadRunning()).service.findWorkers();
  const lookAtCodex = async (): Promise<CodexActivity> => describeActivity(await findWorkers());
  const refresh = composeRenewal({
    http,
    clock,
    grantStore,
    loadHomeTokens,
    issuer,
    product: owner.product,
    random: Math.random,
    lookAtCodex,
    ended,
  });
  const probeProvider = async (asked: ProviderCredential, signal: AbortSignal): Promise<HealthVerdict> =>
    (await services.loadProviders()).check(asked, signal);
  const check = scope.add(new AccountCheck({ http, clock, directory, issuer, refresh, probeProvider }));
  const current = scope.add(
    new CurrentAccount({ vault, ledger, bindings, directory, reader: inspector, providerReader, check }),
  );
  const attempt = scope.add(new SignInAttemptState());
  const folder = scope.add(
    new FolderAccount(context.workspaceState, { directory, onDidChangeAccounts: current.onDidChange }),
  );
  const remote = scope.add(new RemoteFollower());
  const running = scope.add(new RunningState());
  const payer = scope.add(new PayerState());
  const usage = scope.add(new UsageState());
  const remoteName = findRemote(host);
  const loadOwnSignIn = async (): Promise<OwnSignIn> =>
    scope.add(
      (await import('./composeSignIn.ts')).composeOwnSignIn({ http, clock, check, issuer, stateFolder, host, prompts }),
    );
  const loadPages = lazy(async () => scope.add(new (await import('../ui/shell/markdownPages.ts')).MarkdownPages()));
  const services: Services = {
    current,
    attempt,
    directory,
    loadHomeLink,
    inspector,
    codex,
    check,
    refresh,
    running,
    payer,
    usage,
    folder,
    clock,
    ended,
    log,
    prompts,
    browser: vscodeBrowser,
    clipboard: vscodeClipboard,
    host,
    places,
    remote,
    keychainNotice: new KeychainNotice(prompts),
    loadRunning: lazy(async () =>
      (await import('./composeRunning.ts')).composeRunning({ context, ended, services, core }),
    ),
    loadSignIn: lazy(async () => {
      const given = {
        http,
        clock,
        directory,
        check,
        issuer,
        stateFolder,
        host,
        prompts,
        homeLink: await loadHomeLink(),
        rules: await services.loadRules(),
      };
      const service = scope.add((await import('./composeSignIn.ts')).composeSignIn(given));
      attempt.follow(service);
      return service;
    }),
    loadSwitch: lazy(async () => {
      const given = {
        directory,
        refresh,
        findWorkers,
        clock,
        ended,
        prompts,
        providerReader,
        homeLink: await loadHomeLink(),
      };
      return (await import('./composeSwitch.ts')).composeSwitch(given);
    }),
    openFile: async (path) => (await import('../ui/shell/openFile.ts')).openFile(path),
    showFolder: async (path) => (await import('../ui/shell/openFile.ts')).showFolder(path),
    openSettings: async (query) => (await import('../ui/shell/openFile.ts')).openSettings(query),
    showPage: async (title, text) => (await loadPages()).show(title, text),
    loadRules: lazy(async () => (await import('./composeRules.ts')).composeRules(core)),
    loadStore: lazy(async () => (await import('./composeStore.ts')).composeStore(core)),
    loadHosts: lazy(async () =>
      (await import('./composeHosts.ts')).composeHosts({ context, scope, services, core, loadOwnSignIn, remoteName }),
    ),
    loadCopy: lazy(async () => {
      const { records } = await services.loadHosts();
      return (await import('./composeCopy.ts')).composeCopy(core, { records, ended });
    }),
    loadProviders: lazy(async () => (await import('./composeProviders.ts')).composeProviders(core, { http, ended })),
    editProvider: async (account) => (await import('../ui/providers/editProvider.ts')).editProvider(account, services),
    loadCi: lazy(async () => (await import('./composeCi.ts')).composeCi(core, { ended })),
    findCodexVersion: async () => (await services.loadCi()).findVersion(),
    loadEnvironment: lazy(async () =>
      (await import('./composeEnvironment.ts')).composeEnvironment(core, context.extension.extensionKind),
    ),
    loadTerminals: lazy(async () => {
      const { WindowTerminals } = await import('../ui/shell/windowTerminals.ts');
      return scope.add(new WindowTerminals(context.environmentVariableCollection));
    }),
    loadDiagnosis: lazy(async () =>
      (await import('./composeDiagnosis.ts')).composeDiagnosis({ context, services, core, http }),
    ),
    findCause: async (failure) => (await import('../ui/diagnosis/failureCause.ts')).findCause(failure, services),
    loadUsage: lazy(async () =>
      (await import('./composeUsage.ts')).composeUsage(activation, services, { ...core, http }),
    ),
    loadSignOut: lazy(async () =>
      (await import('./composeSignOut.ts')).composeSignOut({ http, directory, issuer, homeLink: await loadHomeLink() }),
    ),
    showPanel: async () => {
      (await loadPanel()).show();
    },
    run: async (name) => (await import('../ui/commands/actions.ts')).runAction(name, services),
    signOutOf: async (account) => (await import('../ui/accounts/signOutMenu.ts')).signOutOf(account, services),
  };
  const loadPanel = lazy(async () =>
    scope.add((await import('./composePanel.ts')).composePanel(services, context.extensionUri)),
  );
  scope.add(
    followContextKeys({
      log,
      current,
      attempt,
      directory,
      folder,
      host,
      canUndo: () => canUndoConfigChange(secrets),
      onDidChangeSecrets: secrets.onDidChange,
    }),
  );
  scope.add(renewLabelsWithSetting(services, context.globalState));
  scope.add(drawStatusBar(statusItem, { current, attempt, folder, remote, running, payer, usage }));
  startBackgroundWork(activation, services, { ...core, homeTokens: composeHomeTokens(loadHomeTokens) });
  if (remoteName !== undefined) {
    log.unawaited('host', services.loadHosts());
  }
  return services;
}
