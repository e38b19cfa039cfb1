import type { Secret } from '../base/secret.ts';

/** What makes a file unfit to be written or trusted; each has a sentence with its fix. */
export type FileProblem =
  | 'isFolder'
  | 'danglingLink'
  | 'linkLoop'
  | 'otherOwner'
  | 'folderWritableByOthers'
  | 'noPermission'
  | 'readOnlyDisk'
  | 'diskFull'
  | 'folderMissing'
  | 'tooLarge'
  /** A single file that is mounted can not be replaced; Codex fails there too. */
  | 'mounted'
  /** Another encoding, or damaged: as text it would lose bytes. */
  | 'notUtf8'
  | 'busy'
  /** A share or a mount whose other side is gone. */
  | 'notAnswering'
  /** This package carries no keyring binary. */
  | 'keyringMissing'
  /** Locked, absent, or without a session bus. */
  | 'keyringUnavailable'
  /** A keychain that asks the person is opened by a click only (macOS). */
  | 'keychainNotRead'
  /** The CLI's own encrypted store takes nothing from outside (Windows). */
  | 'storeEncrypted'
  | 'storeEphemeral'
  | 'storeInvalid';

/** What is where the credential file belongs. */
export type CredentialFileState =
  | { readonly kind: 'absent'; readonly folderExists: boolean }
  | {
      readonly kind: 'file';
      /** The whole text of the credential document. */
      readonly document: Secret;
      /** Changes with every change of the file: identity, time, size and content. */
      readonly fingerprint: string;
    }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

/** `conflict`: something else is there than was expected, and it was left alone. */
export type ReplaceResult = 'done' | 'conflict';

/**
 * The credential of one Home in the store that its configuration names; in a file, with the CLI's own write protocol
 * (docs/codex-protocol.md, Locks and writing): both locks, owner-only temp file, fsync, rename, fsync of the folder; a
 * link is kept and its target replaced.
 */
export interface CredentialFile {
  /** Where it is, to be shown. */
  readonly path: string;
  read(): Promise<CredentialFileState>;
  /**
   * Writes `document` if what is there is still what `expected` names (a fingerprint, or undefined for "nothing").
   * @throws AuthError `fixFile`; what was there is then unharmed
   */
  replace(document: Secret, expected: string | undefined): Promise<ReplaceResult>;
  /** Removes the file under the same condition. */
  remove(expected: string): Promise<ReplaceResult>;
  /** What would keep `replace` from writing now, as far as it shows without it. Nothing is changed. */
  findObstacle(): Promise<FileProblem | undefined>;
  /** Where the configuration says which store it is: the credential as that is now, for the steps of one operation. */
  decide?(): Promise<CredentialFile>;
}

/**
 * The layers of configuration that decide about a Home wherever Codex is started, the weakest first
 * (docs/codex-protocol.md, Configuration layers); `mdm` is a profile of macOS. Requirements bind what the others say.
 */
export const configLayers = ['system', 'user', 'managed', 'mdm', 'requirements', 'mdmRequirements'] as const;

/** The name of one layer. */
export type ConfigLayer = (typeof configLayers)[number];

/** The layers of an admin that bind all others. */
export const requirementLayers = ['requirements', 'mdmRequirements'] as const satisfies readonly ConfigLayer[];

/** The text of each layer; undefined where there is none, null where what is there cannot be read as UTF-8 text. */
export type ConfigTexts = Readonly<Partial<Record<ConfigLayer, string | null | undefined>>>;

/** The configuration of a Home: every layer to be read. */
export interface HomeConfig {
  readonly userPath: string;
  readLayers(): Promise<ConfigTexts>;
}

/** The same, with the person's own layer to be changed as a whole. */
export interface ChangeableConfig extends HomeConfig {
  /** @throws AuthError `tryAgain` when the person's file is no longer `expected` */
  writeUser(text: string, expected: string): Promise<void>;
}
