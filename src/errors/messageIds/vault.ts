import type { HomePath, Nothing } from './values.ts';

/** The Vault, and the folder of our records. */
export interface VaultMessages {
  'vault.notReadBack': Nothing;
  'vault.notRemoved': Nothing;
  'vault.newerRelease': Nothing;
  'vault.locked': Nothing;
  'vault.unreadableFile': HomePath;
  'folder.isFile': HomePath;
  'folder.noPermission': HomePath;
  'folder.readOnlyDisk': HomePath;
  'folder.diskFull': HomePath;
  'folder.unusable': HomePath;
}
