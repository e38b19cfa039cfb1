import type { HomePath } from './values.ts';

/** A Codex home and its credential. */
export interface HomeMessages {
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
}

/** Empty where there is none to name. */
interface DocumentPart extends HomePath {
  readonly mode: string;
  readonly field: string;
}
