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
  | 'busy';

/** What stands where the credential file belongs. */
export type CredentialFileState =
  | { readonly kind: 'absent'; readonly folderExists: boolean }
  | {
      readonly kind: 'file';
      readonly text: string;
      /** Changes with every change of the file: identity, time, size and content. */
      readonly fingerprint: string;
      /** Somebody else on this machine can read it. It is made owner-only with the next write. */
      readonly isReadableByOthers: boolean;
    }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

export type ReplaceResult = 'done' | 'conflict';

/**
 * The credential file of one Home, with the CLI's own write protocol (codex-protocol.md 4.2): both locks, owner-only
 * temp file, fsync, rename, fsync of the folder; a link is kept and its target replaced.
 */
export interface CredentialFile {
  /** Where it is, to be shown. */
  readonly path: string;
  read(): Promise<CredentialFileState>;
  /**
   * Writes `text` if what stands there is still what `expected` names (a fingerprint, or undefined for "nothing").
   * @throws AuthError `fixFile`; what stood there is then unharmed
   */
  replace(text: string, expected: string | undefined): Promise<ReplaceResult>;
  /** Removes the file under the same condition. */
  remove(expected: string): Promise<ReplaceResult>;
}
