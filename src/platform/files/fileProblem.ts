import type { FileProblem } from '../../home/ports.ts';
import { hasCode } from './systemError.ts';

/** What shares and mounts say, or we, once their other side is gone. */
export const notAnsweringCodes = [
  'ETIMEDOUT',
  'ESTALE',
  'ENOTCONN',
  'ECONNABORTED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
] as const;

const problems: readonly (readonly [FileProblem, readonly string[]])[] = [
  ['isFolder', ['EISDIR', 'ENOTDIR', 'EEXIST']],
  ['linkLoop', ['ELOOP']],
  ['noPermission', ['EACCES', 'EPERM']],
  ['readOnlyDisk', ['EROFS']],
  ['diskFull', ['ENOSPC', 'EDQUOT']],
  ['folderMissing', ['ENOENT']],
  // Elsewhere than on Windows a file that is only open can be replaced; one that is mounted can not.
  [process.platform === 'win32' ? 'busy' : 'mounted', ['EBUSY']],
  ['busy', ['ETXTBSY']],
  ['notAnswering', notAnsweringCodes],
];

/** What a failure of the operating system means for a file of ours; undefined when it is none that a person can fix. */
export function nameFileProblem(failure: unknown): FileProblem | undefined {
  return problems.find(([, codes]) => hasCode(failure, ...codes))?.[0];
}
