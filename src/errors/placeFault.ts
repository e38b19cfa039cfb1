import { AuthError, type AuthErrorReason, type FolderReason, type HomeReason } from './authError.ts';

/** What stays in the way of a file or folder until a person mends it. */
type PlaceReason = FolderReason | Exclude<HomeReason, 'keepsChanging'>;

const placeReasons: Readonly<Record<PlaceReason, true>> = {
  isFile: true,
  noPermission: true,
  readOnlyDisk: true,
  diskFull: true,
  unusable: true,
  unreadableFile: true,
  notReadBack: true,
  isFolder: true,
  danglingLink: true,
  linkLoop: true,
  otherOwner: true,
  folderWritableByOthers: true,
  folderMissing: true,
  tooLarge: true,
  notUtf8: true,
  busy: true,
  mounted: true,
  notAnswering: true,
  keyringMissing: true,
  keyringUnavailable: true,
  keychainNotRead: true,
  storeEncrypted: true,
  storeEphemeral: true,
  storeInvalid: true,
};

/** Whether a failure is about a file or folder, which somebody has to mend: what is only held for a moment is none. */
export function isPlaceFault(failure: unknown): failure is AuthError {
  return failure instanceof AuthError && failure.reason !== undefined && failure.reason in placeReasons;
}

const passing: readonly AuthErrorReason[] = ['held', 'keepsChanging', 'notStored'];

/** Whether a failure kept something from being stored, and the same may be tried again. */
export function isStoringFault(failure: unknown): failure is AuthError {
  return (
    isPlaceFault(failure) ||
    (failure instanceof AuthError && failure.reason !== undefined && passing.includes(failure.reason))
  );
}
