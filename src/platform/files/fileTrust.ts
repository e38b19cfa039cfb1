import { stat } from 'node:fs/promises';

/** The owner and mode of a file, as `stat` has them. */
export interface Owned {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Who we are; undefined on Windows, which has other means. */
export type Self = { readonly uid: number; readonly gid: number } | undefined;

const rootUser = 0;

/** Who this process is; on Windows, which has no such ids, nobody. */
export function readSelf(): Self {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/**
 * Whether a file in a Home is ours to read and replace. Root in a container finds a Home of the host's user, mounted in;
 * Codex uses it, and so do we. What that user made a link is followed to files of the same user only.
 */
export function isOurs(
  file: Pick<Owned, 'uid'>,
  home: Pick<Owned, 'uid'>,
  { self, isLink }: { readonly self: Self; readonly isLink: boolean },
): boolean {
  if (self?.uid !== rootUser) {
    return self === undefined || file.uid === self.uid;
  }
  return !isLink || home.uid === rootUser || file.uid === home.uid;
}

/** In a folder that others own or may write to, a rename of ours could be undone or redirected by them. */
export function judgeFolder(
  folder: Owned,
  home: Pick<Owned, 'uid'>,
  context: { readonly self: Self; readonly isLink: boolean },
): 'otherOwner' | 'folderWritableByOthers' | undefined {
  const { self } = context;
  if (self === undefined) {
    return undefined;
  }
  const isOfSystem = self.uid !== rootUser && folder.uid === rootUser;
  if (!isOfSystem && !isOurs(folder, home, context)) {
    return 'otherOwner';
  }
  const isSticky = (folder.mode & 0o1000) !== 0;
  // With a umask of 002 a user's own group may write, and has no other member; any other group may have some.
  const isOwnGroup = folder.uid === self.uid ? folder.gid === self.gid : folder.gid === folder.uid;
  const othersMayWrite = (folder.mode & (isOwnGroup ? 0o002 : 0o022)) !== 0;
  return othersMayWrite && !isSticky ? 'folderWritableByOthers' : undefined;
}

/** Whose a new file is to be when root makes it: as the one it replaces, else as the folder. Undefined where nothing is to be done. */
export async function findOwnerToKeep(path: string, folder: string): Promise<Pick<Owned, 'uid' | 'gid'> | undefined> {
  if (process.getuid?.() !== rootUser) {
    return undefined;
  }
  const found = [await stat(path).catch(() => undefined), await stat(folder).catch(() => undefined)];
  return found.find((about) => about !== undefined && about.uid !== rootUser);
}
