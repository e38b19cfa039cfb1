import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { env, type ExtensionContext } from 'vscode';
import { AccountDirectory } from '../accounts/directory/accountDirectory.ts';
import { GrantStore } from '../accounts/refresh/grantStore.ts';
import { HomeOccupantReader } from '../accounts/home/homeOccupantReader.ts';
import { HomeKeyReader } from '../accounts/home/homeKeyReader.ts';
import { ProviderReader } from '../accounts/home/providerReader.ts';
import { HomeInspector } from '../accounts/home/homeInspector.ts';
import type { CodexAppServer } from '../accounts/home/ports.ts';
import type { HostSituation } from '../window/hostSituation.ts';
import { Home } from '../home/home.ts';
import { StoredCredential } from '../home/store/storedCredential.ts';
import { locateHome } from '../home/homeLocation.ts';
import { ConfigFiles, locateSystemConfig } from '../platform/home/configFiles.ts';
import { HomeRecordFolder } from '../platform/home/homeRecordFolder.ts';
import { KeyringOnDemand } from '../platform/home/keyringOnDemand.ts';
import { NodeCredentialFile } from '../platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../platform/files/recordFolder.ts';
import { locateStateFolder } from '../platform/files/stateFolder.ts';
import { systemClock as clock } from '../platform/systemClock.ts';
import { readOrCreateVaultId } from '../platform/files/persistentId.ts';
import { Bindings } from '../storage/bindings.ts';
import { HomeLedger } from '../storage/homeLedger.ts';
import { Ledger } from '../storage/ledger.ts';
import { ProviderBindings } from '../storage/providerBindings.ts';
import { Vault } from '../storage/vault.ts';
import { composePrompts } from './composePrompts.ts';
import { suggestLabels } from '../ui/text/accountText.ts';
import { lazy } from '../ui/shell/lazy.ts';
import type { Log } from '../ui/shell/log.ts';
import { describeHomePlace, describeVaultPlace, type Places } from '../ui/shell/storagePlaces.ts';
import { listOpenFolders } from '../ui/shell/openFolders.ts';
import type { Secret } from '../base/secret.ts';
import { settings } from '../ui/shell/settings.ts';
import { readVersion } from '../ui/shell/userAgent.ts';
import { vscodeBrowser } from '../ui/shell/vscodeBrowser.ts';
import { VsCodeSecrets } from '../ui/shell/vscodeSecrets.ts';
import type { Disposables } from '../base/disposables.ts';

/** What every other service is made of: Vault, Ledger, bindings, the Home. */
export type CoreServices = Awaited<ReturnType<typeof createCoreServices>>;

interface Given {
  readonly context: ExtensionContext;
  readonly scope: Disposables;
  readonly log: Pick<Log, 'unawaited'>;
}

/**
 * Makes Vault, Ledger, bindings and the Home for where this extension runs; nothing is read or written yet. Long
 * because it is a list, as `createServices` is.
 */
export async function createCoreServices({ context, scope, log }: Given, host: HostSituation) {
  const prompts = composePrompts(log);
  const stateFolder = locateStateFolder(process.env, process.platform);
  const storageFolder = context.globalStorageUri.fsPath;
  const secrets = scope.add(
    host.side === 'workspace'
      ? new (await import('../platform/files/secretFile.ts')).SecretFile(join(storageFolder, 'vault.json'), clock)
      : new VsCodeSecrets(context.secrets),
  );
  const vault = scope.add(new Vault(secrets));
  const homes = scope.add(new NodeRecordFolder(join(stateFolder, 'homes'), clock));
  const bindings = new Bindings(homes);
  const providerBindings = new ProviderBindings(homes);
  const owner = { vaultId: readOrCreateVaultId(storageFolder), product: env.appName };
  const { folder } = locateHome({
    setting: settings.codexHome(),
    environment: process.env['CODEX_HOME'],
    userFolder: homedir(),
    isAbsolute,
    join,
  });
  const grants = scope.add(new NodeRecordFolder(join(stateFolder, 'grants'), clock));
  const ledger = new Ledger(grants, new HomeLedger(scope.add(new HomeRecordFolder(folder, clock))));
  const directory = new AccountDirectory({
    vault,
    ledger,
    owner,
    clock,
    suggestLabels: (facts, hides = settings.hidePersonalInfo()) => suggestLabels(facts, hides),
  });
  const grantStore = new GrantStore({ vault, ledger, owner, clock });
  const config = new ConfigFiles(folder, locateSystemConfig(process.env));
  const loadLocks = lazy(async () => scope.add((await import('./composeCodexLocks.ts')).composeCodexLocks()));
  const warn = async (): Promise<void> =>
    (await import('../ui/shell/unprotectedNotice.ts')).warnUnprotected(file.path, context.globalState, prompts);
  const file = new NodeCredentialFile(folder, {
    loadLocks,
    onUnprotected: () => {
      log.unawaited('home', warn());
    },
  });
  const { extensionPath } = context;
  const keyring = new KeyringOnDemand(
    lazy(async () =>
      (await import('./composeKeyring.ts')).composeKeyring({ folder, extensionPath, ended: scope.ended, loadLocks }),
    ),
  );
  const credential = new StoredCredential({ config, file, keyring, platform: process.platform });
  const pause = (): Promise<void> => clock.delay(50, scope.ended);
  const home = new Home(folder, credential, pause);
  const homeOnClick = new Home(folder, credential.onClick(), pause);
  const setAside = (document: Secret): Promise<void> => vault.keep(`setAside.${String(clock.nowMs())}`, document);
  const openAiAddresses = (): readonly string[] => {
    const { accountsCheckUrl, responsesUrl } = settings.issuer();
    return [accountsCheckUrl, responsesUrl];
  };
  const keys = new HomeKeyReader({ config, directory, openAiAddresses });
  const reader = new HomeOccupantReader({ home, homeOnClick, bindings, directory, keys });
  const providerReader = new ProviderReader({
    home: folder,
    config,
    openAiAddresses,
    bindings: providerBindings,
    directory,
  });
  const loadHomeLink = lazy(async () => {
    const [{ HomeLink }, { signInQuestions }, { composeProviderConfig }] = await Promise.all([
      import('../accounts/home/homeLink.ts'),
      import('../ui/signIn/signInQuestions.ts'),
      import('./composeProviderConfig.ts'),
    ]);
    const questions = signInQuestions({ prompts, browser: vscodeBrowser });
    const providerConfig = composeProviderConfig(
      { home: folder, config, providerBindings, bindings, directory, clock },
      { secrets, ended: scope.ended },
    );
    return new HomeLink({
      home,
      homeOnClick,
      reader,
      bindings,
      directory,
      questions,
      config: providerConfig,
      keys,
      clock,
      setAside,
    });
  });
  const emptyKeyring = async (): Promise<void> => (await loadHomeLink()).empty(new Home(folder, keyring, pause));
  const loadCodex = lazy(async () => {
    const { CodexCli } = await import('../platform/codex/codexCli.ts');
    return new CodexCli({
      home: folder,
      environment: process.env,
      workspaceFolders: listOpenFolders,
      version: readVersion(context),
      ended: scope.ended,
      issuer: settings.issuer,
    });
  });
  const codex: CodexAppServer = {
    readAccount: async () => (await loadCodex()).readAccount(),
    signIn: async (open, signal) => (await loadCodex()).signIn(open, signal),
  };
  const inspector = scope.add(
    new HomeInspector({ credential, reader, codex, ledger, directory, clock }, { kind: 'file', path: file.path }),
  );
  const places: Places = {
    vault: describeVaultPlace(host, secrets),
    get home() {
      return describeHomePlace(inspector.place);
    },
    get homePlace() {
      return inspector.place;
    },
  };
  return {
    ended: scope.ended,
    prompts,
    secrets,
    setAside,
    config,
    credential,
    file,
    keyring,
    loadLocks,
    emptyKeyring,
    clock,
    stateFolder,
    vault,
    ledger,
    bindings,
    providerBindings,
    providerReader,
    owner,
    directory,
    grantStore,
    home,
    keys,
    openAiAddresses,
    reader,
    loadHomeLink,
    codex,
    inspector,
    places,
  };
}
