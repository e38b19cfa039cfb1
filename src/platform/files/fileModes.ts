import { randomBytes } from 'node:crypto';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** `statfs(2)`: 9P (Windows drives in WSL), exFAT, FAT, NTFS, CIFS, SMB, VirtualBox and VMware shares. */
const withoutModes = new Set([
  0x01021997, 0x2011bab0, 0x4d44, 0x5346544e, 0x7366746e, 0xff534d42, 0xfe534d42, 0x517b, 0x786f4256, 0xbacbacbc,
]);

/** Some of these have permissions; a folder that is open to all is the sign of those that have none. */
const fuse = 0x65735546;

/** Whether the file system shows the same owner and permissions for everything, by its kind alone. */
export async function isKnownWithoutModes(folder: string): Promise<boolean> {
  try {
    const type = (await statfs(folder)).type >>> 0;
    return withoutModes.has(type) || (type === fuse && ((await stat(folder)).mode & 0o777) === 0o777);
  } catch {
    return false;
  }
}

/** The same by trying it on a file of our own, where the kind says nothing, as with FUSE. */
export async function hasNoModes(folder: string): Promise<boolean> {
  if (await isKnownWithoutModes(folder)) {
    return true;
  }
  const probe = join(folder, `.auth-${randomBytes(9).toString('base64url')}`);
  try {
    const file = await open(probe, 'wx', 0o600);
    await file.chmod(0o600).catch(() => undefined);
    await file.close();
    return ((await stat(probe)).mode & 0o077) !== 0;
  } catch {
    return false;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
