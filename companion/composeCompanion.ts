import { homedir, hostname } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { extensions, workspace, type ExtensionContext } from 'vscode';
import { Home } from '../src/home/home.ts';
import { locateHome } from '../src/home/homeLocation.ts';
import { StoredCredential } from '../src/home/store/storedCredential.ts';
import { CodexLocks } from '../src/platform/home/codexLocks.ts';
import { LockKeeper } from '../src/platform/home/lockKeeper.ts';
import { findLockTool } from '../src/platform/home/lockTool.ts';
import { ConfigFiles, locateSystemConfig } from '../src/platform/home/configFiles.ts';
import { readOrCreateHostId } from '../src/platform/files/persistentId.ts';
import { KeyringCredential } from '../src/platform/home/keyringCredential.ts';
import { findNativeKeyring } from '../src/platform/home/nativeKeyring.ts';
import { NodeCredentialFile } from '../src/platform/home/nodeCredentialFile.ts';
import { NodeRecordFolder } from '../src/platform/files/recordFolder.ts';
import { locateStateFolder } from '../src/platform/files/stateFolder.ts';
import { systemClock as clock } from '../src/platform/systemClock.ts';
import type { RulesThere } from '../src/hosts/remote/rulesThere.ts';
import { Bindings } from '../src/storage/bindings.ts';
import { Placements } from '../src/storage/placements.ts';
import { linkSafeText } from '../src/base/displayText.ts';
import type { Disposables } from '../src/base/disposables.ts';
import { vscodePrompts } from '../src/ui/shell/vscodePrompts.ts';
import { buildNews, buildQuestions } from './dialogs.ts';
import { buildHello } from './hello.ts';
import { HostCommands } from './hostCommands.ts';
import { StoredSignIns } from './keptSignIns.ts';
import { LastServerAnswers } from './lastServerAnswers.ts';
import type { HostLog } from './hostLog.ts';
import { readCodexHomeSetting } from './mainSettings.ts';
import { putBack } from './putBack.ts';
import { composeRunningHere } from './composeRunningHere.ts';
import { LastSeenSignIns } from './lastSeenSignIns.ts';

const ideExtension = 'openai.chatgpt';

/**
 * Everything of this host. `open` gives what belongs to the Home that is in force when it is called. Long because
 * it is a list: each part once, and what a Home needs in one closure over what the host has.
 */
export function composeHost(context: ExtensionContext, scope: Disposables, log: HostLog) {
  const stateFolder = locateStateFolder(process.env, process.platform);
  const placements = new Placements(scope.add(new NodeRecordFolder(join(stateFolder, 'placements'), clock)));
  const bindings = new Bindings(scope.add(new NodeRecordFolder(join(stateFolder, 'homes'), clock)));
  const hostId = readOrCreateHostId(stateFolder);
  const version = readVersion(context);
  const lastAnswers = new LastServerAnswers();
  const seen = new LastSeenSignIns();
  const host = linkSafeText(hostname());
  const prompts = vscodePrompts;
  const keyring = findNativeKeyring(join(context.extensionPath, 'dist', 'keyring.node'), scope.ended);
  const locks = scope.add(new CodexLocks(new LockKeeper(findLockTool())));
  const loadLocks = (): Promise<CodexLocks> => Promise.resolve(locks);
  const build = (folder: string) => {
    const warn = async (): Promise<void> =>
      (await import('./warnUnprotectedHost.ts')).warnUnprotectedHost({
        path: file.path,
        host,
        memory: context.globalState,
        prompts,
      });
    const file = new NodeCredentialFile(folder, {
      loadLocks,
      onUnprotected: () => {
        log.unawaited('home', warn());
      },
    });
    const config = new ConfigFiles(folder, locateSystemConfig(process.env));
    const findRules = async (): Promise<RulesThere | undefined> => {
      try {
        return await (await import('./rulesHere.ts')).readRulesHere(config);
      } catch (failure) {
        log.failure('rules', failure);
        return undefined;
      }
    };
    const credential = new StoredCredential({
      config,
      file,
      keyring: new KeyringCredential(folder, keyring, loadLocks),
      // A keychain that asks the person is not opened from afar: nobody may be sitting there.
      platform: process.platform,
    });
    const home = new Home(folder, credential, () => clock.delay(50, scope.ended));
    const hostCommands: HostCommands = new HostCommands({
      hostId,
      placements,
      credential,
      clock,
      home,
      seen,
      findRules,
      kept: new StoredSignIns(context.secrets, { hostId, folder }),
      log,
      running: composeRunningHere({
        home,
        placements,
        bindings,
        lastAnswers,
        ended: scope.ended,
        host,
        version,
        log,
        prompts,
      }),
      questions: buildQuestions(host, prompts),
      news: buildNews(host, () => putBack({ host, hostCommands, log, prompts }, 'told'), { prompts, log }),
      isTrusted: () => workspace.isTrusted,
    });
    return { host, log, prompts, hostCommands, folder, credential };
  };
  let opened: ReturnType<typeof build> | undefined;
  /** Built once, and anew when the setting names another Home. */
  const open = () => {
    const { folder } = locateHome({
      setting: readCodexHomeSetting(),
      environment: process.env['CODEX_HOME'],
      userFolder: homedir(),
      isAbsolute,
      join,
    });
    if (opened?.folder !== folder) {
      opened = build(folder);
    }
    return opened;
  };
  const hello = () => {
    const { folder, credential } = open();
    return buildHello({
      version,
      hostId,
      home: { path: folder, store: () => credential.store() },
      hasIdeExtension: extensions.getExtension(ideExtension) !== undefined,
      environment: process.env,
    });
  };
  return { open, hello };
}

/** Everything of this host. */
export type Host = ReturnType<typeof composeHost>;

function readVersion({ extension }: ExtensionContext): string {
  const { version } = extension.packageJSON as { readonly version?: unknown };
  return typeof version === 'string' ? version : '';
}
