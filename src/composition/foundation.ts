import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { env, type ExtensionContext } from 'vscode';
import { AccountDirectory } from '../accounts/accountDirectory.ts';
import { GrantKeeper } from '../accounts/grantKeeper.ts';
import { HomeReader } from '../accounts/homeReader.ts';
import { HomeSight } from '../accounts/homeSight.ts';
import type { CodexSpokesman } from '../accounts/ports.ts';
import type { HostSituation } from '../hosts/hostSituation.ts';
import { Home } from '../home/home.ts';
import { StoredCredential } from '../home/storedCredential.ts';
import { locateHome } from '../home/homeLocation.ts';
import { ConfigFiles, locateSystemConfig } from '../platform/configFiles.ts';
import { HomeRecordFolder } from '../platform/homeRecordFolder.ts';
import { KeyringCredential } from '../platform/keyringCredential.ts';
import { findNativeKeyring } from '../platform/nativeKeyring.ts';
import { NodeCredentialFile } from '../platform/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../platform/recordFolder.ts';
import { locateStateFolder } from '../platform/stateFolder.ts';
import { systemClock as clock } from '../platform/systemClock.ts';
import { readVaultId } from '../platform/keptId.ts';
import { Bindings } from '../storage/bindings.ts';
import { HomeLedger } from '../storage/homeLedger.ts';
import { Ledger } from '../storage/ledger.ts';
import { Vault } from '../storage/vault.ts';
import { suggestLabels } from '../ui/accounts/accountWords.ts';
import { lazy } from '../ui/lazy.ts';
import { describeHomePlace, describeVaultPlace } from '../ui/places.ts';
import { listOpenFolders } from '../ui/running/openFolders.ts';
import type { Places } from '../ui/services.ts';
import { settings } from '../ui/settings.ts';
import { readVersion } from '../ui/userAgent.ts';
import { VsCodeSecrets } from '../ui/vscodeSecrets.ts';
import type { Disposables } from '../util/disposables.ts';

/** What everything else stands on: Vault, Ledger, bindings, the Home. */
export type Foundation = Awaited<ReturnType<typeof layFoundation>>;

export async function layFoundation(context: ExtensionContext, scope: Disposables, host: HostSituation) {
  const stateFolder = locateStateFolder(process.env, process.platform);
  const storageFolder = context.globalStorageUri.fsPath;
  const secrets = scope.add(
    host.side === 'workspace'
      ? new (await import('../platform/secretFile.ts')).SecretFile(join(storageFolder, 'vault.json'), clock)
      : new VsCodeSecrets(context.secrets),
  );
  const vault = scope.add(new Vault(secrets));
  const bindings = new Bindings(scope.add(new NodeRecordFolder(join(stateFolder, 'homes'), clock)));
  const owner = { vaultId: readVaultId(storageFolder), product: env.appName };
  const { folder } = locateHome({
    setting: settings.codexHome(),
    environment: process.env['CODEX_HOME'],
    userFolder: homedir(),
    ...{ isAbsolute, join },
  });
  const grants = scope.add(new NodeRecordFolder(join(stateFolder, 'grants'), clock));
  const ledger = new Ledger(grants, new HomeLedger(new HomeRecordFolder(folder, clock)));
  const directory = new AccountDirectory({ vault, ledger, owner, clock, suggestLabels: (facts, hides = settings.hidePersonalInfo()) => suggestLabels(facts, hides) });
  const keeper = new GrantKeeper({ vault, ledger, owner, clock });
  const config = new ConfigFiles(folder, locateSystemConfig(process.env));
  const file = new NodeCredentialFile(folder, () => {
    void import('../ui/store/unprotectedNotice.ts').then(({ warnUnprotected }) => warnUnprotected(file.path, context.globalState));
  });
  const keyring = new KeyringCredential(folder, findNativeKeyring(join(context.extensionPath, 'dist', 'keyring.node')));
  const credential = new StoredCredential({ config, file, keyring, platform: process.platform });
  const pause = (): Promise<void> => clock.delay(50);
  const home = new Home(folder, credential, pause);
  const homeOnClick = new Home(folder, credential.onClick(), pause);
  const setAside = (text: string): Promise<void> => vault.keep(`setAside.${String(clock.nowMs())}`, text);
  const reader = new HomeReader({ home, homeOnClick, bindings, directory });
  const loadHomeLink = lazy(async () => {
    const [{ HomeLink }, { prompts }] = await Promise.all([import('../accounts/homeLink.ts'), import('../ui/prompts.ts')]);
    return new HomeLink({ home, homeOnClick, reader, bindings, directory, questions: prompts, clock, setAside });
  });
  const emptyKeyring = async (): Promise<void> => (await loadHomeLink()).empty(new Home(folder, keyring, pause));
  const loadCodex = lazy(async () => {
    const { CodexCli } = await import('../platform/codex/codexCli.ts');
    return new CodexCli({
      ...{ home: folder, environment: process.env, workspaceFolders: listOpenFolders, version: readVersion(context), issuer: settings.issuer },
    });
  });
  const codex: CodexSpokesman = {
    tell: async () => (await loadCodex()).tell(),
    signIn: async (open, signal) => (await loadCodex()).signIn(open, signal),
  };
  const sight = scope.add(new HomeSight({ credential, reader, codex, ledger, directory, clock }, { kind: 'file', path: file.path }));
  const places: Places = {
    vault: describeVaultPlace(host, secrets),
    get home() {
      return describeHomePlace(sight.place);
    },
    get homePlace() {
      return sight.place;
    },
  };
  return {
    ...{ secrets, setAside, config, credential, file, keyring, emptyKeyring, clock, stateFolder, vault, ledger, bindings, owner, directory },
    ...{ keeper, home, reader, loadHomeLink, codex, sight, places },
  };
}
