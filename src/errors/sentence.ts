/**
 * Everything a pure room can say, as ids with the values that go into them. Words live in the UI, which maps each id,
 * exhaustively, to a translatable text.
 */
export interface Sentences {
  // What a token endpoint answered
  'token.notForUs': Nothing;
  'token.refused': { readonly status: string; readonly code: string };
  'token.refusedHere': { readonly status: string };
  'token.regionRefused': { readonly status: string };
  'token.serverDown': { readonly status: string };
  'token.notAnAnswer': { readonly status: string };
  // The network
  'network.offline': { readonly host: string };
  'network.cut': { readonly host: string };
  'network.tooSlow': { readonly host: string };
  'network.untrusted': { readonly host: string };
  'network.clock': { readonly host: string };
  'network.certificate': { readonly host: string };
  'network.redirected': { readonly host: string };
  'network.tooMuch': { readonly host: string };
  'network.proxySignIn': Nothing;
  'network.signInFirst': Nothing;
  // Signing in with the browser
  'browser.portsTaken': { readonly holders: string };
  'browser.portsReserved': { readonly ports: string };
  'browser.notReachable': { readonly port: string };
  'browser.codexOff': Nothing;
  'browser.declined': Nothing;
  'browser.issuerError': Nothing;
  'browser.noCode': Nothing;
  'browser.otherIssuer': Nothing;
  'browser.tooLate': Nothing;
  'browser.takenOver': Nothing;
  'browser.otherWorkspace': Nothing;
  'workspaces.notListed': Nothing;
  // Signing in with a device code
  'deviceCode.notEnabled': Nothing;
  'deviceCode.noCode': { readonly status: string };
  'deviceCode.refused': { readonly status: string };
  'deviceCode.expired': Nothing;
  // API keys
  'apiKey.empty': Nothing;
  'apiKey.severalLines': Nothing;
  'apiKey.accessToken': Nothing;
  'apiKey.jwt': Nothing;
  'apiKey.notAKey': Nothing;
  'apiKey.invalid': Nothing;
  'apiKey.mayNotWriteResponses': Nothing;
  'apiKey.unchecked': Nothing;
  // Access tokens
  'accessToken.empty': Nothing;
  'accessToken.platformKey': Nothing;
  'accessToken.chatgptToken': Nothing;
  'accessToken.agentToken': Nothing;
  'accessToken.expired': Nothing;
  'accessToken.unknown': Nothing;
  'accessToken.refused': { readonly status: string };
  'accessToken.unchecked': Nothing;
  // Accounts
  'account.refused': Nothing;
  'account.secretsLost': Nothing;
  'grant.revoked': Nothing;
  'grant.usedByAnotherCopy': Nothing;
  'grant.answerLost': Nothing;
  'grant.notRenewable': Nothing;
  'grant.workspaceClosed': Nothing;
  'grant.keptElsewhere': { readonly product: string };
  'switch.codexRenews': Nothing;
  // What another host gets of an account
  'lease.keptElsewhere': { readonly product: string };
  'lease.codexRenews': Nothing;
  'lease.offline': Nothing;
  // The Vault
  'vault.notReadBack': Nothing;
  'vault.notRemoved': Nothing;
  'vault.newerRelease': Nothing;
  'vault.locked': Nothing;
  'vault.unreadableFile': HomePath;
  // A folder of ours
  'folder.isFile': HomePath;
  'folder.noPermission': HomePath;
  'folder.readOnlyDisk': HomePath;
  'folder.diskFull': HomePath;
  'folder.unusable': HomePath;
  // Choosing a credential store
  'store.decidedByAdmin': Nothing;
  'store.configNotUnderstood': HomePath;
  'store.configChanged': HomePath;
  // The Codex CLI, asked by us
  'codex.missing': Nothing;
  'codex.noAnswer': Nothing;
  'codex.signInFailed': Nothing;
  // The Home
  'home.notReadBack': HomePath;
  'home.keepsChanging': HomePath;
  'home.isFolder': HomePath;
  'home.danglingLink': HomePath;
  'home.linkLoop': HomePath;
  'home.otherOwner': HomePath;
  'home.folderWritableByOthers': HomePath;
  'home.noPermission': HomePath;
  'home.readOnlyDisk': HomePath;
  'home.diskFull': HomePath;
  'home.folderMissing': HomePath;
  'home.tooLarge': HomePath;
  'home.notUtf8': HomePath;
  'home.busy': HomePath;
  'home.mounted': HomePath;
  'home.notAnswering': HomePath;
  'home.document.notJson': DocumentPart;
  'home.document.byteOrderMark': DocumentPart;
  'home.document.wrongShape': DocumentPart;
  'home.document.unknownMode': DocumentPart;
  'home.keyringMissing': HomePath;
  'home.keyringUnavailable': HomePath;
  'home.keychainNotRead': HomePath;
  'home.storeEncrypted': HomePath;
  'home.storeEphemeral': HomePath;
  'home.storeInvalid': HomePath;
  // Copying a sign-in to a host that no window is connected to
  'copy.liveGrant': Nothing;
  'copy.noSshProgram': Nothing;
  'copy.noDockerProgram': Nothing;
  'copy.badName': { readonly name: string };
  'copy.ownHome': HomePath;
  'copy.hostNotFound': Place;
  'copy.hostDown': Place;
  'copy.hostKeyUnknown': Place;
  'copy.hostKeyChanged': Place;
  'copy.keyRefused': Place;
  'copy.sshConfig': PlaceWithFault;
  'copy.cut': Place;
  'copy.tooLong': PlaceInTime;
  'copy.noShell': Place;
  'copy.noAnswer': PlaceThatEnded;
  'copy.noHome': Place;
  'copy.dockerDown': Nothing;
  'copy.dockerDenied': Nothing;
  'copy.containerMissing': Place;
  'copy.containerStopped': Place;
  'copy.containerUser': Place;
  'copy.storeElsewhere': PlaceWithStore;
  'copy.changedMeanwhile': Place;
  'copy.incomplete': Place;
  'copy.notWritten': Place;
}

type Nothing = Readonly<Record<string, never>>;

interface HomePath {
  readonly path: string;
}

/** Where something is on another host, as it is shown. */
interface Place {
  readonly place: string;
}

interface PlaceInTime extends Place {
  readonly seconds: string;
}

interface PlaceWithFault extends Place {
  /** In the words of the program. */
  readonly said: string;
}

interface PlaceThatEnded extends Place {
  readonly exitCode: string;
}

interface PlaceWithStore extends Place {
  readonly store: string;
}

/** Empty where there is none to name. */
interface DocumentPart extends HomePath {
  readonly mode: string;
  readonly field: string;
}

export type SentenceId = keyof Sentences;

/** One thing to say: an id with the values that belong to it. */
export interface SentenceOf<K extends SentenceId> {
  readonly messageId: K;
  readonly args: Sentences[K];
}

export type Sentence = { readonly [K in SentenceId]: SentenceOf<K> }[SentenceId];

export function say<K extends SentenceId>(messageId: K, args: Sentences[K]): SentenceOf<K> {
  return { messageId, args };
}
